import types
class Aw:
    def __init__(self, v): self.v = v
    def __await__(self):
        r = yield self.v
        return r
async def f():
    a = await Aw('first')
    print('got', a)
    async with ACM() as x:
        print('body', x)
    async for i in AIter(3): print('item', i)
    return 'result'
class ACM:
    async def __aenter__(self): return await Aw('enter')
    async def __aexit__(self, *e): await Aw('exit'); return False
class AIter:
    def __init__(self, n): self.n, self.i = n, 0
    def __aiter__(self): return self
    async def __anext__(self):
        if self.i == self.n: raise StopAsyncIteration
        self.i += 1
        return self.i
c = f()
msg = None
while True:
    try:
        print('yielded', c.send(msg)); msg = 'm'
    except StopIteration as e:
        print('finished', e.value); break
async def ag():
    try:
        yield 1
        yield 2
    finally:
        print('ag closed')
def drive(co):
    try:
        while True: co.send(None)
    except StopIteration as e: return e.value
g = ag()
print(drive(g.__anext__()), drive(g.asend(None)))
drive(g.aclose())
try:
    drive(ag().__anext__().throw(ValueError('x')))
except ValueError as e: print('v', e)
print(type(c).__name__, type(g).__name__, c.cr_frame)
@types.coroutine
def old(): x = yield 'old'; return x
async def use(): return await old()
u = use(); print(u.send(None))
try: u.send(5)
except StopIteration as e: print(e.value)
try:
    async def bad(): await 5
    drive(bad())
except TypeError as e: print(e)
