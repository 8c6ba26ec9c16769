# async generators: asend, athrow, aclose, finalization hooks, errors, nested awaits, comprehension forms.
import sys
class Wait:
    def __await__(self): return (yield 'pause')
def drive(aw):
    try:
        while True: print('  ', aw.send(None))
    except StopIteration as e: return e.value
    except (StopAsyncIteration, RuntimeError, ValueError, TypeError) as e: return repr(e)
async def agen(n):
    try:
        for i in range(n):
            try: got = yield i
            except KeyError as e: got = f'caught {e}'
            if got: print('got', got)
            await Wait()
    finally:
        await Wait(); print('cleanup')
g = agen(3); print(drive(g.__anext__()), drive(g.asend('hello')), drive(g.athrow(KeyError('k'))), drive(g.aclose()), drive(g.__anext__()), g.ag_running, g.ag_frame)
g = agen(1); print(drive(g.asend(5)), drive(g.asend(None)), drive(g.asend(None)), drive(g.asend(None)))
async def ignores():
    while True:
        try: yield 1
        except GeneratorExit: yield 'ignored'
g = ignores(); drive(g.__anext__()); print(drive(g.aclose()))
async def raises(): raise StopIteration('x'); yield
async def raises_async(): raise StopAsyncIteration('y'); yield
print(drive(raises().__anext__()), drive(raises_async().__anext__()))
hooks = []
sys.set_asyncgen_hooks(firstiter=lambda a: hooks.append('first ' + a.__name__), finalizer=lambda a: hooks.append('final ' + a.__name__))
g = agen(2); drive(g.__anext__()); del g; print(hooks, sys.get_asyncgen_hooks().firstiter is not None); sys.set_asyncgen_hooks(None, None)
g = agen(2); a = g.__anext__(); a.send(None) if False else None; print(type(a).__name__, type(g.asend(1)).__name__, type(g.aclose()).__name__, type(g.athrow(ValueError())).__name__); a.close()
try: a.send(None)
except RuntimeError as e: print(e)
async def both():
    out = [x async for x in agen(2)]
    out += [y for x in [1, 2] if await nothing() is None for y in [x]]
    return out, {k: v async for k, v in pairs()}, [[z async for z in agen(1)] for _ in range(2)]
async def nothing(): return None
async def pairs():
    for p in (('a', 1), ('b', 2)): yield p
print(drive(both()))
for bad in (lambda: aiter(5), lambda: anext(5), lambda: iter(agen(1)), lambda: agen(1).asend(), lambda: [x for x in agen(1)], lambda: drive(anext(agen(0), 'dflt')), lambda: drive(anext(agen(0)))):
    try: print(bad())
    except TypeError as e: print(e)
async def co(): return 1
c = co(); c.close()
try: c.send(None)
except RuntimeError as e: print(e)
c = co()
try: c.send(5)
except TypeError as e: print(e)
c.close(); print(type(c.__await__ if hasattr(c, '__await__') else None).__name__, c.cr_code.co_name, c.cr_origin)
