# slice and range objects: attributes, indices, equality, hashing, iteration, big numbers, errors.
s = slice(1, 10, 2)
print(s, s.start, s.stop, s.step, s.indices(5), slice(None).indices(7), slice(-3, None, -1).indices(10), s == slice(1, 10, 2), s < slice(2, 3), hash(s) == hash(slice(1, 10, 2)), slice('a', {}, [])), 
print('0123456789'[s], list(range(10))[slice(None, None, -3)], s.__reduce__()[1])
class Show:
    def __getitem__(self, k): return k
print(Show()[1:2, ..., ::3, None], Show()[:], Show()[1, 2:3], Show()[lambda: 0:1] is not None, Show()[*[1, 2], 3])
r = range(2, 20, 3)
print(r, len(r), r[0], r[-1], r[1:4], r[::-1], 5 in r, 6 in r, '5' in r, r.index(8), r.count(8), r == range(2, 19, 3), hash(r) == hash(range(2, 19, 3)), list(reversed(r)), r.start, r.stop, r.step, bool(range(0)), range(5, 0), list(range(5, 0, -2)))
big = range(10 ** 20, 10 ** 20 + 10, 4)
print(list(big), len(big), big[1], 10 ** 20 + 4 in big, big.index(10 ** 20 + 8), big[-1:], range(-2 ** 63, 2 ** 63, 2 ** 62)[3], sum(range(100000)))
for e in ('range(1.5)', 'range(1, 2, 0)', 'range()', 'range(1, 2, 3, 4)', 'range(5)[5]', 'range(5).index(9)', 'len(range(2**70))', 'range(5).start = 1', 'slice()', 'slice(1).indices("x")', 'slice(1).indices(-1)', 'slice(0, 1, 0).indices(5)', '[1][::0]', '[1]["a"]', '[1][1.5:]', '"abc"[1, 2]', 'range(stop=5)', 'type("R", (range,), {})', 'range("5")'):
    try: print(eval(e)) if '=' not in e.replace('==', '') or 'stop=' in e else exec(e)
    except Exception as x: print(type(x).__name__, x)
it = iter(range(3)); next(it); print(it.__length_hint__(), it.__reduce__()[1], list(it), list(it)); it = iter(range(5)); it.__setstate__(3); print(list(it))
class Idx:
    def __index__(self): return 2
print('abcdef'[Idx():], range(Idx())[Idx() - Idx() if False else 0], slice(Idx()).indices(9))
