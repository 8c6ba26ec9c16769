import gc, heaptypes, sys, weakref
from heaptypes import Vector, Countdown, Caller

def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)

v = Vector([1, 2.5, 3])
print(v, len(v), v[0], v[-1], v[1:], v[::-1], v.n, v.sum, 2.5 in v, 9 in v, list(v), bool(v), bool(Vector([0])))
w = Vector(range(3))
print(v + w, v @ w, -v, v ** 3, pow(v, 2, 7), v == w, v < Vector([1]), v != 3, hash(v) == 0x123456789abcdef3, hash(v) - 0x123456789abcdef0)
v += 1
v[0] = 7
print(v, v(1, 2), v(a=3), Vector.zeros(2), v.rest(1, 2, 3), v.module(1, 2, x=3))
for f in (lambda: v[9], lambda: v["x"], lambda: v.__delitem__(0), lambda: Vector(3), lambda: Vector(["x"]), lambda: Vector(), lambda: v + Vector([1]), lambda: v + 1, lambda: v @ 2, lambda: setattr(v, "n", 3), lambda: setattr(v, "sum", 3), lambda: "x" in v, lambda: v[10**30]):
    attempt(f)
m = memoryview(v)
print(m.format, m.shape, m.strides, m.itemsize, m.tolist(), m.readonly)
m[1] = 100.0
print(v[1], bytes(m[:1]))
m.release()
v.attribute = v
r = weakref.ref(v, lambda r: print("vector gone"))
print(v.attribute is v, Vector.__doc__, Vector.zeros.__doc__, Vector.zeros.__text_signature__, Vector.__module__, Vector.n.__doc__)
del v
gc.collect()
print(r())

class Sub(Vector):
    def __init__(self, *a):
        self.more = [self]
s = Sub([1, 2])
print(s, s + w.zeros(2), -s, type(-s) is Sub, s.module(), heaptypes.made() > 10)
del s
print(gc.collect() >= 1)

print(list(Countdown(3)), Countdown(1).anything, next(Countdown(0), "end"), sum(Countdown(100)))
c = Caller()
print(c(), c(1), c(1, 2), c(*range(5)), list(map(c, "ab")))
attempt(lambda: c(k=1))
for o in (5, 2**70, "text", [1], (1, 2), 1.5, b"b", None):
    attempt(lambda: heaptypes.slots_of(o))
print(heaptypes.origin, heaptypes.origin.hidden, heaptypes.Point((3, 4)), heaptypes.Point.x.__doc__, heaptypes.Point.__doc__, heaptypes.origin == (1, 2.5))
print(heaptypes.VectorError.__doc__, heaptypes.VectorError.__mro__[1])
n = sys.getrefcount(Vector)
many = [Vector([i]) for i in range(10)]
print(sys.getrefcount(Vector) - n)
del many
print(sys.getrefcount(Vector) - n)
