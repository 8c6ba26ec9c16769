import sys
ev = []
def tracer(frame, event, arg):
    if frame.f_code.co_name in ('<module>',): return None
    ev.append((frame.f_code.co_name, event, frame.f_lineno - frame.f_code.co_firstlineno, repr(arg)[:60] if event != 'exception' else arg[0].__name__))
    return tracer
def run(f, *a):
    ev.clear()
    sys.settrace(tracer)
    try:
        try: f(*a)
        except Exception as e: print("EXC", e)
    finally: sys.settrace(None)
    for e in ev: print(e)
    print("--")
def a(x):
    y = x + 1
    if y > 2:
        z = 1
    else:
        z = 2
    for i in range(2):
        y += i
    while y < 6:
        y += 1
    return y
run(a, 1); run(a, 5)
def b():
    try:
        1/0
    except ZeroDivisionError:
        pass
    finally:
        x = 1
    return x
run(b)
def g():
    yield 1
    yield 2
def c():
    s = 0
    for x in g():
        s += x
    return s
run(c)
def d():
    raise ValueError("q")
def e():
    d()
run(e)
def f():
    with open_() as o:
        x = [i
             for i in range(2)]
    return x
class open_:
    def __enter__(self): return 7
    def __exit__(self, *a): return None
run(f)
def h(n):
    while n: n -= 1
run(h, 3)
def k():
    x = 1; y = 2
    return (x +
            y)
run(k)
async def co():
    return 5
def run_co():
    try: co().send(None)
    except StopIteration as s: return s.value
run(run_co)
class K:
    def m(self): return 1
    v = 3
def mk():
    class L:
        a = 1
        def f(self): return 2
    return L().f()
run(mk)
def m(v):
    match v:
        case 1:
            return "one"
        case [x, y]:
            return x
        case _:
            return 0
run(m, [1, 2]); run(m, 1); run(m, 7)
# profile
ev2 = []
def prof(frame, event, arg):
    if frame.f_code.co_name == '<module>': return
    ev2.append((frame.f_code.co_name, event, getattr(arg, '__name__', arg) if event.startswith('c_') else repr(arg)[:40]))
def p1():
    len([1]); [].append(2); "x".upper(); a(1)
    try: int("x")
    except ValueError: pass
    return [*map(abs, [1])]
sys.setprofile(prof)
try: p1()
finally: sys.setprofile(None)
for e in ev2: print(e)
# opcode trace
ev3 = []
def otr(frame, event, arg):
    frame.f_trace_opcodes = True
    ev3.append((event, frame.f_lasti))
    return otr
def ot(x):
    y = x
    return y
sys.settrace(otr); ot(1); sys.settrace(None)
print([e for e in ev3][:12])
