# The types of ctypes and their memory: no C is called.
import ctypes
from ctypes import *
import pickle

SIMPLE = [c_bool, c_char, c_wchar, c_byte, c_ubyte, c_short, c_ushort, c_int, c_uint, c_long, c_ulong, c_longlong, c_ulonglong, c_size_t, c_ssize_t, c_int8, c_uint8, c_int16,
          c_uint16, c_int32, c_uint32, c_int64, c_uint64, c_float, c_double, c_longdouble, c_char_p, c_wchar_p, c_void_p, py_object]
for t in SIMPLE:
    print(t.__name__, sizeof(t), alignment(t), t._type_, ctypes.__dict__.get(t.__name__) is t)
for t in (c_byte, c_ubyte, c_short, c_ushort, c_int, c_uint, c_longlong, c_ulonglong):
    print(t.__name__, [t(v).value for v in (0, 1, -1, 127, 128, 255, 256, 65535, 2**31 - 1, 2**31, 2**63, -2**63, 2**64 + 5)])
for t in (c_float, c_double, c_longdouble):
    print(t.__name__, [t(v).value for v in (0, 1, -1.5, 1e300 if t is not c_float else 1e30, 0.1, float('inf'), float('nan'), -0.0, 5e-324)])
print([c_bool(v).value for v in (0, 1, [], [0], None)])
print(c_char(b'x'), c_char(65), c_char(bytearray(b'y')), c_wchar('\U0001f600'), c_char_p(b'ab').value, c_char_p(None), c_wchar_p('añ😀').value, c_void_p(0), c_void_p(5), c_void_p(-1).value == 2**64 - 1)
print(py_object([1, 2]).value, c_int(3), bool(c_int(0)), bool(c_int(1)), bool(c_double(0)))


def error(f, *args):
    try:
        print('no error', f(*args))
    except Exception as e:
        print(type(e).__name__, e)


for t, v in ((c_int, 'x'), (c_int, 1.5), (c_char, b'ab'), (c_char, 256), (c_char, 'a'), (c_wchar, 'ab'), (c_wchar, b'a'), (c_char_p, 'x'), (c_wchar_p, b'x'), (c_void_p, 'x'), (c_double, 'x'), (c_float, None)):
    error(t, v)
error(lambda: py_object().value)
error(lambda: c_int(1, 2))
error(hash, c_int(1))
error(lambda: type('T', (ctypes._SimpleCData,), {}))
error(lambda: type('T', (ctypes._SimpleCData,), {'_type_': 'xx'}))
error(lambda: type('T', (ctypes._SimpleCData,), {'_type_': '!'}))
error(lambda: type('T', (ctypes._SimpleCData,), {'_type_': 1}))
error(lambda: delattr(c_int(), 'value'))

# byte order
print(c_int.__ctype_be__, c_int.__ctype_le__ is c_int, bytes(c_int.__ctype_be__(1)), bytes(c_double.__ctype_be__(1.0)), c_short.__ctype_be__(-2).value)

# arrays
A = c_int * 5
a = A(1, 2, 3)
print(A, A._length_, A._type_, len(a), list(a), a[1], a[-1], a[1:4], a[::-1], a[::2])
a[0] = 9
a[1:3] = [7, 8]
print(list(a), (c_int * 5) is A, sizeof(A), bytes(a))
error(lambda: a[5])
error(lambda: a['x'])
error(lambda: A(1, 2, 3, 4, 5, 6))
error(a.__setitem__, slice(0, 2), [1])
error(a.__setitem__, 0, 'x')
error(a.__delitem__, 0)
error(lambda: c_int * -1)
error(lambda: type('B', (Array,), {'_type_': c_int}))
error(lambda: type('B', (Array,), {'_length_': 'x', '_type_': c_int}))
m = ((c_short * 2) * 3)((1, 2), (3, 4), (5, 6))
print([list(r) for r in m], m[1][1], memoryview(m).shape, memoryview(m).format, bytes(memoryview(m)), memoryview(m).nbytes)
s = create_string_buffer(b'hello', 10)
print(s.value, s.raw, s[0], s[1:3], s[::2], len(s), sizeof(s))
s.value = b'ab'
print(s.raw)
s.raw = b'0123456789'
print(s.value)
error(setattr, s, 'value', b'x' * 11)
error(setattr, s, 'value', 'x')
error(setattr, s, 'raw', b'x' * 11)
u = create_unicode_buffer('añ😀', 6)
print(u.value, u[1], u[0:3], len(u))
u.value = 'zz'
print(u.value)
error(setattr, u, 'value', 'x' * 7)

# pointers
p = pointer(c_int(42))
print(p.contents, p[0], type(p), POINTER(c_int) is type(p), bool(p), bool(POINTER(c_int)()))
p[0] = 43
p.contents.value += 1
print(p.contents.value)
q = cast(a, POINTER(c_int))
print(q[0:5], q[4::-1] if False else q[4:0:-1])
error(lambda: q[:])
error(lambda: q[0:1:0])
error(lambda: POINTER(c_int)().contents)
error(lambda: q['x'])
error(POINTER(c_int), 1.5)
error(lambda: setattr(p, 'contents', 5))
error(lambda: cast(a, c_int))
error(POINTER, 5)
b = cast(s, c_char_p)
print(b.value[:4], cast(b, c_void_p).value == addressof(s), cast(addressof(s), POINTER(c_char))[2])
print(string_at(addressof(s), 3), string_at(b), wstring_at(u))
memset(s, ord('x'), 3)
memmove(addressof(s) + 5, b'YZ', 2)
print(s.raw)
pp = pointer(pointer(c_int(7)))
print(pp.contents.contents.value, pp[0][0])

# sharing memory
ba = bytearray(b'\1\0\0\0\2\0\0\0')
x = (c_int * 2).from_buffer(ba)
x[1] = 256
print(ba, list((c_short * 2).from_buffer_copy(ba, 2)))
error((c_int * 3).from_buffer, ba)
error((c_int * 2).from_buffer, b'12345678')
error((c_int * 2).from_buffer, ba, -1)
error((c_int * 2).from_buffer_copy, b'1234')
error(ba.append, 1)
y = c_int.from_address(addressof(x) + 4)
y.value = 3
print(list(x), x._b_needsfree_, y._b_base_, a._b_needsfree_)
mv = memoryview(x)
print(mv.format, mv.itemsize, mv.readonly, mv.tobytes())
big = create_string_buffer(4)
resize(big, 8)
print(sizeof(big))
error(resize, big, 1)
error(resize, x, 100)
error(resize, 5, 5)
error(sizeof, 5)
error(addressof, 5)
error(byref, 5)
error(c_int.from_address, 'x')
print(byref(c_int(5))._obj, repr(c_int.from_param(7)), repr(c_char.from_param(b'a')), repr(c_double.from_param(1.5)))
error(c_int.from_param, 'x')
error(c_char_p.from_param, 5)
error(c_void_p.from_param, 1.5)
error(POINTER(c_int).from_param, c_double())
print(POINTER(c_int).from_param(None), POINTER(c_int).from_param(c_int(3))._obj, c_char_p.from_param(None))

for v in (c_int(5), c_double(2.5)):
    w = pickle.loads(pickle.dumps(v))
    print(type(w), bytes(w) == bytes(v))
error(pickle.dumps, c_char_p(b'x'))


class MyInt(c_int):
    def __repr__(self):
        return f'MyInt({self.value})'


print(MyInt(4), (MyInt * 2)(1, 2)[1], MyInt.from_param(MyInt(3)))
z = MyInt(1)
z.name = 'n'
print(z.name, pickle.loads(pickle.dumps(c_int(1))).value)
print(issubclass(c_int, ctypes._SimpleCData), type(c_int).__mro__, Structure.__mro__, type(Structure), type(Union), type(Array), type(ctypes._Pointer), type(ctypes._CFuncPtr))
