import sys, gc
def run(fn):
    try: fn()
    except BaseException: pass
class CM:
    def __enter__(s): return s
    def __exit__(s, *a): return True
class Prop:
    @property
    def p(self): return [1]
    def __getitem__(self, k): return [k]
    def m(self, a, b=2, *c, d=4, **e): return [a]
class GA:
    def __getattribute__(self, n): return [n]
def t_call(): Prop().m(1, 2, 3, d=5, z=6); Prop().m(*[1,2], **{'q': 3})
def t_callerr():
    def f(a, b, /, c, *, d): pass
    for args, kw in [((), {}), ((1,), {'b': 2}), ((1,2,3,4), {}), ((1,2), {'c': 3, 'zz': [1]}), ((1,2,3), {'c': 4}), ((1,2,3), {'d': 4, 'e': 5})]:
        run(lambda: f(*args, **kw))
def t_exc():
    try:
        try: raise ValueError([1])
        except ValueError as e: raise KeyError([2]) from e
    except KeyError: pass
def t_fin():
    for i in range(3):
        try:
            if i == 1: continue
            x = [i]
        finally: y = [x]
def t_with():
    with CM() as c, CM(): raise ValueError([3])
def t_eg():
    try: raise ExceptionGroup("a", [ValueError(1), TypeError([2])])
    except* ValueError: pass
    except* TypeError: pass
def t_eg2():
    try:
        try: raise ExceptionGroup("a", [ValueError(1), TypeError([2])])
        except* ValueError: raise KeyError
    except BaseException: pass
def g():
    try:
        x = yield [1]
        yield x
    finally: pass
def t_gen():
    list(g()); a = g(); next(a); a.send([1]); a.close()
    a = g(); next(a)
    run(lambda: a.throw(ValueError([1])))
    b = g(); next(b)
def gy():
    r = yield from g()
    return r
def t_yf():
    list(gy()); a = gy(); next(a); run(lambda: a.throw(KeyError))
    b = gy(); next(b); b.close()
async def co(): return [1]
async def co2():
    async with ACM(): return [await co() for i in range(3)]
class ACM:
    async def __aenter__(s): return s
    async def __aexit__(s, *a): return False
async def ag():
    for i in range(3): yield [i]
async def co3(): return [x async for x in ag()]
def drv(c):
    try: c.send(None)
    except StopIteration as e: return e.value
def t_co(): drv(co2()); drv(co3()); c = co(); c.close()
async def co4():
    a = ag(); await a.__anext__(); await a.aclose()
    b = ag(); await b.asend(None)
    try: await b.athrow(ValueError)
    except ValueError: pass
def t_ag(): drv(co4())
def t_cls():
    class A:
        x = [1]
        def f(self): return __class__
    class B(A):
        def f(self): return super().f()
    B().f()
def t_match():
    for v in [[1,2], {'k': [1], 'z': 2}, Prop(), 5, "s"]:
        match v:
            case [a, *b]: pass
            case {'k': k, **r}: pass
            case Prop(p=[q]): pass
            case str(): pass
            case _: pass
def t_unpack():
    a, (b, *c) = [1], [[2], [3], [4]]
    run(lambda: [(x, y) for x, y in [([1],)]])
    [*a, *b]; {**{'a': [1]}}; (*a, *c)
def t_closure():
    x = [1]
    def f():
        nonlocal x
        x = [x]
        return lambda: x
    f()(); del x
def t_names():
    run(lambda: undefined); run(lambda: [].nope); run(lambda: {}[[]])
def t_attr():
    p = Prop(); p.x = [1]; p.x = [2]; p.p; p[[1]]; del p.x; GA().foo
    for i in range(60): p.y = [i]; p.y; p.p; p[i]; GA().z
def t_fstr():
    x = [1]; f"{x!r} {x} {1.5:.{2}f} {'a':>{5}}"
def t_slices():
    l = [[1], [2], [3]]; l[0:1] = [[4]]; l[1:]; del l[0]; l += [[5]]; l * 2
def t_import():
    import sys as s; from sys import path, argv as av
    run(lambda: exec("from sys import nope"))
def t_exec(): exec("a = [1]\ndef f(): return a\nf()", {}); eval("[x for x in range(3)]")
def t_locals():
    x = [1]; f = sys._getframe(); d = f.f_locals; d['x'] = [2]; d['e'] = [3]; locals(); del f, d
def t_frame():
    def inner():
        v = [1]; return sys._getframe()
    f = inner(); f.f_locals; f.f_back; f.clear()
def t_trace():
    def tr(f, e, a): return tr
    sys.settrace(tr); t_fin(); sys.settrace(None)
    sys.setprofile(lambda *a: None); t_fin(); sys.setprofile(None)
def t_comp(): [x for x in [[1]]]; {x: [y] for x in range(2) for y in range(2)}; {str(x) for x in range(3)}; list(x for x in [[1]])
def t_rec():
    def r(n): return r(n+1)
    run(lambda: r(0))
def t_del():
    class D:
        def __del__(self): self.z = [1]
    D(); [D() for i in range(3)]
def t_star(): run(lambda: print(*5)); run(lambda: print(**5)); run(lambda: print(**{1: 2}))
def t_code():
    c = t_call.__code__.replace(co_name="z"); c.co_code; list(c.co_lines()); list(c.co_positions()); c.co_varnames; hash(c); c == c
def t_mon():
    M = sys.monitoring; M.use_tool_id(3, "x"); M.register_callback(3, M.events.LINE, lambda *a: None); M.register_callback(3, M.events.CALL, lambda *a: M.DISABLE)
    M.set_events(3, M.events.LINE | M.events.CALL | M.events.PY_RETURN); t_fin(); M.set_events(3, 0); M.free_tool_id(3); M.register_callback(3, M.events.LINE, None); M.register_callback(3, M.events.CALL, None)
for name, fn in list(globals().items()):
    if not name.startswith('t_'): continue
    try:
        for _ in range(6): fn()
        gc.collect(); a = sys.getallocatedblocks()
        for _ in range(40): fn()
        gc.collect(); b = sys.getallocatedblocks()
    except BaseException as e: print(name, "EXC", type(e), e); continue
    if abs(b - a) > 30 and name not in ("t_eg", "t_eg2"): print("LEAK", name, b - a)
print("done")
