# memoryview: slices, formats, shapes, casts, writing through, comparison, release, hashing, errors.
import array
b = bytearray(range(24))
m = memoryview(b)
print(m.format, m.itemsize, m.nbytes, m.shape, m.strides, m.ndim, m.readonly, m.obj is b, m.c_contiguous, len(m), m[3], m[-1], m[2:8:2].tolist(), m[::-1][:3].tobytes(), 5 in m, list(m[:2]))
m[0] = 200; m[1:3] = b'\xff\xfe'; print(b[:4], m[4:8].hex(), m[4:8].tobytes(), bytes(m[:2]), m[:4] == b'\xc8\xff\xfe\x03', m[4:] == memoryview(b)[4:])
c = m.cast('I'); print(c.format, c[0], c.shape, c.tolist()[1:3]); c[1] = 7; print(b[4:8])
n = m.cast('B', shape=[2, 3, 4]); print(n.ndim, n.shape, n.strides, n[1, 2, 3], n.tolist()[0][1]); n[0, 0, 0] = 9; print(b[0])
a = array.array('d', [1.5, 2.5]); d = memoryview(a); d[1] = -1.0; print(a, d.format, d.tolist(), memoryview(b'ab') == memoryview(array.array('B', b'ab')), memoryview(a) == memoryview(array.array('f', [1.5, -1.0])))
r = memoryview(b'readonly'); print(hash(r) == hash(b'readonly'), r.toreadonly().readonly, r[1:3] == b'ea', {r: 1}[b'readonly'])
for f in (lambda: m[100], lambda: m.__setitem__(0, 256), lambda: m.__setitem__(0, 'x'), lambda: m.__setitem__(slice(0, 2), b'abc'), lambda: r.__setitem__(0, 1), lambda: hash(m), lambda: memoryview(5), lambda: m.cast('Q', [5]), lambda: m[:5].cast('I'), lambda: m.cast('z'), lambda: n[0], lambda: n[0, 0], lambda: n[5, 0, 0], lambda: m['a'], lambda: m[::2].cast('I'), lambda: m.__delitem__(0), lambda: n.__len__(), lambda: memoryview(a).cast('d'), lambda: m < m, lambda: m + m, lambda: b.append(1), lambda: len(memoryview(array.array('I')).cast('B').cast('B', []))):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
with memoryview(b) as w: print(w[0])
for f in (lambda: w[0], lambda: w.tolist(), lambda: w.release(), lambda: repr(w)[:16], lambda: len(w), lambda: w == w):
    try: print(f())
    except ValueError as e: print(e)
m2 = m[2:]
try: m.release()
except BufferError as e: print(e)
