# What objects of C modules hold: partial, lru_cache, itertools, matches, struct, deques, memoryviews, threads and locks, referrers.
import collections
import functools
import gc
import itertools
import operator
import re
import struct
import sys
import threading
R = sys.getrefcount


class K:
    def __init__(self, n): self.n = n
    def __hash__(self): return hash(self.n)
    def __eq__(self, o): return isinstance(o, K) and self.n == o.n


def f(*args, **kw): return args


x, y = K(1), K(2)
p = functools.partial(f, x, k=y)
q = functools.partial(p, y)
print(R(x), R(y), R(f), R(p), R(q.func), R(q.args), R(q.keywords))
res = q(x)
print(R(res), R(x), R(y))
del p, q, res


@functools.lru_cache(maxsize=2)
def cached(k): return [k]


got = [cached(x), cached(y), cached(x), cached(K(3))]
print(R(x), R(y), R(got[0]), R(cached), cached.cache_info())
cached.cache_clear()
print(R(x), R(y), R(got[0]))
del got
its = [itertools.chain([x], [y]), itertools.cycle([x, y]), itertools.repeat(x), itertools.islice([x, y], 1, None), itertools.accumulate([1, 2]), itertools.groupby([x, x, y]), itertools.tee([x, y]),
       itertools.product([x], [y]), itertools.permutations([x, y]), itertools.zip_longest([x], [], fillvalue=y), itertools.starmap(f, [(x, y)]), itertools.takewhile(bool, [x]), itertools.pairwise([x, y, x]), itertools.batched([x, y], 2), zip([x], [y]), map(f, [x]), enumerate([x]), filter(None, [x]), reversed([x])]
print(R(x), R(y), [R(i) for i in its])
firsts = [next(i if not isinstance(i, tuple) else i[0]) for i in its]
print(R(x), R(y), [R(v) for v in firsts])
k, group = firsts[5]
print(R(k), R(group), R(next(group)))
del firsts, k, group
its.clear()
print(R(x), R(y))
text = 'key' + str(12) + '=value'
m = re.match(r'(\w+)=(?P<v>\w+)', text)
print(R(text), R(m), R(m.re), R(m.string), R(m.groups()), R(m['v']), R(m.groupdict()))
it = re.finditer('e', text)
print(R(text), R(next(it)), R(it))
del m, it
print(R(text))
s = struct.Struct('<3s i')
packed = s.pack(b'abc', 5)
print(R(s), R(packed), R(s.unpack(packed)[0]), R(s.iter_unpack(packed)), R(packed))
dq = collections.deque([x, y], maxlen=3)
dq.extend([x, y]); dq.rotate(1); dq.appendleft(y)
dd = collections.defaultdict(list, {x: [y]})
dd[y].append(x)
cnt = collections.Counter([x, y, x])
nt = collections.namedtuple('NT', 'a b')(x, y)
cm = collections.ChainMap({1: x}, {2: y})
print(R(x), R(y), R(dq), R(dd), R(dd[y]), R(dd.default_factory), R(cnt), R(nt), R(cm.maps))
rep = nt._replace(a=y); dct = nt._asdict()
print(R(rep), R(dct), R(x), R(y), cnt.most_common(1)[0][0] is x)
del dq, dd, cnt, nt, cm, rep, dct
print(R(x), R(y))
ba = bytearray(b'0123456789')
mv = memoryview(ba)
part = mv[2:5]
cast = mv.cast('H')
print(R(ba), R(mv), R(part), R(cast), R(part.obj))
try:
    ba.append(1)
except BufferError as e:
    print(R(e), R(ba))
part.release(); del cast
print(R(ba), R(mv))
mv.release()
print(R(ba))
getters = [operator.itemgetter(0), operator.attrgetter('n'), operator.methodcaller('__eq__', x)]
print(R(x), [R(g) for g in getters], [R(g([x]) if i == 0 else g(x)) > 0 for i, g in enumerate(getters)])
lock = threading.Lock()
local = threading.local(); local.v = x
event, done = threading.Event(), []


def work(a):
    local.v = a
    event.wait()
    done.append(a)


t = threading.Thread(target=work, args=(x,))
t.start(); event.set(); t.join()
print(R(x), R(done), R(lock), R(local))
with lock:
    print(R(lock))
done.clear(); del t
refs = gc.get_referrers(y)
print(len(refs), R(y), R(refs), len(gc.get_referents(f)), len(gc.get_referrers(K)) > 3)
del refs
print([R(t) for t in (K,)], R(f), R(f.__code__), R(x.__dict__), R(vars(x)))
keyed = sorted([y, x], key=operator.attrgetter('n'))
reduced = functools.reduce(lambda a, b: a + [b], [x, y], [])
cmp = sorted([y, x], key=functools.cmp_to_key(lambda a, b: a.n - b.n))
print(R(x), R(y), R(keyed), R(reduced), R(cmp))
h = []
import heapq, bisect, copy, contextlib
heapq.heappush(h, (1, x)); heapq.heappush(h, (0, y)); top = heapq.heappop(h)
dup, deep = copy.copy(h), copy.deepcopy([[], ()])
stack = contextlib.ExitStack()
stack.callback(f, x); stack.enter_context(contextlib.nullcontext(y))
print(R(top), R(x), R(y), R(dup), R(deep[0]), R(stack))
stack.close()
print(R(x), R(y))
