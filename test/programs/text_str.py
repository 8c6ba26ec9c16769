# Methods of str, its encodings, searching, padding, slices, subclasses, sizes.
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


S = ['', 'a', 'abc', 'Hello World', 'ÀÉî', '日本語テキスト', '😀x😀', 'a\u0130ß', 'ΑΣ ΑΣΑ Σ', 'ǆabc ǅ', ' \t x y \n', '\ud800', 'naïve café', 'x'*50, 'tEST of ThIS', 'ﬁx ŉ ΐ', "it's", 'a"b\'c\\', '\x00\x7f\x80\xff\u2028\U0010ffff', '١٢٣', '½', '_a1', '1a', 'A\u0345B']
for s in S:
    for m in ('upper','lower','title','capitalize','swapcase','casefold','isalpha','isalnum','isdigit','isdecimal','isnumeric','isspace','islower','isupper','istitle','isidentifier','isprintable','isascii','strip','lstrip','rstrip','split','rsplit','splitlines','expandtabs','__len__','__repr__','__hash__', '__sizeof__', '__getnewargs__'):
        if m == '__hash__': continue
        out(m, end=' ')
        t(lambda: ascii(getattr(s, m)()))
        t(lambda: getattr(s, m)() == s)
    for enc in ('utf-8','utf-16','utf-32','ascii','latin-1','utf-16-le','utf-32-be','unicode_escape','raw_unicode_escape','utf-7', 'utf-16-be'):
        for err in ('strict','ignore','replace','backslashreplace','xmlcharrefreplace','surrogateescape','surrogatepass'):
            out(enc, err, end=' ')
            t(s.encode, enc, err)
    try:
        for enc in ('utf-8','utf-16','utf-32','unicode_escape','raw_unicode_escape','utf-7','utf-16-be'):
            assert s.encode(enc).decode(enc) == s, (enc, s)
    except UnicodeEncodeError: pass
    out(s.encode('utf-8','surrogatepass'))
section('methods and encodings')
for a in S:
    for b in ('', 'a', 'x', 'b', '日', '😀', 'abc', 'Σ'):
        t(a.find, b); t(a.rfind, b); t(a.count, b); t(a.index, b); t(a.startswith, b); t(a.endswith, b); t(a.replace, b, 'é'); t(a.replace, b, '--', 2); t(a.split, b); t(a.rsplit, b, 1); t(a.partition, b); t(a.rpartition, b); t(a.__contains__, b); t(a.removeprefix, b); t(a.removesuffix, b); t(a.find, b, 1); t(a.find, b, -2, 100); t(a.count, b, 2, -1); t(b.join, a); t(a.startswith, b, 1); t(a.endswith, b, 0, -1)
        t(a.strip, b); t(a.__lt__, b); t(a.__eq__, b); t(a.__ge__, b)
section('searching')
for a in ('abc', 'é', '日', '+5', '-', ''):
    for w in (0, 3, 4, 7, 8):
        t(a.center, w); t(a.ljust, w, '*'); t(a.rjust, w, '日'); t(a.zfill, w); t(a.center, w, '😀')
section('padding')
s = 'abcdefghij日'
for sl in (slice(None), slice(2,5), slice(None,None,-1), slice(-3,None), slice(0,100,3), slice(8,1,-2), slice(5,2), slice(None,None,2**70), slice(-2**70, 2**70)):
    t(s.__getitem__, sl)
t(s.__getitem__, -1); t(s.__getitem__, 11); t(s.__getitem__, 10)
t('a\tbc\td'.expandtabs, 4); t('a\n\tb'.expandtabs); t('\t'.expandtabs, 0); t('\t'.expandtabs, tabsize=3)
t('a,b,c'.split, ',', 1); t('a b  c '.split, None, 1); t('a b  c '.rsplit, None, 1); t('a b'.split, maxsplit=0); t(' a b'.split, None, 0)
t('a\nb\r\nc\rd\x0be\u2028f'.splitlines); t('a\nb\r\nc\rd'.splitlines, True); t('a\n'.splitlines, keepends=True)
t('abc'.translate, {97: 'x', 98: None, 99: 0x65e5}); t('abc'.translate, str.maketrans('ab', 'xy', 'c')); t('日b'.translate, {0x65e5: 'zz'}); t('ab'.translate, 'x'*98)
t(str.maketrans, {'a': 1, 2: 'b'}); t(str.maketrans, 'ab', 'cd'); t('abc'.translate, [1]*200)
section('slices and splits')


class D(dict):
    def __missing__(self, k): return '<%s>' % k
t('{a} {b}'.format_map, D(a=1)); t('aXb'.translate, D())
t('a'.__mul__, 5); t('ab'.__mul__, 3); t('ab'.__rmul__, 0); t('é日'.__mul__, 2); t('ab'.__mul__, -1)
x = ''
for i in range(300): x += chr(i * 37 % 70000 if not 0xd800 <= i*37%70000 < 0xe000 else 65)
out(len(x), ascii(x[::17]))
out(' '.join(str(i) for i in range(30)), ','.join(('é', 'a')), ''.join(['x']), '-'.join([]))
section('joining')


class S2(str):
    def __repr__(self): return 'S2'
    def __str__(self): return 'strS2'
o = S2('héllo')
out(o, repr(o), o + 'x', o.upper(), type(o.strip()), type(o[:]), o == 'héllo', hash(o) == hash('héllo'), len(o), '%s %r' % (o, o), f'{o} {o!r} {o!s:>8}', o.__sizeof__(), str(o), type(str(o)), {o: 1}['héllo'], o.encode(), ''.join([o]), S2(), S2('日').__sizeof__(), S2(b'abc', 'ascii'))
t(str, b'abc', 'utf-8'); t(str, b'\xff', 'utf-8', 'replace'); t(str, memoryview(b'abc'), 'ascii'); t(str, object=5); t(str); t(str, 5, 'ascii'); t(str, 'a', 'b'); t(str, b'abc'); t(str, bytearray(b'abc'), errors='strict')
it = iter('aé日'); out(next(it), it.__length_hint__(), list(it), list(it)); out(type(iter('a')), type(iter('é')))
out(sys.intern('abc' + 'def') is sys.intern('abcdef'), chr(97) is S[2][0:1], (S[12][2] * 1) is chr(239))
out([sys.getsizeof(s) for s in ('', 'a', 'ab', 'é', 'éé', '日', '日本', '😀', 'a' * 100)])
section('subclasses and sizes')
