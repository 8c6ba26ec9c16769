# bytes and bytearray: methods, constructors, mutation, exports, growth.
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


L = [b'', b'a', b'abc', b'Hello World', b'\x00\xff\x80', b' \t x y \n', b"it's", b'a"b\'c\\', b'1a2B', b'aaaa', b'+12', b'AbC DeF']
for cls in (bytes, bytearray):
    for s in L:
        s = cls(s)
        for m in ('upper','lower','title','capitalize','swapcase','isalpha','isalnum','isdigit','isspace','islower','isupper','istitle','isascii','strip','lstrip','rstrip','split','rsplit','splitlines','expandtabs','__len__','__repr__','hex','__sizeof__','decode'):
            out(m, end=' '); t(getattr(s, m))
        for b in (b'', b'a', b'x', b'l', b'aa', b'o W', 97, 256, -1, 'a', None, 1.5, bytearray(b'b'), memoryview(b'c')):
            for m in ('find','rfind','count','index','rindex','__contains__','startswith','endswith','split','rsplit','partition','rpartition','strip','removeprefix','removesuffix','__add__','__lt__','__eq__','__ne__','__ge__'):
                out(m, end=' '); t(getattr(s, m), b)
            t(s.replace, b, b'--'); t(s.replace, b, b'', 1); t(s.find, b, 1); t(s.count, b, 1, -1); t(s.split, b, 1); t(s.startswith, (b, b'zz')); t(s.center, 9, b); t(s.translate, None, b); t(s.join, [b'1', b'2', b])
        for w in (0, 3, 8): t(s.center, w); t(s.ljust, w, b'*'); t(s.rjust, w); t(s.zfill, w)
        for sl in (slice(None), slice(1, 3), slice(None, None, -1), slice(0, 100, 2), slice(5, 1), 0, -1, 100, 'x', 1.5, 2**70): t(s.__getitem__, sl)
        t(s.__mul__, 3); t(s.__rmul__, 0); t(s.__mul__, -1); t(s.hex, ':'); t(s.hex, '-', 2); t(s.hex, b'.', -3); t(s.hex, 'ab'); t(s.hex, 'é'); t(s.hex, 1)
        t(s.decode, 'ascii'); t(s.decode, 'latin-1'); t(s.decode, 'utf-8', 'replace'); t(s.decode, 'utf-16', 'ignore'); t(list, s); t(s.splitlines, True); t(s.translate, bytes(range(255, -1, -1))); t(s.translate, b'')
        t(s.isascii); out(list(reversed(s)), 97 in s, hash(bytes(s)) == hash(s) if cls is bytes else '')
    for a in ((), (5,), (-1,), ([1, 2, 300],), ([1, 'x'],), ('abc',), ('abc', 'ascii'), ('é', 'ascii'), ('é', 'ascii', 'ignore'), (1, 'ascii'), (None,), (1.5,), (range(5),), (iter([1, 2]),), (memoryview(b'xyz')[::2],), ((1, 2),), ({1, 2},), (b'x', 'ascii'), (2**70,), ('a', 'utf-8', 'strict', 4)):
        t(cls, *a)
    for h in ('', 'ab', 'AB cd', 'abc', 'xx', ' 00 ', 'é', 5, '0 0'): t(cls.fromhex, h)
    t(cls.maketrans, b'ab', b'cd'); t(cls.maketrans, b'ab', b'c'); t(cls, encoding='ascii'); t(cls, errors='x'); t(cls, source=b'abc'); t(cls, x=1)
    it = iter(cls(b'abc')); out(next(it), it.__length_hint__(), it.__reduce__()[1:], list(it), list(it))
section('methods')


class Bs:
    def __bytes__(self): return b'custom'
class Bx:
    def __bytes__(self): return 'no'
t(bytes, Bs()); t(bytes, Bx())
class SB(bytes): pass
x = SB(b'abc'); out(x, type(x), x == b'abc', type(x[:]), type(x + b''), x.__bytes__(), type(x.__bytes__()), hash(x) == hash(b'abc'), SB.fromhex('6162'), type(SB.fromhex('61')))
out([sys.getsizeof(b) for b in (b'', b'a', b'ab', b'x' * 100)], bytes([97]) is b'ba'[1:])
section('subclasses')
b = bytearray(b'hello')
out([ (b.append(i), len(b), b.__alloc__(), sys.getsizeof(b)) for i in range(40)][::3])
b = bytearray(range(20)); del b[0]; out(b, b.__alloc__()); del b[:5]; out(b, b.__alloc__()); b[2:4] = b'xyz!'; out(b); b[::2] = bytes(len(b[::2])); out(b); del b[::3]; out(b); b += b'end'; b *= 2; out(b, b.__alloc__())
b[5:5] = [1, 2, 3]; out(b); b[0] = 255; b[-1] = 7; out(b); b.insert(0, 9); b.insert(100, 8); b.insert(-1, 6); out(b); out(b.pop(), b.pop(0), b); b.remove(255); b.reverse(); out(b); b.extend(b'xyz'); b.extend([1, 2]); b.extend(iter((3,))); out(b, b.copy() is b, b.copy() == b)
for a in ((0, 256), (0, 'a'), (99, 1), ('x', 1), (slice(0, 3, 2), b'a'), (slice(0, 2), 'ab'), (slice(0, 2), 5), (slice(0, 1), [300]), (slice(0, 2), memoryview(b'QQQ')), (slice(0,1), b)): t(b.__setitem__, *a)
t(b.__delitem__, 99); t(b.pop, 99); t(bytearray().pop); t(b.remove, 200); t(b.append, 256); t(b.append, 'x'); t(b.extend, 'x'); t(b.extend, ''); t(b.extend, 5); t(b.extend, [300]); t(b.insert, 'x', 1)
section('mutation')
m = memoryview(b)
for f in (lambda: b.append(1), lambda: b.pop(), b.clear, lambda: b.extend(b'x'), lambda: b.__delitem__(0), lambda: b.__setitem__(slice(0, 1), b'xx'), lambda: b.__init__(5)): t(f)
b[0:2] = b'OK'; out(b); m.release(); b.clear(); out(b, b.__alloc__()); b = bytearray(b'ab'); 
out(bytearray(b'a') == b'a', b'a' == bytearray(b'a'), bytearray(b'a') < b'b', bytearray(b'a') == 'a', memoryview(b'a') == bytearray(b'a'))
class SBA(bytearray):
    pass
z = SBA(b'q'); z.attr = 5; out(z, z.attr); t(hash, bytearray())
t(b''.join, [b'a', bytearray(b'b'), memoryview(b'c')]); t(b','.join, (b'x',)); t(b','.join, ['x']); t(b','.join, 5); t(bytearray(b'-').join, [b'1', b'2'])
section('exports')
