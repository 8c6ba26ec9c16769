# Generators, coroutines and asynchronous generators that are suspended with live values; what their frames hold.
import sys
R = sys.getrefcount


class Box:
    def __init__(self, v): self.v = v


def counting(limit, held):
    local = Box('local')
    for i in range(1000, 1000 + limit):
        got = yield i, local
        if got is not None:
            held.append(got)
    return local


held, sent = [], Box('sent')
g = counting(4, held)
first = next(g)
second = g.send(sent)
third = g.send(sent)
frame = g.gi_frame
names = frame.f_locals
local = names['local']
print(R(local), R(held), R(sent), R(g), R(frame))
del names
try:
    while True:
        last = next(g)
except StopIteration as stop:
    result = stop.value
print(R(result), R(local), g.gi_frame, R(g))
frame.clear()
del frame, first, second, third, last
print(R(local), R(result))


def delegating(inner):
    box = Box('outer')
    try:
        r = yield from inner
        yield r, box
    finally:
        held.clear()


inner = counting(2, held)
outer = delegating(inner)
values = [next(outer) for _ in range(2)]
print(R(inner), R(outer.gi_yieldfrom), R(values[0]))
pair = next(outer)
outer.close()
print(R(inner), R(pair[1]), R(outer))
del outer, inner, pair, values


def thrower():
    kept = Box('kept')
    while True:
        try:
            yield kept
        except ValueError as e:
            caught = e


t = thrower()
kept = next(t)
error = ValueError('thrown')
t.throw(error)
print(R(error), R(kept))
t.close()
print(R(error), R(kept))
error = None


class Awaitable:
    def __init__(self, v): self.v = v

    def __await__(self):
        r = yield self.v
        return r


async def leaf(v):
    a = Awaitable(v)
    got = await a
    return [got, a]


async def chain(v):
    below = leaf(v)
    r = await below
    return r, v


token = Box('token')
c = chain(token)
y = c.send(None)
aw = c.cr_await
print(R(token), R(y), R(c), R(aw), R(c.cr_frame))
try:
    c.send(token)
except StopIteration as stop:
    r = stop.value
print(R(token), R(r), R(r[0]), R(aw), R(c))
del aw, y, r, c
print(R(token))


async def ticking(n, v):
    mark = Box('mark')
    try:
        for i in range(n):
            yield v, mark
    finally:
        v = None


async def consume(v):
    out = []
    agen = ticking(3, v)
    async for x in agen:
        out.append(x)
        if len(out) == 2:
            break
    await agen.aclose()
    return out


c = consume(token)
try:
    c.send(None)
except StopIteration as stop:
    out = stop.value
print(R(token), R(out), R(out[0]), R(out[0][1]))
a = ticking(2, token)
step = a.__anext__()
try:
    step.send(None)
except StopIteration as stop:
    item = stop.value
print(R(a), R(step), R(item), R(token))
del a, step
print(R(item), R(token))
expression = (x for x in [token, token])
one = next(expression)
print(R(token), R(expression))
del expression, one
print(R(token))
