# Valid programs, one a section; the tests compare their trees, and break them to compare the errors.
#---
import os, sys as system
from . import (a as b, c,)
from ...pkg.mod import *
x: int = 1; y: list[str]; (z): int = 0; a.b[0]: "t" = yield
x = y = *a, b, = c[1:2, ::3, *d] = f(*args, k=1, **kw)
x += 1; x @= y; x //= 2; x **= -1; x >>= 1; x <<= 2
del x, (y, [z.a, w[0]]), v
assert x, "message"
raise ValueError("no") from None
global g1, g2
#---
@decorator(1)
@a.b
async def f[T: int = str, *Ts = *tuple[int], **P = [int]](a, /, b: int = 1, *args: *Ts, c, d=2, **kw) -> "r":
    """doc"""
    async with a as b, c as (d, e):
        await x
    async for i, *j in gen():
        yield i
    else:
        return [k async for k in x if k if not j]
    nonlocal_ = lambda a, /, b=1, *c, d, e=2, **f: (yield)
#---
class C[T](Base, metaclass=M, *bases, **kw):
    attr = 1
    def m(self): pass
    type X[A] = dict[str, A]
type = type(x)
match = case = _ = 1
match(x)[case]
#---
try:
    pass
except (A, B) as e:
    raise
except:
    ...
else:
    x
finally:
    y
try: z
except* E as eg: print(eg)
while (n := n - 1) > 0:
    if n % 2: continue
    elif n == 7: break
    else: pass
else:
    del n
with (open(a) as f, open(b) as g,): pass
with (a, b): pass
with (a): pass
with (yield): pass
for x in *a, b: pass
#---
match command.split():
    case []: pass
    case [x] | (x,): pass
    case {"k": v, 1: -2.5, None: 3+4j, A.b: _, **rest}: pass
    case Point(0, y=1 | 2 as q, z=[*_, last]) if q > 1: pass
    case "a" "b" | b"c" | True: pass
    case a.b.c: pass
    case (1 as one, *more): pass
    case str(): pass
    case {}: pass
    case _: pass
match x, *y:
    case 1, 2: pass
#---
a = b if c else d if e else lambda: f
b = not a or b and not c in d is not e not in f is g
c = a < b <= c != d == e > f >= g
d = a | b ^ c & d << e >> f + g - h * i / j // k % l @ m ** -n ** ~o
e = await_(a)(b)[c].d(e for e in f)(*g)
f = {1: 2, **d, 3: [4]}, {1, *s}, {k: v for k, v in x}, {i for i in j}, [*a, *b], (), (1,), [], {}
g = [x async for x in y for z in w if a if b]
h = 0x_ff, 0o17, 0b1_0, 1_000, 1., .5, 1e3, 1E-3, 0_0, 1j, 1.5e2J, 00
i = a[b:=1], a[:], a[::], a[1:], a[:1, 2:3:4], a[()]
j = (x := 1, y := 2)
#---
s = 'a' "b" '''c
d''' r'\n' u'u'
s = rb'\x' b'\x41\101' Rb"z"
s = '\x41\u1234\U0001F600\
\101\0\t' 'é\ud800' '\ud83d\ude00'
f = f'a{b}c{d!r:>{w}.{p}}{e=}{ f = !s:^10}{{}}' 'x' f"{g:%H:%M}" rf'\{h}\n'
f = f'''{
  a  # comment
  + 1 = }{lambda_:{"x"}}{x:{y:{z}}}'''
f = f'{a["b"]}{f"{c!a}"}{d if e else f}{*g, h}{yield_}{{{i}}}'
é = ñandú = "日本" + x.ﬁeld
if a: \
   b
def deep():
	if tab:
		return (1,
  2)
