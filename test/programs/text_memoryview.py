# memoryview: formats, casts, shapes, slices, assignment, release, comparison.
# Prints a hash per section (PYTHONHASHSEED=0 makes it CPython's); with any argument every line as well.
import sys

VERBOSE = len(sys.argv) > 1
lines = []


def out(*values, end='\n'):
    lines.append(' '.join(map(str, values)) + end)


def section(name):
    text = ''.join(lines)
    if VERBOSE:
        print(ascii(text))
    print(name, len(lines), hash(text))
    lines.clear()


def t(f, *a, **k):
    try:
        r = repr(f(*a, **k))
    except BaseException as e:
        r = f'{getattr(f, "__name__", f)} {type(e).__name__} | {e}'
    out(r.split(' at 0x')[0])


b = bytearray(range(24)); m = memoryview(b)
for f in 'cbB?hHiIlLqQnNefdP': 
    x = m.cast(f) if f not in 'e' else m.cast('e'); out(f, x.itemsize, x.shape, x.strides, x.format, x.tolist()[:3] if f not in 'efd' else len(x.tolist()))
    t(x.__setitem__, 0, 5); t(x.__setitem__, 0, -1); t(x.__setitem__, 0, 2**80); t(x.__setitem__, 0, 1.5); t(x.__setitem__, 0, b'x'); t(x.__setitem__, 0, 'x'); out(bytes(b[:8]))
m = memoryview(bytearray(range(24)))
n = m.cast('B', (4, 6)); out(n.tolist(), n.shape, n.strides, n.ndim, n.nbytes, n[1, 2], n[-1, -1], n[1:3].tolist(), n[::2].tobytes(), n[::-1].tolist(), n.c_contiguous, n[::2].c_contiguous, n.tobytes('F'), len(n), n.suboffsets)
t(n.__getitem__, 0); t(n.__getitem__, (0,)); t(n.__getitem__, (0, 0, 0)); t(n.__getitem__, (4, 0)); t(n.__getitem__, (slice(0, 1), slice(0, 1))); t(n.__setitem__, (0, 0), 99); out(n[0, 0]); t(iter, n); t(n.__setitem__, slice(0, 1), b'x'); t(n.cast, 'B'); t(n.cast, 'i', (2, 3)); t(n.cast, 'i'); t(m.cast, 'B', (5, 5)); t(m.cast, 'B', 24); t(m.cast, 'B', (-1,)); t(m.cast, 'B', ('x',)); t(m.cast, 'x'); t(m.cast, '@i'); t(m.cast, '<i'); t(m[::2].cast, 'i'); t(m.cast, 'i', ()); t(m[:4].cast('i', ()).__getitem__, ()); t(len, m[:4].cast('i', ()))
section('formats and shapes')
s = m[2:20:3]; out(s.tolist(), s.tobytes(), s.strides, s.contiguous, bytes(s), s[::-1].tolist(), s.hex(':'), list(s), 8 in s, s == bytes(s), s != b'x', s == 5)
t(hash, m); out(hash(memoryview(b'abc')) == hash(b'abc'), hash(memoryview(b'abcd')[::2]) == hash(b'ac')); t(hash, memoryview(b'abcd').cast('i'))
r = m.toreadonly(); t(r.__setitem__, 0, 1); out(r.readonly, r.obj is m.obj, m.readonly); t(m.__delitem__, 0)
m[0:3] = b'abc'; out(m[:4].tobytes()); m[0:10] = m[2:12]; out(bytes(m)); t(m.__setitem__, slice(0, 2), b'abc'); t(m.__setitem__, 'x', 1); t(m.__setitem__, 99, 1); t(m.__setitem__, slice(0, 2), 'ab'); m[::2] = bytes(12); out(bytes(m))
with memoryview(b'abc') as q: out(q[0], q.readonly); 
for f in (lambda: q[0], lambda: q.tolist(), lambda: q.obj, lambda: len(q), lambda: bytes(q), lambda: memoryview(q), q.release, lambda: q == b'', lambda: q.nbytes, lambda: repr(q)[:20]): t(f)
b = bytearray(b'xyz'); v = memoryview(b); w = memoryview(v); t(b.append, 1); v.release(); t(b.append, 1); w.release(); t(b.append, 1); out(b)
v = memoryview(b); it = iter(v); next(it); v.release(); t(next, it)
t(memoryview, 'x'); t(memoryview, 5); t(memoryview); t(memoryview, b'', b''); out(memoryview(b'') == b'', memoryview(b'').tolist(), memoryview(b'ab')[5:].tolist()); t(m.tobytes, 'X'); t(m.tobytes, 5); t(m.tobytes, order=None)
out(memoryview(b'\x01\0\0\0').cast('i') == memoryview(b'\x01\0\0\0').cast('I'), memoryview(b'\x01\x02') == memoryview(b'\x01\x02').cast('b'), memoryview(b'ab').cast('c') == b'ab', memoryview(b'ab').cast('c').tolist(), memoryview(bytes(8)).cast('d') == memoryview(bytes(8)).cast('q'))
try:
    import struct
    f = memoryview(struct.pack('d', float('nan'))).cast('d'); out(f == f, f.tolist() != f.tolist())
except ImportError: pass
class W(bytes): pass

out(bytes(memoryview(b'abcdef')[::-2]), bytearray(memoryview(b'abc')[::-1]), b'x'.join([memoryview(b'a')]), int.from_bytes(memoryview(b'\x01\x02'), 'big'), memoryview(memoryview(b'abc')[1:]).tobytes(), m.toreadonly().format)
out(sys.getsizeof(memoryview(b'abc')), m._from_flags(b'ab', 0x11c).tolist())
section('slices, release, comparison')
