def err(f, *a, **k):
    try:
        r = f(*a, **k)
        print("ok", r)
    except BaseException as e:
        print(type(e).__name__, e)
def f0(): return 0
def f1(a): return a
def f2(a, b): return a, b
def f3(a, b, c): return a, b, c
def fd(a, b=1, c=2): return a, b, c
def fk(a, *, k): return a, k
def fk2(a, *, k, l): return a, k, l
def fk3(a, *, k=1, l): return a, k, l
def fp(a, b, /, c): return a, b, c
def fpk(a, /, **kw): return a, kw
def fv(*a, **k): return a, k
for f, a, k in [
  (f0, (1,), {}), (f1, (), {}), (f2, (), {}), (f3, (), {}), (f1, (1,2), {}), (f2, (1,2,3), {}), (fd, (), {}), (fd, (1,2,3,4), {}),
  (fk, (1,), {}), (fk2, (1,), {}), (fk3, (1,), {}), (fk, (1,2), {'k': 3}), (fk, (1, 2), {}), (fk, (), {'k':1}), (f1, (1,), {'a': 2}), (f1, (1,), {'z': 2}),
  (fd, (1,), {'bb': 2}), (fp, (1,), {'b': 2, 'c': 3}), (fp, (), {'a':1, 'b': 2, 'c': 3}), (fp, (1, 2), {'c': 3}), (fpk, (1,), {'a': 2}), (fv, (1,2), {'x': 3}),
  (f1, (), {1: 2} ) if False else (f1, (5,), {}),
]:
    err(f, *a, **k)
def u1():
    print(x)
    x = 1
err(u1)
def u2():
    def g(): return y
    r = g()
    y = 1
    return r
err(u2)
def u3():
    del zz
    zz = 1
err(u3)
err(lambda: undefined_name)
def u4():
    global gg
    del gg
err(u4)
err(lambda: (lambda: [*1])())
err(lambda: f1(*1))
err(lambda: f1(**1))
err(lambda: f1(**{'a':1}, **{'a':2}))
err(lambda: {**1})
def un(s, n):
    if n == 0: a, b = s
    elif n == 1: a, *b = s; return a, b
    elif n == 2: a, *b, c = s; return a, b, c
    return a, b
for s in [(1,), (1,2), (1,2,3), 5, "ab", iter([1]), []]:
    for n in range(3): err(un, s, n)
def r1(): raise
def r2(): raise 5
def r3(): raise ValueError from 5
def r4(): raise ValueError("x") from KeyError("y")
def r5(): raise ValueError from None
for r in (r1, r2, r3, r4, r5): err(r)
try: r4()
except ValueError as e: print(repr(e.__cause__), e.__suppress_context__, e.__context__)
def nested():
    try:
        try: 1/0
        finally: print("fin")
    except ZeroDivisionError as e:
        try: raise KeyError(1)
        except KeyError as k:
            print(repr(k.__context__), k.__context__ is e)
    else: print("else")
    for i in range(3):
        try:
            if i == 1: continue
            if i == 2: break
            print("body", i)
        finally: print("f", i)
    return "done"
print(nested())
def catch(t):
    try: raise ValueError(1)
    except t: return "yes"
err(catch, 5); err(catch, (ValueError, KeyError)); err(catch, KeyError); err(catch, (1, 2))
class CM:
    def __init__(self, s): self.s = s
    def __enter__(self): print("enter"); return self
    def __exit__(self, *a): print("exit", a[0], a[1]); return self.s
def w(s):
    with CM(s) as c:
        1/0
    return "after"
err(w, True); err(w, False)
def w2():
    with CM(1) as a, CM(0) as b: return a.s, b.s
err(w2)
class NoCM: pass
def w3():
    with NoCM(): pass
err(w3)
class NoExit:
    def __enter__(self): pass
def w4():
    with NoExit(): pass
err(w4)
# except*
def eg(*excs, catch=ValueError):
    try: raise ExceptionGroup("g", list(excs))
    except* catch as e: print("caught", e.exceptions, e.message)
    return "ret"
err(eg, ValueError(1), KeyError(2)); err(eg, ValueError(1)); err(eg, KeyError(1)); err(eg, ValueError(1), catch=ExceptionGroup)
def eg2():
    try: raise ValueError("naked")
    except* ValueError as e: print(repr(e))
eg2()
def eg3():
    try: raise ExceptionGroup("a", [ValueError(1), ExceptionGroup("b", [TypeError(2), KeyError(3)])])
    except* TypeError as e: print("T", repr(e))
    except* KeyError as e: print("K", repr(e)); raise
    except* ValueError as e: print("V", repr(e)); raise RuntimeError("new")
try: eg3()
except BaseException as e: print(repr(e), [repr(x) for x in e.exceptions])
# match
class P:
    __match_args__ = ("x", "y")
    def __init__(s, x, y): s.x = x; s.y = y
def m(v):
    match v:
        case 1 | 2: return "12"
        case str() as s if len(s) > 2: return "str", s
        case [a, b]: return "pair", a, b
        case [a, *r]: return "list", a, r
        case {"k": k, **rest}: return "map", k, rest
        case P(0, y): return "P0", y
        case P(x=x, y=y): return "P", x, y
        case None: return "none"
        case float(z): return "float", z
        case _: return "other"
for v in [1, 2, "ab", "abc", [1,2], (1,2,3), [], {"k": 1, "j": 2}, P(0, 1), P(3, 4), None, 2.5, 3+4j, {}]: print(m(v))
def m2(v):
    match v:
        case P(1, 2, 3): pass
err(m2, P(1,2))
def m3(v):
    match v:
        case P(1, x=2): pass
err(m3, P(1,2))
class Q: __match_args__ = [1]
def m4(v):
    match v:
        case Q(1): pass
err(m4, Q())
def m5(v):
    match v:
        case {"a": 1, "b": 2}: return 1
    return 0
print(m5({"a":1, "b":2}), m5({"a": 1}))
# class stuff
class B:
    a: int = 5
    b: "str"
    def meth(self): return super().__repr__()[:5], __class__
    @classmethod
    def cm(cls): return cls.__name__
    @staticmethod
    def sm(): return 1
    @property
    def p(self): return self.a
print(B.__annotations__, B().meth(), B.cm(), B.sm(), B().p)
class C(B):
    def __init__(self): super().__init__(); self.z = super().p
    def __getattr__(self, n): return "ga " + n
print(C().z, C().foo)
class D:
    def __getattribute__(self, n): return "gab " + n
for _ in range(30): d = D().x
print(d)
class E:
    def __getitem__(self, k): return k * 2
e = E()
for i in range(30): v = e[i]
print(v)
print(f"{1:>5}|{'x'!r}|{3.14159:.2f}|{[1,2]}|{1=}")
print("%s %d" % ("a", 3))
a, (b, *c), d = 1, (2, 3, 4), 5
print(a, b, c, d)
x = [1,2,3,4,5]; x[1:3] = [9]; print(x, x[::-1], x[1:]); del x[0]; print(x)
x = {1:2}; x |= {3:4}; del x[1]; print(x)
print({*[1,2], 3}, [*range(3), *"ab"], {**{'a':1}, 'b':2})
print(1 < 2 < 3, 1 in [1], 2 not in [1], None is None, not 1)
assert True
def af(): assert 0, "msg"
err(af)
print((lambda *a, k=1: (a, k))(1, 2, k=3))
i = 0
while True:
    i += 1
    if i > 5: break
else: print("no")
print(i)
def dele():
    x = 1
    def f(): return x
    del x
    f()
err(dele)
print([y := 5, y**2], y)
def kwonly_defaults(*, a=1, b): return a, b
err(kwonly_defaults, b=2)
import sys
def rec(n): return 0 if n == 0 else 1 + rec(n-1)
print(rec(500))
err(lambda: rec(100000))
class R:
    def __repr__(self): return repr(self)
err(lambda: repr(R()))
class It:
    def __init__(s): s.n = 0
    def __iter__(s): return s
    def __next__(s):
        s.n += 1
        if s.n > 3: raise StopIteration
        return s.n
print([*It()], list(zip(It(), "abc")), sum(It()))
err(lambda: [x for x in 5])
err(lambda: len(5))
err(lambda: i())
err(lambda: i[0])
err(lambda: 1 + "a")
err(lambda: -"a")
err(lambda: {}["k"])
err(lambda: [1][5])
err(lambda: (1).foo)
err(lambda: [].append(1, 2))
err(lambda: [].append())
err(lambda: print(1, foo=2))
