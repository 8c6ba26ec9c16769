import sys
M = sys.monitoring; E = M.events
print([ (n, getattr(E, n)) for n in sorted(dir(E)) if n.isupper()])
log = []
def rec(name):
    def cb(code, *a):
        if code.co_name in ('<module>', 'start', 'stop', 'show'): return None
        log.append((name, code.co_name) + tuple(x if isinstance(x, int) else (type(x).__name__ if not hasattr(x, '__name__') else x.__name__) for x in a))
    return cb
M.use_tool_id(3, "t")
names = ['PY_START','PY_RESUME','PY_RETURN','PY_YIELD','CALL','LINE','JUMP','BRANCH','STOP_ITERATION','RAISE','EXCEPTION_HANDLED','PY_UNWIND','PY_THROW','RERAISE','C_RETURN','C_RAISE', 'INSTRUCTION']
for n in names: M.register_callback(3, getattr(E, n), rec(n))
def start(ev): M.set_events(3, ev)
def stop(): M.set_events(3, 0)
def show(f, ev, *a):
    log.clear()
    start(ev)
    try: f(*a)
    except Exception as e: pass
    finally: stop()
    for l in log: print(l)
    print('--')
def a(n):
    s = 0
    for i in range(n):
        if i % 2: s += i
    return s
show(a, E.PY_START | E.PY_RETURN | E.LINE, 3)
show(a, E.BRANCH | E.JUMP, 3)
def g():
    x = yield 1
    yield 2
def b():
    return list(g()) + [x for x in g()]
show(b, E.PY_START | E.PY_RETURN | E.PY_YIELD | E.PY_RESUME | E.STOP_ITERATION)
def c():
    try: 1/0
    except ZeroDivisionError: pass
    try:
        try: int("x")
        except KeyError: pass
    except ValueError: raise
def d():
    try: c()
    finally: len([])
show(d, E.RAISE | E.RERAISE | E.EXCEPTION_HANDLED | E.PY_UNWIND)
show(d, E.CALL | E.C_RETURN | E.C_RAISE)
def t():
    it = g(); next(it)
    try: it.throw(ValueError)
    except ValueError: pass
show(t, E.PY_THROW | E.PY_UNWIND | E.PY_START)
def i(x): return x + 1
show(i, E.INSTRUCTION, 1)
class S(dict):
    def __init__(self): super().__init__(); super(S, self).keys()
show(S, E.CALL | E.C_RETURN | E.C_RAISE)
def kw(): abs(1); a(n=1); f = dict; f(**{'a': 1}); f(*[], **{})
show(kw, E.CALL | E.C_RETURN | E.C_RAISE | E.PY_START)
# local events
cnt = []
M.register_callback(3, E.LINE, lambda code, line: cnt.append(line - code.co_firstlineno))
M.set_local_events(3, a.__code__, E.LINE)
a(2); print(cnt, M.get_local_events(3, a.__code__))
M.set_local_events(3, a.__code__, 0)
cnt.clear(); a(2); print(cnt)
def once(code, line):
    cnt.append(line - code.co_firstlineno); return M.DISABLE
M.register_callback(3, E.LINE, once)
M.set_local_events(3, a.__code__, E.LINE)
a(3); a(3); print(cnt); M.restart_events(); a(1); print(cnt)
M.set_local_events(3, a.__code__, 0)
for args in [(9, 0), (4, 0)]:
    try: M.set_events(*args)
    except ValueError as e: print(e)
try: M.set_events(3, E.C_RETURN)
except ValueError as e: print(e)
print(M.get_tool(3), M.get_tool(1)); M.free_tool_id(3); print(M.get_tool(3))
