import sys
class A:
    def __init__(self, x):
        self.x = x
        if x == 'ret': return 5
        if x == 'exc': raise ValueError(x)
        if x == 'deep': A(x)
def mk(x): return A(x)
for i in range(40): mk(i)
for v in ('ret', 'exc', 'deep', 3):
    try: print(mk(v).x)
    except (TypeError, ValueError, RecursionError) as e:
        print(type(e).__name__, e)
        tb = e.__traceback__; n = 0; names = set()
        while tb: n += 1; names.add((tb.tb_frame.f_code.co_name, tb.tb_lineno)); tb = tb.tb_next
        print(sorted(names), n > 900 if v == 'deep' else n)
ev = []
def tr(f, e, a): ev.append((f.f_code.co_name, e, f.f_lineno)); return tr
sys.settrace(tr); mk(1); sys.settrace(None); print(ev)
ev.clear()
def pr(f, e, a): ev.append((f.f_code.co_name, e))
sys.setprofile(pr); mk(1); sys.setprofile(None); print(ev)
class B:
    def __init__(self): self.f = sys._getframe(); self.b = self.f.f_back.f_code.co_name
    def __del__(self): print('del')
def mb(): return B()
for i in range(20): b = mb(); b.f = None
print(b.b)
A.__init__ = lambda self, x: print('new init', x)
mk(3)
class C:
    def __init__(self, a, b=2, *args): self.t = (a, b, args)
def mc(): return C(1).t
print([mc() for i in range(20)][-1])
class G:
    def __init__(self): yield 1
def mg(): return G()
for i in range(20):
    try: mg()
    except TypeError as e: r = e
print(r)
class D:
    def __init__(self, n):
        import traceback
        self.s = ''.join(traceback.format_stack()[-2:]) if n == 19 else None
def md(n): return D(n).s
for i in range(20): s = md(i)
print(s.replace(__file__, 'F'))
def gen():
    for i in range(20): yield A(i) if 0 else E2(i)
class E2:
    def __init__(self, i): self.i = i
print(sum(e.i for e in gen()))
print(sys.getrefcount(A), sys.getrefcount(E2), sys.getrefcount(E2.__init__))
