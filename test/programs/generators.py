def count(n):
    try:
        for i in range(n):
            got = yield i
            if got: print('got', got)
    finally:
        print('closed')
    return 'done'
g = count(3)
print(next(g), g.send('hello'), next(g))
try:
    next(g)
except StopIteration as e:
    print('stop', e.value)
g = count(5); next(g); g.close()
g = count(5); next(g)
try:
    g.throw(ValueError('boom'))
except ValueError as e:
    print('thrown', e)
def delegate():
    r = yield from count(2)
    print('result', r)
    yield 'after'
print(list(delegate()))
def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
from itertools import islice
print(list(islice(fib(), 15)), sum(x * x for x in range(10)), list(x for x in 'abc' if x != 'b'))
def tree(t):
    if isinstance(t, list):
        for s in t: yield from tree(s)
    else: yield t
print(list(tree([1, [2, [3, 4], 5], [[6]]])))
def bad():
    yield 1
    raise StopIteration('x')
try:
    list(bad())
except RuntimeError as e:
    print(e, repr(e.__cause__))
g = (i for i in range(3))
print(g.gi_running, g.gi_frame is not None, list(g), g.gi_frame)
def thrower():
    while True:
        try:
            yield 1
        except KeyError:
            yield 'key'
t = thrower(); next(t)
print(t.throw(KeyError), next(t), type(t).__name__)
try:
    g = count(1); g.send(5)
except TypeError as e:
    print(e)
def self_ref():
    yield next(me)
me = self_ref()
try:
    next(me)
except ValueError as e:
    print(e)
