import sys
vals = [0, 1, 2 ** 30 - 1, 2 ** 30, 2 ** 60, 2 ** 100, -5, True, 1.5, 1j, None, '', 'a', 'abc', 'é', '你', '😀', 'a' * 100, b'', b'abc', (), (1,), (1, 2, 3), [], [1], [1, 2, 3], list(range(10)),
 {}, {'a': 1}, {i: i for i in range(6)}, {i: i for i in range(20)}, set(), {1}, set(range(10)), frozenset(), slice(1), range(5), bytearray(), bytearray(b'abc'), object(), type, int, Ellipsis, NotImplemented, len, [].append, (lambda: 0), iter([]), iter(()), iter({}), {}.keys(), {}.items(), enumerate([]), zip(), map(len, []), reversed([]), memoryview(b''), property(), staticmethod(len), classmethod(len), super(int, 1)]
print([sys.getsizeof(v) for v in vals])
class C: pass
class S: __slots__ = ('a', 'b')
print(sys.getsizeof(C()), sys.getsizeof(S()), sys.getsizeof(C().__dict__), sys.getsizeof((x for x in [])), sys.getsizeof(Exception()))
l = []; sizes = []
for i in range(50): l.append(i); sizes.append(sys.getsizeof(l))
print(sizes)
d = {}; sizes = []
for i in range(100): d[i] = i; sizes.append(sys.getsizeof(d))
print(sorted(set(sizes)))
s = set(); sizes = []
for i in range(200): s.add(i); sizes.append(sys.getsizeof(s))
print(sorted(set(sizes)))
d = {}
for i in range(50): d[str(i)] = i
print(sys.getsizeof(d), sys.getsizeof(dict.fromkeys('abc')), sys.getsizeof([0] * 7), sys.getsizeof(list((1, 2, 3))), sys.getsizeof([x for x in range(9)]))
s = ''; ss = []
for i in range(20): s += 'x'; ss.append(sys.getsizeof(s))
print(ss, sys.getsizeof('ab' + 'é'), id(object()) == id(object()))
