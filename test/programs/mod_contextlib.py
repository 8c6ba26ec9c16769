# contextlib: contextmanager, ExitStack, suppress, redirect, closing, nullcontext, ContextDecorator, async ones.
import contextlib as C, io, sys
@C.contextmanager
def cm(name, swallow=False):
    print('in', name)
    try: yield name.upper()
    except ValueError as e:
        print('saw', e)
        if not swallow: raise
    finally: print('out', name)
with cm('a') as x: print(x)
with cm('b', swallow=True): raise ValueError('eaten')
try:
    with cm('c'): raise ValueError('passes')
except ValueError as e: print('caught', e, e.__traceback__.tb_next is not None)
@cm('deco')
def f(): return 'f'
print(f(), f())
with C.ExitStack() as s:
    print([s.enter_context(cm(n)) for n in 'xy']); s.callback(print, 'callback', sep='|'); s.push(lambda *a: print('push', a[0]) or True); raise KeyError('handled')
moved = None
with C.ExitStack() as s:
    s.callback(print, 'moved'); moved = s.pop_all()
print('not yet'); moved.close()
with C.suppress(KeyError, IndexError): {}['x']; print('never')
buf = io.StringIO()
with C.redirect_stdout(buf): print('captured')
with C.redirect_stderr(buf): print('err', file=sys.stderr)
print(repr(buf.getvalue()))
class Thing:
    def close(self): print('closed')
with C.closing(Thing()) as t: print(type(t).__name__)
with C.nullcontext(5) as n: print(n)
class D(C.ContextDecorator):
    def __enter__(self): print('enter'); return self
    def __exit__(self, *a): print('exit', a[0])
@D()
def g(): print('in g')
g()
@C.contextmanager
def no_yield():
    if False: yield
@C.contextmanager
def two(): yield 1; yield 2
for bad in (no_yield, two):
    try:
        with bad(): pass
    except RuntimeError as e: print(e)
@C.asynccontextmanager
async def acm():
    print('ain'); yield 'av'; print('aout')
async def main():
    async with acm() as v, C.AsyncExitStack() as st:
        print(v); st.push_async_callback(cb)
        await st.enter_async_context(acm())
async def cb(): print('acb')
try: main().send(None)
except StopIteration: print('finished')
try:
    with C.ExitStack() as s:
        s.callback(lambda: 1 / 0); s.callback(lambda: {}['k'])
        raise ValueError('first')
except ZeroDivisionError as e: print(repr(e), repr(e.__context__), repr(e.__context__.__context__))
print(isinstance(cm('q'), C.AbstractContextManager), issubclass(Thing, C.AbstractContextManager))
