s = {3, 1, 2}
s.add(5); s.discard(99); s.update([7, 8])
print(sorted(s), len(s), 3 in s, s & {1, 2, 9}, sorted(s | {10}), sorted(s - {1}), sorted(s ^ {1, 100}))
print({1, 2} <= {1, 2, 3}, {1, 2} < {1, 2}, {1}.isdisjoint({2}), {1, 2, 3} >= {1}, {1, 2} == {2, 1}, frozenset([1, 2]) == {1, 2})
f = frozenset('abc')
print(len(f), 'a' in f, hash(frozenset()) == hash(frozenset()), {f: 1}[frozenset('cab')], sorted(f.union('d')))
t = s.copy(); t.remove(3)
print(sorted(t), sorted(s.intersection([1, 7], [7])), sorted(s.symmetric_difference([7])), {x % 3 for x in range(10)})
t &= {1, 2}; t |= {4}; t -= {1}; t ^= {2, 6}
print(sorted(t), set(), frozenset(), set('a'), repr(frozenset([1])))
print(list({i * 7 % 11 for i in range(20)}), {1, 1.0, True}, {(1, 2), (3, 4)} == {(3, 4), (1, 2)})
for g in (lambda: set().pop(), lambda: {1}.remove(2), lambda: {[]}, lambda: frozenset().add(1)):
    try:
        g()
    except Exception as e:
        print(type(e).__name__, e)
