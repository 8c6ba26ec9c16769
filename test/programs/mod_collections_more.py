# collections: Counter, ChainMap, OrderedDict, deque, defaultdict, namedtuple, UserDict and friends.
from collections import ChainMap, Counter, OrderedDict, UserDict, UserList, UserString, defaultdict, deque, namedtuple
c = Counter('abracadabra'); c.update('aa'); c.subtract({'b': 5}); c['zz'] += 1
print(c, c.most_common(2), c['none'], sorted(c.elements())[:4], +c, -c, c + Counter(a=1), c - Counter(a=1), c & Counter(a=2), c | Counter(q=1), c.total(), Counter(a=1) <= Counter(a=2), Counter(a=1, b=0) == Counter(a=1))
m = ChainMap({'a': 1}, {'a': 2, 'b': 3}); m['n'] = 9; print(m, m['b'], list(m), m.parents, m.new_child({'x': 0}), len(m), m | {'k': 1}, m.maps)
try: del m['b']
except KeyError as e: print(e)
o = OrderedDict([('x', 1), ('y', 2), ('z', 3)]); o.move_to_end('x'); o.move_to_end('z', last=False); print(o, o.popitem(), o.popitem(last=False), list(reversed(o)), o == {'y': 2}, OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), OrderedDict(a=1) | {'b': 2}, OrderedDict.fromkeys('ab'), repr(OrderedDict()))
for f in (lambda: o.move_to_end('no'), lambda: OrderedDict().popitem(), lambda: OrderedDict(5), lambda: o.pop('no')):
    try: f()
    except Exception as e: print(type(e).__name__, e)
d = deque([1, 2, 3], maxlen=4); d.append(4); d.append(5); d.appendleft(0); d.rotate(1); print(d, d.maxlen, d[1], d.index(3), d.count(2), d.copy(), list(reversed(d)), d + deque([9]), deque([1]) * 3, 3 in d, deque('ab') < deque('b'))
d.extend('xy'); d.extendleft('pq'); d.remove('p'); d.insert(1, 'ins'); d.reverse(); d[0] = 'first'; del d[1]; print(d, d.pop(), d.popleft(), len(d)); d.clear(); print(d)
for f in (lambda: d.pop(), lambda: d.popleft(), lambda: d[0], lambda: deque([1]).remove(2), lambda: deque([1]).index(2), lambda: deque(maxlen=-1), lambda: deque(5), lambda: deque([1], 1).insert(0, 2), lambda: deque([1])[1:], lambda: hash(d)):
    try: f()
    except Exception as e: print(type(e).__name__, e)
try:
    q = deque([1, 2])
    for x in q: q.append(x)
except RuntimeError as e: print(e)
dd = defaultdict(list, a=[0]); dd['b'].append(1); print(dd, dd.get('c'), 'c' in dd, dd['c'], dd.default_factory, dd.copy(), dd | {'z': 1}); dd.default_factory = None
try: dd['none']
except KeyError as e: print(e)
try: defaultdict(5)
except TypeError as e: print(e)
P = namedtuple('P', 'x y z', defaults=[0], module='mod'); p = P(1, 2)
print(p, p.z, p._replace(x=9), p._asdict(), P._make([1, 2, 3]), P._fields, P._field_defaults, p[0], p == (1, 2, 0), P.x.__doc__, P.__doc__, P.__module__, x := p.x, namedtuple('R', 'a def a', rename=True)._fields)
for f in (lambda: P(), lambda: P(1, 2, 3, 4), lambda: p._replace(q=1), lambda: namedtuple('X', 'a a'), lambda: namedtuple('X', 'class'), lambda: namedtuple('1', 'a'), lambda: namedtuple('X', '_a'), lambda: setattr(p, 'x', 1), lambda: P._make([1])):
    try: f()
    except Exception as e: print(type(e).__name__, e)
class UD(UserDict):
    def __missing__(self, k): return 'miss'
print(UD(a=1)['b'], UserList([3, 1]) + [2], UserString('abc').upper() + 'd', sorted(UserList('ba')))
