# Structures and unions of ctypes: layout, bit fields, byte order, nesting, what is kept alive.
from ctypes import *
import gc
import pickle
import weakref


def error(f, *args):
    try:
        print('no error', f(*args))
    except Exception as e:
        print(type(e).__name__, e)


def layout(t):
    print(t.__name__, sizeof(t), alignment(t), [(n[0], getattr(t, n[0])) for n in t._fields_], memoryview(t()).format)


class Point(Structure):
    _fields_ = [('x', c_int), ('y', c_int)]


class Mixed(Structure):
    _fields_ = [('c', c_char), ('d', c_double), ('h', c_short), ('p', POINTER(Point)), ('b', c_bool), ('l', c_longdouble)]


class Packed(Structure):
    _pack_ = 1
    _fields_ = Mixed._fields_


class Packed4(Structure):
    _pack_ = 4
    _fields_ = Mixed._fields_


class Aligned(Structure):
    _align_ = 16
    _fields_ = [('a', c_int)]


class Derived(Point):
    _fields_ = [('z', c_byte), ('w', c_longlong)]


class Nested(Structure):
    _fields_ = [('a', Point), ('b', Point * 2), ('name', c_char * 5), ('wide', c_wchar * 3), ('f', CFUNCTYPE(c_int, c_int))]


class Number(Union):
    _fields_ = [('i', c_uint32), ('f', c_float), ('b', c_ubyte * 4), ('h', c_ushort)]


class Anonymous(Structure):
    class _U(Union):
        _fields_ = [('lo', c_ushort), ('all', c_uint)]

    _anonymous_ = ['u']
    _fields_ = [('tag', c_int), ('u', _U)]


class Bits(Structure):
    _fields_ = [('a', c_int, 3), ('b', c_uint, 5), ('c', c_int, 24), ('d', c_int, 10), ('e', c_short, 4), ('f', c_byte, 3), ('g', c_longlong, 40), ('h', c_ubyte, 8), ('i', c_int)]


class Big(BigEndianStructure):
    _fields_ = [('h', c_uint16), ('i', c_int32), ('d', c_double), ('a', c_short * 2), ('x', c_int, 4), ('y', c_int, 12)]


class BigUnion(BigEndianUnion):
    _fields_ = [('i', c_uint32), ('b', c_ubyte * 4)]


class Empty(Structure):
    _fields_ = []


for t in (Point, Mixed, Packed, Packed4, Aligned, Derived, Nested, Number, Anonymous, Bits, Big, BigUnion, Empty):
    layout(t)

p = Point(1, 2)
print(p.x, p.y, Point(y=5).y, Point(1, y=3).y, bytes(p))
p.x = -7
print(p.x)
error(Point, 1, 2, 3)
error(lambda: Point(1, x=2))
error(lambda: Point('a'))
error(setattr, p, 'x', 1.5)
error(delattr, p, 'x')
d = Derived(1, 2, 3, 4)
print(d.x, d.y, d.z, d.w)
n = Nested((1, 2), ((3, 4), (5, 6)), b'abc', 'xyz')
print(n.a.x, n.b[1].y, n.name, n.wide, bool(n.f))
n.a = Point(8, 9)
n.b[0].x = 10
print(n.a.x, n.b[0].x)
error(setattr, n, 'a', 5)
error(setattr, n, 'a', Number())
error(setattr, n, 'name', b'toolong')
error(setattr, n, 'wide', 'long')
error(lambda: Nested(('a',)))
v = Number(f=1.0)
print(hex(v.i), list(v.b), hex(v.h))
v.b[3] = 0xc0
print(v.f)
q = Anonymous(1)
q.all = 0x12345678
print(hex(q.lo), hex(q.u.all), Anonymous.all, Anonymous.lo)
b = Bits(1, 17, -5, 511, -8, 3, -2**39, 200, 77)
print(b.a, b.b, b.c, b.d, b.e, b.f, b.g, b.h, b.i, bytes(b).hex())
b.a = 3
b.c = 2**23
print(b.a, b.b, b.c)
g = Big(1, 2, 3.0, (4, 5), 6, 7)
print(bytes(g).hex(), g.h, g.i, g.d, list(g.a), g.x, g.y, bytes(BigUnion(0x01020304)))
print([f.size for f in (Bits.a, Bits.b)], [f.offset for f in (Bits.c, Bits.g)])


class Node(Structure):
    pass


Node._fields_ = [('value', c_int), ('next', POINTER(Node))]
tail = Node(2)
head = Node(1, pointer(tail))
print(head.next.contents.value, bool(head.next.contents.next))
error(setattr, Node, '_fields_', [])
error(lambda: type('T', (Structure,), {'_fields_': [('a', int)]}))
error(lambda: type('T', (Structure,), {'_fields_': [('a', c_int, 33)]}))
error(lambda: type('T', (Structure,), {'_fields_': [('a', c_int, 0)]}))
error(lambda: type('T', (Structure,), {'_fields_': [('a', c_double, 3)]}))
error(lambda: type('T', (Structure,), {'_fields_': [1]}))
error(lambda: type('T', (Structure,), {'_fields_': 5}))
error(lambda: type('T', (Structure,), {'_pack_': -1, '_fields_': []}))
error(lambda: type('T', (Structure,), {'_anonymous_': ['x'], '_fields_': [('a', c_int)]}))
error(lambda: type('T', (BigEndianStructure,), {'_fields_': [('a', c_char_p)]}))
error(Structure)
error(Point.from_param, 5)


class Cell(Structure):
    _fields_ = [('next', POINTER(c_int)), ('s', c_char_p), ('o', py_object)]


# what a structure points to lives as long as it does
one = c_int(1)
c = Cell(pointer(one), b'text', [1])
print(sorted(c._objects), c.next[0], c.s, c.o)
target = (c_int * 3)(1, 2, 3)
ref = weakref.ref(target)
c.next = target
del target
print(ref() is not None, c.next[2])
c.next = None
gc.collect()
print(bool(c.next))
loop = Node()
loop.next = pointer(loop)
ref = weakref.ref(loop)
del loop
print(gc.collect() > 0, ref())

w = pickle.loads(pickle.dumps(Point(3, 4)))
print(w.x, w.y)
error(pickle.dumps, Cell())
view = memoryview((Point * 2)((1, 2), (3, 4)))
print(view.format, view.shape, view.itemsize, view.nbytes)
raw = bytearray(sizeof(Point))
over = Point.from_buffer(raw)
over.y = 513
print(raw)


class Callback(Structure):
    _fields_ = [('f', CFUNCTYPE(c_int, c_int))]


prototype = CFUNCTYPE(c_int, c_int)
double = prototype(lambda n: n * 2)
error(lambda: prototype(5.5))
error(lambda: setattr(double, 'argtypes', 5))
error(lambda: setattr(double, 'restype', 5))
error(lambda: setattr(double, 'errcheck', 5))
print(double.restype, double.argtypes, bool(double), bool(prototype()), prototype is CFUNCTYPE(c_int, c_int))
