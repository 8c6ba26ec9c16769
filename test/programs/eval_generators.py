# generators, coroutines, async
import sys
def err(f, *a):
    try: print("ok", f(*a))
    except BaseException as e: print(type(e).__name__, e, '|', repr(e.__cause__), repr(e.__context__))
def g1():
    try:
        x = yield 1
        print("got", x)
        y = yield 2
    except ValueError as e:
        print("VE", e); yield 3
    finally: print("fin")
    return 10
g = g1(); print(next(g), g.send(5), g.throw(ValueError("a"))); err(next, g); err(next, g); err(g.send, 1)
g = g1(); err(g.send, 5); print(g.gi_running, g.gi_suspended, g.gi_frame is not None, g.gi_code.co_name, g.gi_yieldfrom)
next(g); g.close(); print(g.gi_frame); err(g.throw, KeyError("k"))
def g2():
    r = yield from g1()
    print("r", r)
    return r + 1
g = g2(); print(next(g), g.gi_yieldfrom is not None); print(g.send("s")); err(next, g)
g = g2(); next(g); err(g.throw, KeyError(1))
g = g2(); next(g); g.close()
def ign():
    while True:
        try: yield
        except GeneratorExit: pass
g = ign(); next(g); err(g.close); keep_ign = g
import sys; sys.unraisablehook = lambda u: print('unraisable', u.exc_value)
def si():
    raise StopIteration(3)
    yield
err(next, si())
def re():
    yield next(gr)
gr = re(); err(next, gr)
def fin():
    try: yield 1
    finally: print("closed by gc")
g = fin(); next(g); del g
class Sub:
    def __iter__(s): return s
    def __next__(s): return 7
    def send(s, v): return ("sent", v)
    def throw(s, *a): return ("thrown", a[0])
    def close(s): print("sub close")
def g3(): yield from Sub()
g = g3(); print(next(g), g.send(4), g.throw(ValueError)); g.close()
print(list(x for x in range(3)), sum(i*i for i in range(4)), repr(g1())[:22])
def rt():
    yield 1
    return 5
def yf():
    v = yield from rt()
    yield v
print(list(yf()))
err(lambda: list((yield_from for yield_from in 5)))
# coroutines
class Aw:
    def __init__(s, v): s.v = v
    def __await__(s):
        r = yield s.v
        return r
async def c1(): return await Aw(1) + 10
def drive(c, *vals):
    out = []
    try:
        out.append(c.send(None))
        for v in vals: out.append(c.send(v))
    except StopIteration as e: out.append(("ret", e.value))
    return out
print(drive(c1(), 5))
async def c2():
    a = await c1(); b = await c1()
    return a, b
print(drive(c2(), 1, 2))
c = c2(); c.send(None); print(c.cr_await is not None, c.cr_running, c.cr_frame.f_lineno - c.cr_frame.f_code.co_firstlineno); c.close()
async def c3(): await 5
err(lambda: c3().send(None))
async def c4(x): return await x
cc = c1(); cc.send(None)
err(lambda: c4(cc).send(None)); cc.close()
x = c1(); x.close(); err(x.send, None)
async def ag():
    yield 1
    r = yield 2
    print("r", r)
    try: yield 3
    finally: print("agfin")
async def use():
    out = []
    async for v in ag(): out.append(v)
    return out
print(drive(use()))
async def use2():
    a = ag()
    print(await a.asend(None), await a.__anext__(), await a.asend("x"))
    await a.aclose()
    try: await a.__anext__()
    except StopAsyncIteration: print("SAI")
print(drive(use2()))
async def use3():
    a = ag(); await a.__anext__()
    try: await a.athrow(KeyError("z"))
    except KeyError as e: print("KE", e)
    return [x async for x in ag() if x != 2], {y: 1 async for y in ag()}
print(drive(use3()))
class ACM:
    async def __aenter__(s): print("aenter"); return s
    async def __aexit__(s, *a): print("aexit", a[0]); return True
async def use4():
    async with ACM() as a: raise ValueError(3)
    return "after"
print(drive(use4()))
async def use5():
    async with 5: pass
err(lambda: use5().send(None))
async def use6():
    async for x in 5: pass
err(lambda: use6().send(None))
class BadA:
    def __aiter__(s): return s
    def __anext__(s): return 5
async def use7():
    async for x in BadA(): pass
err(lambda: use7().send(None))
async def sai(): raise StopIteration
err(lambda: sai().send(None))
async def an():
    return await anext(ag()), await anext(empty(), "dflt")
async def empty():
    return
    yield
print(drive(an()))
