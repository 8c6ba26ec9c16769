# struct, copy, operator, heapq, bisect, random with a seed: results and errors.
import bisect, copy, heapq, operator, random, struct
print(struct.pack('<ihb?3sf', -5, 300, -1, True, b'ab', 1.5), struct.calcsize('@ibq'), struct.unpack('>HxB', b'\x01\x02\x00\x03'), struct.pack('!Q', 2 ** 63), struct.unpack('<d', struct.pack('<d', 0.1)), list(struct.iter_unpack('2B', bytes(6))), struct.pack('5p', b'abc'), struct.Struct('<3h').size, struct.pack('>e', 1.5), struct.pack('n', -1), struct.pack('4x'), struct.unpack_from('B', b'abc', 1))
for f in (lambda: struct.pack('b', 200), lambda: struct.pack('i', 'x'), lambda: struct.unpack('i', b'x'), lambda: struct.pack('z', 1), lambda: struct.pack('2i', 1), lambda: struct.pack('c', 'a'), lambda: struct.pack_into('i', bytearray(2), 0, 1), lambda: struct.calcsize('99999999999999999999i'), lambda: struct.pack('<n', 1), lambda: struct.pack('f', 1e100)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class P:
    def __init__(self, v, kids=()): self.v, self.kids = v, list(kids)
    def __eq__(self, o): return (self.v, self.kids) == (o.v, o.kids)
class C:
    def __copy__(self): return 'copied'
    def __deepcopy__(self, memo): return ('deep', type(memo).__name__)
    def __replace__(self, **k): return ('replaced', k)
p = P(1, [P(2)]); s = copy.copy(p); d = copy.deepcopy(p); print(s.kids is p.kids, d.kids is p.kids, d == p, d.kids[0] is p.kids[0], copy.copy(C()), copy.deepcopy([C()]), copy.replace(C(), a=1))
l = [1]; l.append(l); dl = copy.deepcopy(l); print(dl[1] is dl, copy.deepcopy({'a': (1, [2])}), copy.copy((1,)), copy.deepcopy(copy), copy.copy(len) is len) if False else print(dl[1] is dl, copy.deepcopy({'a': (1, [2])}), copy.copy(len) is len, copy.deepcopy(range(3)), copy.copy({1}), copy.deepcopy(bytearray(b'x')))
h = []; [heapq.heappush(h, x) for x in (5, 1, 4, 2, 3)]; print(h, heapq.heappop(h), heapq.heappushpop(h, 0), heapq.heapreplace(h, 9), h, heapq.nlargest(2, h), heapq.nsmallest(2, 'hello', key=ord), list(heapq.merge([1, 4], [2, 3], reverse=False))); heapq.heapify(q := [3, 1, 2]); print(q)
for f in (lambda: heapq.heappop([]), lambda: heapq.heappush((), 1), lambda: heapq.heapify('a'), lambda: bisect.bisect([1, 'a'], 'b'), lambda: bisect.bisect([1], 1, -1), lambda: random.sample([1], 2), lambda: random.randint(2, 1), lambda: random.choice([]), lambda: operator.itemgetter(), lambda: operator.itemgetter(5)([1]), lambda: operator.attrgetter(5), lambda: operator.methodcaller(), lambda: operator.attrgetter('a.b')(5), lambda: copy.copy(lambda: 0) and copy.replace(5)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
b = [1, 3, 3, 5]; print(bisect.bisect_left(b, 3), bisect.bisect(b, 3), bisect.bisect(b, -2, key=lambda x: -x)); bisect.insort(b, 4); print(b)
print(operator.itemgetter(1, 0)('ab'), operator.attrgetter('real', 'imag')(3), operator.methodcaller('split', 'b')('abc'), operator.concat([1], [2]), operator.countOf('abca', 'a'), operator.indexOf('abc', 'c'), operator.iadd([1], [2]), operator.length_hint(iter([1, 2])), operator.is_not(1, None), operator.matmul.__name__, operator.call(max, 1, 2), repr(operator.itemgetter(1, 2)), repr(operator.attrgetter('a.b')), repr(operator.methodcaller('m', 1, k=2)))
r = random.Random(42); print(r.random(), r.randint(1, 100), r.choice('abc'), r.sample(range(100), 5), r.uniform(1, 2), r.gauss(0, 1), r.getrandbits(70), r.choices('ab', [1, 3], k=5), r.triangular(), r.expovariate(2), r.betavariate(1, 2), r.randbytes(4), r.binomialvariate(10, 0.5), r.normalvariate()); x = list(range(8)); r.shuffle(x); print(x); st = r.getstate(); a = r.random(); r.setstate(st); print(a == r.random(), random.Random('text').random(), random.Random(b'b').random(), random.Random(1.5).random())
