# % formatting of str and bytes, format specs of str, str.format, _string.
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


def m(f, a):
    try: out(repr(f % a))
    except BaseException as e: out(repr(f), repr(a).split(' at 0x')[0], type(e).__name__, '|', e)
class I:
    def __index__(self): return 42
class F:
    def __float__(self): return 2.5
class B:
    def __bytes__(self): return b'BB'
    def __repr__(self): return 'repr日'
    def __str__(self): return 'strB'
for f in ('%d','%5d','%-5d|','%05d','%+d','% d','%x','%X','%#x','%#X','%o','%#o','%i','%u','%.3d','%#10x','%#010x','%-#10x|','%+.4x','%e','%f','%g','%E','%G','%.2f','%10.3f','%-10.2e|','%+f','% g','%#g','%010.2f','%s','%r','%a','%10s','%-10s|','%.2s','%5.1r','%c','%5c','%-5c|','%%','%5%','%','%l','%ld','%hhd','%y','%(a)d','%(a)s %(b)r','%*d','%.*f','%-*d|','%s %s','abc','%(','%(a','%()s'):
    for a in (0, 1, -1, 255, -255, 10**20, -10**30, 1.5, -0.0, 1e100, float('inf'), float('nan'), 'a', 'ab', '日', None, (), (1,), (5, 3), (3, 2.5), (1, 2, 3), {'a': 1, 'b': 'x'}, {}, [1], b'a', b'ab', I(), F(), True):
        if isinstance(a, (I, F)) and ('s' in f or 'r' in f or 'a' in f or 's' in f): continue
        m(f, a)
        try: fb = f.encode()
        except Exception: continue
        m(fb, a)
m('%s %r %a', (B(), B(), B())); m(b'%s %b', (B(), b'x')); m(b'%a %r', (B(), B())); m(b'%s', 'x'); m(b'%.2s|%5s|%-5s|', (b'abc', bytearray(b'x'), memoryview(b'y')))
m(bytearray(b'%d %s'), (1, b'x')); m('%(a)s %%', {'a': (1,2)}); m('%(a(b))s', {'a(b)': 3}); m(b'%(a)s', {b'a': b'3'}); m('%*d', ('x', 1)); m('%*d', (10**30, 1)); m('%.*d', (10**30, 1)); m('%99999999999999999999d', 1); m('%.99999999999d', 1)
m('%c', 0x110000); m('%c', -1); m('%c', 10**30); m(b'%c', 256); m(b'%c', -1); m('%c', I()); m(b'%c', I()); m('日%s', 'x'); m('%s', '日😀'); m('%d%%', 5)
section('percent')
for spec in ('', '<10', '>10', '^10', '*^11', '日<5', '.2', '10.2', '=10', '+', '#', '05', 's', 'd', '10s', '<', ',', '_', 'z', '010', '10.', '!'):
    for v in ('abc', 'é日', ''):
        try: out(spec, repr(format(v, spec)))
        except Exception as e: out(spec, repr(v), type(e).__name__, '|', e)
section('format specs')
T = ["{}", "{0}", "{0} {1} {0}", "{} {}", "{a}", "{0.real}", "{0[0]}", "{0[a]}", "{a.b}", "{!r}", "{!s:>5}", "{!a}", "{!x}", "{0!}", "{", "}", "{{}}", "{{", "}}", "{0", "{}{0}", "{0}{}", "{0.}", "{0[}", "{0[]}", "{0[a]b}", "{:{}}", "{:{}{}}", "{0:{1:{2}}}", "{0!rr}", "{0!r:}", "{a[b c]}", "{0[-1]}", "{0[99999999999999999999]}", "{99999999999999999999}", "{5}", "{ 0}", "{0:>{width}}", "a{0}b{1}c", "{!}", "{0:}}", "{0[x]!r:>10}", "{0!\x01}", "{0!é}", "{0{}", "{:{0}}", "{0:{}}", "日{}語"]
for f in T:
    for a, k in (((), {}), ((1,), {}), (('ab', 5), {}), (({'a': 1, 'x': 'y'}, 'q', '>', 9), {'a': 7}), (([1,2], 3), {'width': 6, 'a': {'b c': 5}})):
        try: out(repr(f), repr(f.format(*a, **k)))
        except Exception as e: out(repr(f), a, k, type(e).__name__, '|', e)
section('str.format')
import _string

for f in T + ['a{b}c{d!r:x{y}z}e', '{{x}}', 'abc']:
    try: out(list(_string.formatter_parser(f)))
    except Exception as e: out(type(e).__name__, e)
for f in ('', '0', 'a', 'a.b', 'a[0].b[c]', '0.x', '[0]', 'a[', 'a[]', 'a.', '.a', 'a[0]b'):
    try:
        x, it = _string.formatter_field_name_split(f); out(repr(x), list(it))
    except Exception as e: out(f, type(e).__name__, e)
section('_string')
