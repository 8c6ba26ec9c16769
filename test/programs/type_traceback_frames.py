# traceback, frame and code objects: chains, lines, locals, clear, tb_next assignment, with_traceback.
import sys, types, traceback
def one(x):
    y = x + 1
    return two(y)
def two(z):
    raise ValueError(z)
try: one(1)
except ValueError as e:
    tb = e.__traceback__
names = []
t = tb
while t:
    names.append((t.tb_frame.f_code.co_name, t.tb_lineno - t.tb_frame.f_code.co_firstlineno, t.tb_lasti >= 0, sorted(k for k in t.tb_frame.f_locals if len(k) == 1 and k not in 'et')))
    t = t.tb_next
print(names[1:])
f = tb.tb_next.tb_frame
print(f.f_back.f_code.co_name, f.f_lineno is not None, f.f_globals is globals(), f.f_builtins['len'] is len, f.f_trace, f.f_trace_lines, f.f_locals)
f.clear(); print(f.f_locals)
made = types.TracebackType(None, sys._getframe(), 0, 99)
print(made.tb_lineno, made.tb_next, ValueError('x').with_traceback(made).__traceback__ is made)
try: made.tb_next = made
except ValueError as e: print(e)
try: made.tb_next = 5
except TypeError as e: print(e)
made.tb_next = tb; print(made.tb_next is tb)
try: sys._getframe(1000)
except ValueError as e: print(e)
try: sys._getframe().clear()
except RuntimeError as e: print(e)
def gen():
    inside = 5
    yield sys._getframe()
g = gen(); fr = next(g)
print(fr.f_locals['inside'], fr.f_back, g.gi_frame is fr, g.gi_suspended); 
try: fr.clear()
except RuntimeError as e: print(e)
print(list(g), g.gi_frame)
def write():
    a = 1
    sys._getframe().f_locals['a'] = 2
    sys._getframe().f_locals['extra'] = 3
    return a, dict(sys._getframe().f_locals)
print(write())
c = one.__code__
print(c.co_argcount, c.co_varnames, c.co_names, c.co_flags, c.co_stacksize, c.co_nlocals, c.co_qualname, list(c.co_positions())[:1] != [], [l for *_, l in c.co_lines()][-1] - c.co_firstlineno)
d = c.replace(co_name='renamed', co_consts=c.co_consts)
print(d.co_name, d == c, hash(d) == hash(c), c.replace() == c)
for bad in (lambda: c.replace(co_argcount=99), lambda: c.replace(nope=1), lambda: types.FrameType(), lambda: types.FunctionType(c, 5), lambda: types.TracebackType(1, 2, 3, 4), lambda: setattr(one, '__code__', 5)):
    try: bad()
    except Exception as e: print(type(e).__name__, e)
fn = types.FunctionType(c, {'two': lambda v: ('replaced', v), '__builtins__': {}}, 'named', (7,))
print(fn(), fn.__name__, fn.__defaults__)
try: one(5)
except ValueError as e: print(traceback.format_tb(e.__traceback__)[-1].strip().split(', ')[1:])
