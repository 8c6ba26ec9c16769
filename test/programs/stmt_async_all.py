# async def, await, async for, async with, async comprehensions and generators, without an event loop.
class Later:
    def __init__(self, value): self.value = value

    def __await__(self):
        got = yield f'wait for {self.value}'
        return (self.value, got)


class Ticker:
    def __init__(self, n): self.n = n
    def __aiter__(self): return self

    async def __anext__(self):
        if self.n == 0:
            raise StopAsyncIteration
        self.n -= 1
        await Later(f'tick {self.n}')
        return self.n


class Manager:
    async def __aenter__(self):
        await Later('enter')
        return 'managed'

    async def __aexit__(self, kind, value, tb):
        await Later('exit')
        print('aexit', kind and kind.__name__)
        return kind is ValueError


def run(coro):
    """Drives a coroutine; prints what it waits for."""
    send = None
    steps = 0
    while True:
        try:
            waiting = coro.send(send)
        except StopIteration as e:
            return e.value
        steps += 1
        send = steps
        print('  ', waiting)


async def numbers(n):
    try:
        for i in range(n):
            await Later(i)
            got = yield i
            if got:
                print('got', got)
    finally:
        print('numbers done')


async def main():
    print(await Later('first'))
    async with Manager() as m, Manager():
        print(m)
        raise ValueError('suppressed')
    async for i in Ticker(2):
        print('i', i)
        if i == 5:
            break
    else:
        print('else')
    print([x async for x in Ticker(3) if x != 1], {x: await Later(x) async for x in Ticker(1)}, {x async for x in Ticker(2)})
    gen = (x * 2 async for x in Ticker(2))
    print([y async for y in gen])
    agen = numbers(3)
    print(await agen.__anext__(), await agen.asend('hello'))
    try:
        await agen.athrow(KeyError('thrown'))
    except KeyError as e:
        print('back', e)
    agen = numbers(2)
    await anext(agen)
    await agen.aclose()
    print(await anext(Ticker(0), 'default'))
    return 'done'


print(run(main()))


async def fails():
    await Later('x')
    raise RuntimeError('inside')


try:
    run(fails())
except RuntimeError as e:
    print(e)
c = fails()
print(c.cr_await, c.cr_running, c.__name__, c.__qualname__)
c.send(None)
print(type(c.cr_await).__name__, c.cr_frame.f_lineno > 0)
c.close()
for bad in ('await 1', 'async for x in (): pass', 'def f():\n await x', 'async def f():\n yield 1\n return 2', 'async def f():\n yield from ()', '[await x for x in y]', 'async with a: pass', 'def f():\n [x async for x in y]'):
    try:
        compile(bad, '<a>', 'exec')
        print('fine', bad)
    except SyntaxError as e:
        print(e.msg)


async def wrong(v):
    async for _ in v: pass


async def wrong_with(v):
    async with v: pass


async def wrong_await(v):
    await v


for f, v in ((wrong, []), (wrong_with, 5), (wrong_await, 5), (wrong_await, [])):
    try:
        f(v).send(None)
    except TypeError as e:
        print(e)
