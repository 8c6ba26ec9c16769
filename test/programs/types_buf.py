# __buffer__ and __release_buffer__, of C types and of classes.
def err(f, *a):
    try: print(f(*a))
    except BaseException as e: print(type(e).__name__, e)
b = bytearray(b'abcdef')
m = b.__buffer__(0)
print(type(m), bytes(m), m.readonly, m.nbytes)
err(b.append, 1)
b.__release_buffer__(m)
b.append(1); print(b)
err(lambda: m[0])
err(b''.__buffer__, 1)
err(b'x'.__buffer__, 0)
err(b.__buffer__, 2**40)
err(b.__release_buffer__, 1)
class A:
    def __init__(s): s.d = bytearray(b'hello'); s.n = 0
    def __buffer__(s, flags):
        s.n += 1; s.f = flags
        return memoryview(s.d)
    def __release_buffer__(s, v):
        s.n -= 1; print('release', bytes(v))
a = A()
with memoryview(a) as v:
    print(bytes(v), a.n, a.f); v[0] = 72
print(a.n, a.d)
print(bytes(a), a.n)
class B:
    def __buffer__(s, flags): return 3
err(memoryview, B())
class C:
    def __buffer__(s, flags): raise ValueError('no')
err(memoryview, C())
class D(bytearray):
    def __buffer__(s, flags): print('D'); return super().__buffer__(flags)
    def __release_buffer__(s, v): print('rel D'); super().__release_buffer__(v)
d = D(b'xyz')
with memoryview(d) as v: print(bytes(v))
d.append(2); print(bytes(d))
class E(bytearray):
    def __release_buffer__(s, v): print('E'); super().__release_buffer__(v)
with memoryview(E(b'123')) as v: print(v.tolist())
for i in range(50):
    with memoryview(a): pass
    err(memoryview, C()); err(memoryview, B())
    with memoryview(d): pass
class F(A):
    pass
f = F(); v = memoryview(f); del v
print(f.n)
for x in (2**40,-2**40,2**80,-2**80,-2**31-1): err(lambda: type(b.__buffer__(x)))
