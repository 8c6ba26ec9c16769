# Codecs: decoding and encoding with every error handler, the registry, _codecs, incremental decoders.
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


import codecs
Bs = [b'abc', b'\xff', b'a\xe1\x80', b'\xe1\x80a', b'\xf0\x9f\x98', b'\xf0\x9f\x98\x80x', b'\xed\xa0\x80', b'\xc0\x80', b'\xf5\x80\x80\x80', b'\x80\x80', b'\xd8\x00\xd8\x00', b'\x00\xd8\x00\xdc', b'\x00\xd8a\x00', b'\x00\xdc', b'\xff\xfea\x00', b'\xfe\xff\x00a', b'\x00\x00\x00\xff', b'\xff\xfe\x00\x00a\x00\x00\x00', b'\x00\x00\xfe\xff\x00\x00\x00a', b'\x00\xd8\x00\x00', b'abcde', b'\\x41\\u1234\\U0001f600\\n\\t\\\\\\101\\q', b'\\x4', b'\\u12', b'\\U00110000', b'\\', b'\\777', b'+AGE-', b'+-', b'a+2D3eAA-b', b'+', b'+A', b'+AGE', b'a\xff+', b'+\xff', b'+!', b'\xc3\xa9', b'\xe2\x82\xac', b'a\xc3', b'\xe2\x28\xa1', b'\xf0\x28\x8c\xbc', b'\xf4\x90\x80\x80', b'\xe0\x80\x80', b'\xf8\x88\x80\x80\x80']
import warnings
warnings.simplefilter('ignore')
for b in Bs:
    for enc in ('utf-8','utf-16','utf-32','ascii','latin-1','utf-16-le','utf-16-be','utf-32-le','utf-32-be','unicode_escape','raw_unicode_escape','utf-7','cp1252','cp437', 'iso8859-15', 'utf-8-sig'):
        for err in ('strict','ignore','replace','backslashreplace','surrogateescape','surrogatepass'):
            out(b, enc, err, end=' '); t(b.decode, enc, err)
    for f in ('utf_8_decode', 'utf_16_decode', 'utf_16_le_decode', 'utf_32_decode', 'utf_7_decode', 'unicode_escape_decode', 'raw_unicode_escape_decode', 'utf_16_ex_decode', 'escape_decode', 'utf_32_ex_decode'):
        out(f, end=' '); t(getattr(codecs, f), b)
        if 'escape_decode' != f and 'ex_' not in f: t(getattr(codecs, f), b, 'strict', False); t(getattr(codecs, f), b, 'strict', True)
section('decode')
for s in ('abc', 'é', '日本', '😀', '\ud800', 'a\udc80b', '\x00', 'a\u20acb', '\u20ac', 'x\ufffe', "\\\n'"):
    for enc in ('cp1252','cp437','iso8859-15','utf-8-sig','koi8-r','mac-roman','utf-7','punycode','ascii','latin-1','utf-8','utf-16-be','utf-32-le', 'rot13', 'hex', 'nope', 'UTF8', 'Latin-1', 'U8', 'us-ascii', 'base64'):
        for err in ('strict','ignore','replace','backslashreplace','xmlcharrefreplace','surrogateescape','surrogatepass', 'nope'):
            out(ascii(s), enc, err, end=' '); t(s.encode, enc, err)
section('encode')
codecs.register_error('t.bytes', lambda e: (b'[' + str(e.start).encode() + b']', e.end)); codecs.register_error('t.str', lambda e: ('<%d-%d>' % (e.start, e.end), e.end)); codecs.register_error('t.bad', lambda e: 5); codecs.register_error('t.oob', lambda e: ('', 1000)); codecs.register_error('t.neg', lambda e: ('x', -1)); codecs.register_error('t.uni', lambda e: ('日', e.end))
for h in ('t.bytes', 't.str', 't.bad', 't.oob', 't.uni'):
    for enc in ('ascii', 'latin-1', 'utf-8', 'utf-16', 'cp1252', 'utf-32-be'):
        out(h, enc, end=' '); t('a日本b\ud800c'.encode, enc, h); t(b'a\xffb\xfe\x81c'.decode, enc, h)
t(b'a\xff'.decode, 'ascii', 't.neg' if 0 else 't.str')
section('handlers in Python')
e = UnicodeEncodeError('ascii', 'aéb', 1, 2, 'r'); d = UnicodeDecodeError('utf-8', b'a\xffb', 1, 2, 'r'); tr = UnicodeTranslateError('aéb', 1, 2, 'r')
for n in ('strict','ignore','replace','backslashreplace','xmlcharrefreplace','surrogateescape','surrogatepass','namereplace'):
    h = codecs.lookup_error(n); out(n, end=' ')
    for x in (e, d, tr, 5, ValueError('v'), UnicodeEncodeError('utf-8', '\ud800', 0, 1, 'r'), UnicodeDecodeError('utf-8', b'\xed\xa0\x80', 0, 1, 'r'), UnicodeDecodeError('utf-16-le', b'\x00\xd8', 0, 2, 'r')):
        if n == 'namereplace': continue
        t(h, x)
section('built-in handlers')
t(codecs.lookup, 'nope'); out(codecs.lookup('utf-8').name, codecs.lookup('latin1').name, codecs.lookup('UTF 8').name); t(codecs.encode, 'abc', 'rot13'); t(codecs.decode, b'6162', 'hex'); t(codecs.encode, b'abc', 'hex'); t('a'.encode, 'rot13'); t(b'a'.decode, 'hex'); t(codecs.encode, 5); t(codecs.decode, 'a'); t(codecs.lookup_error, 'zzz'); t(codecs.register, 5); t(codecs.register_error, 'x', 5)
t(codecs.escape_encode, b"a'\\\n\x80"); t(codecs.charmap_encode, 'ab', 'strict', {97: 1, 98: b'xx'}); t(codecs.charmap_encode, 'abc', 'strict', {97: 1, 98: b'xx'}); t(codecs.charmap_decode, b'\x00\x01\x02', 'replace', {0: 'a', 1: 98}); t(codecs.charmap_decode, b'\x00\x01', 'strict', 'ab'); t(codecs.charmap_decode, b'\x02', 'strict', 'ab'); t(codecs.charmap_decode, b'\x00', 'strict', {0: -5}); t(codecs.charmap_decode, b'\x00', 'strict', {0: 1.5}); t(codecs.charmap_encode, 'a', 'strict', {97: 300}); t(codecs.charmap_encode, 'a', 'strict', {97: 'x'}); t(codecs.readbuffer_encode, 'é'); t(codecs.readbuffer_encode, b'x'); t(codecs.utf_16_encode, 'a', None, 1); t(codecs.utf_8_encode, b'x'); t(codecs.utf_8_decode, 'x')
inc = codecs.getincrementaldecoder('utf-8')(); out(repr(inc.decode(b'a\xe2\x82')), repr(inc.decode(b'\xac')), repr(inc.decode(b'', True))); inc = codecs.getincrementaldecoder('utf-16')(); out(repr(inc.decode(b'\xff\xfea')), repr(inc.decode(b'\x00b')), inc.getstate())
section('registry and _codecs')
