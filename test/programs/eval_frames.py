import sys
def run(f, frm, to, *a):
    done = []
    def tr(fr, ev, arg):
        if fr.f_code is f.__code__:
            if ev == 'line' and fr.f_lineno - f.__code__.co_firstlineno == frm and not done:
                done.append(1)
                try: fr.f_lineno = f.__code__.co_firstlineno + to
                except ValueError as e: print("ERR", e)
            return tr
        return tr if fr.f_code.co_name == f.__code__.co_name else None
    sys.settrace(tr)
    try: 
        try: r = f(*a)
        except BaseException as e: r = repr(e)
    finally: sys.settrace(None)
    print(f.__name__, frm, to, r)
def a():
    o = []
    o.append(1)
    o.append(2)
    o.append(3)
    return o
run(a, 2, 4); run(a, 4, 2); run(a, 3, 5); run(a, 3, 100); run(a, 3, -5)
def b():
    o = []
    for i in range(3):
        o.append(i)
        o.append(-i)
    o.append(9)
    return o
run(b, 3, 5); run(b, 5, 3); run(b, 3, 1); run(b, 4, 2); run(b, 1, 4)
def c():
    o = []
    try:
        o.append(1)
        1/0
    except ZeroDivisionError:
        o.append(2)
        o.append(3)
    finally:
        o.append(4)
    return o
run(c, 3, 6); run(c, 6, 10); run(c, 6, 3); run(c, 7, 9); run(c, 4, 10)
def d():
    o = []
    with open_() as f:
        o.append(1)
        o.append(2)
    o.append(3)
    return o
class open_:
    def __enter__(s): return s
    def __exit__(s, *a): return None
run(d, 3, 5); run(d, 5, 3); run(d, 3, 4)
def e():
    o = []
    while len(o) < 3:
        o.append(1)
    else:
        o.append(5)
    return o
run(e, 5, 3); run(e, 3, 6)
try: sys._getframe().f_lineno = 3
except ValueError as x: print(x)
f = sys._getframe()
try: f.f_lineno = 'x'
except ValueError as x: print(x)
# f_locals proxy
def loc():
    x = 1
    def inner(): return x
    fr = sys._getframe()
    l = fr.f_locals
    print(sorted(set(l.keys()) - {'l'}), l['x'], len(l), 'x' in l, 'zz' in l, type(l).__name__)
    l['x'] = 5; l['extra'] = 7
    print(x, inner(), l['extra'], fr.f_locals['extra'], locals().get('extra'))
    try: l["x"]
    except ValueError as e: print(e)
    pass
    try: l['nope']
    except KeyError as e: print(e)
    print(l.get('nope', 3), l.setdefault('q', 4), dict(l)['x'], l == fr.f_locals, [k for k in l][:2])
    l.update({'x': 8}); print(x); l |= {'x': 9}; print(x, type(l | {}).__name__)
    y = 3
    print(sorted(locals()))
loc()
def gl():
    fr = sys._getframe(1)
    return fr.f_code.co_name, fr.f_lineno, fr.f_back is None, fr.f_lasti > 0, fr.f_globals is globals()
print(gl()[0], gl()[2:])
def keep():
    v = [1]
    return sys._getframe()
k = keep(); print(k.f_locals, k.f_lineno - k.f_code.co_firstlineno); k.clear(); print(k.f_locals)
try: sys._getframe().clear()
except RuntimeError as x: print(x)
class KK:
    z = 1
    print(sorted(k for k in locals() if not k.startswith('__')))
    [q for q in range(2)]
exec("w = 1; print(sorted(locals()))", {}, {})
print(eval("a1 + b1", {"a1": 1}, {"b1": 2}))
# code objects
co = loc.__code__
print(co.co_name, co.co_varnames, co.co_cellvars, co.co_freevars, co.co_argcount, co.co_nlocals, co.co_stacksize, hex(co.co_flags))
print(list(a.__code__.co_lines()) == [(s, e, l) for s, e, l in a.__code__.co_lines()], len(list(a.__code__.co_positions())), len(a.__code__.co_code))
c2 = a.__code__.replace(co_name="zz", co_firstlineno=5); print(c2.co_name, c2 == a.__code__, c2.co_code == a.__code__.co_code, hash(c2) == hash(c2.replace()))
print(list(a.__code__.co_lines()), a.__code__.co_code.hex(), a.__code__.co_linetable.hex())
for _ in range(50): a(); b()
print(a.__code__.co_code.hex(), b.__code__.co_code.hex())
print(repr(a.__code__).split(' at ')[0], a.__code__._varname_from_oparg(0), a.__code__ == a.__code__.replace())
