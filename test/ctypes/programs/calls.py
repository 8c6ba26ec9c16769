# Calls of the real libc: arguments, results, prototypes, callbacks, errno, libraries.
import ctypes
from ctypes import *
import errno
import os
import sys
import threading

libc = CDLL('libc.so.6', use_errno=True)
libm = CDLL('libm.so.6')


def error(f, *args, **kwargs):
    try:
        print('no error', f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


# arguments
print(libc.strlen(b'four'), libc.abs(-3), libc.toupper(ord('a')), libc.wcslen('añ😀'))
buf = create_string_buffer(200)
print(libc.snprintf(buf, 200, b'%d %s %c %5.2f %ld %llx', 7, b'bytes', b'x'[0], c_double(2.5), c_long(-2**40), c_ulonglong(2**63)), buf.value)
print(libc.snprintf(buf, 200, b'%f %f %f %f %f %f %f %f %f', *map(c_double, range(9))), buf.value)
print(libc.swprintf(create_unicode_buffer(20), 20, 'x%ls', 'añ') if False else libc.strncmp(buf, b'0.0', 3))
error(libc.strlen, 1.5)
error(libc.abs, object())
error(libc.abs, 2**70)
libc.atoi.argtypes = [c_char_p]
print(libc.atoi(b'123'), libc.atoi(c_char_p(b'45')), libc.atoi(create_string_buffer(b'67')))
error(libc.atoi, 5)
error(libc.atoi)
print(libc.atoi(b'1', 2, 3))


class Number:
    _as_parameter_ = 9


print(libc.abs(Number()), libc.abs(c_short(-4)))

# results
libm.sqrt.restype = c_double
libm.sqrt.argtypes = [c_double]
libm.fabsf.restype = c_float
libm.fabsf.argtypes = [c_float]
libm.pow.restype = c_double
libm.pow.argtypes = [c_double, c_double]
print(libm.sqrt(2), libm.fabsf(-1.5), libm.pow(2, 10))
libc.strchr.restype = c_char_p
libc.strchr.argtypes = [c_char_p, c_char]
print(libc.strchr(b'abcdef', b'd'), libc.strchr(b'abc', b'x'))
libc.llabs.restype = c_longlong
libc.llabs.argtypes = [c_longlong]
print(libc.llabs(-2**62))
libc.abs.restype = lambda n: f'<{n}>'
print(libc.abs(-8))
libc.abs.restype = None
print(libc.abs(-8))
libc.abs.restype = c_int


class div_t(Structure):
    _fields_ = [('quot', c_int), ('rem', c_int)]


class ldiv_t(Structure):
    _fields_ = [('quot', c_long), ('rem', c_long)]


libc.div.restype = div_t
libc.ldiv.restype = ldiv_t
libc.ldiv.argtypes = [c_long, c_long]
d = libc.div(17, 5)
e = libc.ldiv(-2**40, 3)
print(d.quot, d.rem, e.quot, e.rem)


def check(result, func, args):
    return result, func is libc.labs, args


libc.labs.errcheck = check
libc.labs.restype = c_long
print(libc.labs(-5))

# structures by reference
class tm(Structure):
    _fields_ = [(n, c_int) for n in 'sec min hour mday mon year wday yday isdst'.split()] + [('gmtoff', c_long), ('zone', c_char_p)]


t, r = c_long(951827696), tm()
libc.gmtime_r.restype = POINTER(tm)
print(libc.gmtime_r(byref(t), byref(r)).contents.year, [getattr(r, n) for n, _ in tm._fields_])
print(libc.strftime(buf, 200, b'%Y-%m-%d', pointer(r)), buf.value)

# memory of C
libc.malloc.restype = c_void_p
libc.malloc.argtypes = [c_size_t]
libc.free.argtypes = [c_void_p]
m = libc.malloc(16)
memset(m, 65, 16)
block = (c_int * 4).from_address(m)
block[1] = 7
print(list(block), string_at(m, 4), bytes(block)[:5], cast(m, POINTER(c_int))[1], cast(m, POINTER(c_int)).contents.value == 0x41414141)
memmove(m, b'hello\0', 6)
print(cast(m, c_char_p).value, string_at(m), (c_char * 16).from_address(m).value)
libc.free(m)
libc.strdup.restype = POINTER(c_char)
s = libc.strdup(b'twice')
print(s[0], s[:5], s[4::-1] if False else s[4:0:-1])
libc.free(s)
names = (c_char_p * 3)(b'a', b'b', None)
print([n for n in names], cast(names, POINTER(c_char_p))[1])

# callbacks
CMP = CFUNCTYPE(c_int, POINTER(c_int), POINTER(c_int))
calls = []


def cmp(a, b):
    calls.append(1)
    return a[0] - b[0]


array = (c_int * 8)(5, 1, 7, 3, 8, 2, 6, 4)
compare = CMP(cmp)
libc.qsort(array, len(array), sizeof(c_int), compare)
print(list(array), len(calls) > 7, compare(c_int(5), pointer(c_int(3))))
libc.bsearch.restype = POINTER(c_int)
print(libc.bsearch(byref(c_int(6)), array, len(array), sizeof(c_int), compare)[0], bool(libc.bsearch(byref(c_int(60)), array, len(array), sizeof(c_int), compare)))
for proto, value in ((CFUNCTYPE(c_double, c_double), 1.5), (CFUNCTYPE(c_float, c_float), 2.5), (CFUNCTYPE(c_longlong, c_longlong), -2**50), (CFUNCTYPE(c_ubyte, c_ubyte), 200), (CFUNCTYPE(c_char, c_char), b'q'),
                     (CFUNCTYPE(c_bool, c_bool), True), (CFUNCTYPE(c_void_p, c_void_p), 2**40), (CFUNCTYPE(py_object, py_object), [1]), (CFUNCTYPE(None, c_int), 3), (CFUNCTYPE(c_short, c_short), -9)):
    print(proto(lambda v: v)(value))
print(CFUNCTYPE(c_int, c_char_p, c_wchar_p)(lambda a, b: len(a) + len(b))(b'abc', 'de'))
print(CFUNCTYPE(c_int, div_t)(lambda d: d.quot * d.rem)(div_t(3, 4)))


def fails(a, b):
    raise ValueError('from a callback')


sys.unraisablehook = lambda u: print('unraisable', type(u.exc_value).__name__, u.exc_value)
libc.qsort((c_int * 2)(2, 1), 2, 4, CMP(fails))
CFUNCTYPE(c_int)(lambda: 'no int')()
error(lambda: CFUNCTYPE(c_int, int))
error(CFUNCTYPE(c_char_p * 2), lambda: 0)


def nested(a, b):
    inner = (c_int * 3)(3, 2, 1)
    libc.qsort(inner, 3, 4, compare)
    return a[0] - b[0] if list(inner) == [1, 2, 3] else 0


array = (c_int * 3)(3, 1, 2)
libc.qsort(array, 3, 4, CMP(nested))
print(list(array))


def in_thread():
    a = (c_int * 4)(4, 3, 2, 1)
    libc.qsort(a, 4, 4, compare)
    print(list(a), get_errno())


set_errno(5)
thread = threading.Thread(target=in_thread)
thread.start()
thread.join()

# prototypes with parameter flags
prototype = CFUNCTYPE(c_int, c_int, POINTER(c_int))
frexp = CFUNCTYPE(c_double, c_double, POINTER(c_int))(('frexp', libm), ((1, 'x'), (2, 'exponent')))
print(frexp(8.0).value if hasattr(frexp(8.0), 'value') else frexp(8.0), frexp(x=1.0))
error(frexp)
error(frexp, 1.0, 2, 3)
labs = CFUNCTYPE(c_long, c_long)(('labs', libc), ((1, 'n', 7),))
print(labs(), labs(-3), labs(n=-4))
error(lambda: CFUNCTYPE(c_int, c_int)(('abs', libc), ((2, 'n'),)))
error(lambda: CFUNCTYPE(c_int, c_int)(('abs', libc), ((1,), (1,))))
error(lambda: CFUNCTYPE(c_int, c_int)(('nosuch', libc)))
error(lambda: CFUNCTYPE(c_int)(('abs',)))

# errno
print(libc.close(-1), errno.errorcode[get_errno()], set_errno(0), get_errno())
libc.open.argtypes = [c_char_p, c_int]
print(libc.open(b'/no/such/file', 0), os.strerror(get_errno()))

# libraries
error(CDLL, 'libnosuch.so')
error(getattr, libc, 'no_such_function')
error(c_int.in_dll, libc, 'no_such_variable')
print(c_char_p.in_dll(libc, 'program_invocation_name') is not None, libc['strlen'] is not libc['strlen'], libc.strlen is libc.strlen, repr(libc).startswith("<CDLL 'libc.so.6', handle "))
print(CDLL(None).strlen(b'abcde'), PyDLL(None).abs(-2))

# Python's own functions
api = ctypes.pythonapi
api.PyLong_FromLong.restype = py_object
print(api.PyLong_FromLong(42), api.Py_IsInitialized())
api.PyObject_Repr.restype = py_object
api.PyObject_Repr.argtypes = [py_object]
print(api.PyObject_Repr([1, 'a']))
api.PyErr_SetString.argtypes = [py_object, c_char_p]
error(api.PyErr_SetString, ValueError, b'set by C')
api.PyList_Append.argtypes = [py_object, py_object]
items = []
print(api.PyList_Append(items, 5), items)
api.PyObject_GetAttrString.restype = py_object
api.PyObject_GetAttrString.argtypes = [py_object, c_char_p]
error(api.PyObject_GetAttrString, 5, b'nothing')
x = object()
before = c_ssize_t.from_address(id(x)).value
api.Py_IncRef(py_object(x))
print(c_ssize_t.from_address(id(x)).value - before, cast(id(x), py_object).value is x, sys.getrefcount(x) - 1 == before + 1)
api.Py_DecRef(py_object(x))
print(sys.getrefcount(x) - 1 == before, py_object.in_dll(api, 'PyExc_KeyError').value)
try:
    api.PyNo_Such
except AttributeError as e:
    print(str(e).rpartition('/')[2])
