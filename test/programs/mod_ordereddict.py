# collections.OrderedDict is C's: its order, its size, its views, and what a change during iteration does.
import copy
import sys
from collections import OrderedDict
from queue import Empty, SimpleQueue

d = OrderedDict()
print(d, sys.getsizeof(d), type(d.keys()).__name__, [c.__name__ for c in type(d).__mro__])
sizes = []
for i in range(40):
    d[i] = str(i)
    sizes.append(sys.getsizeof(d))
print(sizes)
for i in range(5, 35):
    del d[i]
print(d, sys.getsizeof(d), len(d))
d.move_to_end(3)
d.move_to_end(4, last=False)
print(list(d), d.popitem(), d.popitem(last=False), list(reversed(d.items())))
e = d.copy()
print(e == d, e != d, e == dict(d), dict(d) == e)
e.move_to_end(next(iter(e)))
print(e == d, e == dict(d), d | {'x': 1}, {'x': 1} | d)


class Sub(OrderedDict):
    def __missing__(self, key):
        return f'no {key}'


s = Sub(a=1, b=2)
s.note = 3
t = copy.deepcopy(s)
print(s, s['c'], s.__dict__, t, t.note, type(t).__name__, sys.getsizeof(s))
print(s.setdefault('z', 9), s.pop('z'), s.pop('q', 'none'), s.setdefault('a'), Sub.fromkeys('ab', 0))
for change in (lambda: d.__setitem__('new', 1), lambda: d.move_to_end(next(iter(d))), lambda: d.clear()):
    try:
        for key in d:
            change()
    except RuntimeError as error:
        print(error)
for call in (lambda: OrderedDict(1, 2), lambda: OrderedDict([1]), lambda: d.popitem(), lambda: d.move_to_end('?'), lambda: d.pop('?'), lambda: OrderedDict([(1, 2, 3)]), lambda: d.update(1, 2)):
    try:
        call()
    except Exception as error:
        print(type(error).__name__, error)
d['self'] = d
print(d)
value = object()
o = OrderedDict(k=value)
print(sys.getrefcount(value), [sys.getrefcount(value) for _ in o.items()], sys.getrefcount(value))
it = iter(o.items())
print(it.__reduce__()[1][0][0][0], list(it) == [('k', value)])

q = SimpleQueue()
for i in range(20):
    q.put(i)
print(sys.getsizeof(q), q.qsize(), [q.get() for _ in range(20)], q.empty())
for call in (lambda: q.get_nowait(), lambda: q.get(timeout=0.01), lambda: q.get(timeout=-1), lambda: q.put()):
    try:
        call()
    except (Empty, ValueError, TypeError) as error:
        print(type(error).__name__, error)
