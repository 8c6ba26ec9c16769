# str: methods at their edges, Unicode case mapping, searching, splitting, translation, encoding errors, growth.
import sys
s = 'Hello, Wörld! ß ﬁ İ ǆ'
print(s.upper(), s.lower(), s.title(), s.swapcase(), s.casefold(), s.capitalize(), 'ß'.upper() == 'SS', 'ΑΣ'.lower(), 'ŉ'.upper(), [c for c in 'a1²Ⅷ_ \u2003é' if c.isalpha()], [f'{c.isdigit():d}{c.isdecimal():d}{c.isnumeric():d}{c.isspace():d}{c.isidentifier():d}{c.isprintable():d}' for c in '1²Ⅷ \ta'])
print('a,b,,c'.split(','), 'a b  c '.split(), ' a b '.split(None, 1), 'a,b,c'.rsplit(',', 1), 'l1\nl2\r\nl3\x0bl4\u2028'.splitlines(), 'a\n'.splitlines(True), 'k=v=w'.partition('='), 'k=v=w'.rpartition('='), 'none'.partition('='), '-'.join('abc'), 'x'.join([]), 'abc'.find(''), 'abc'.rfind('c', -1), 'aXbX'.replace('X', '--', 1), 'aaa'.count('aa'), ''.count(''), 'abcabc'.index('c', 3), 'banana'.strip('ab'), '  x '.lstrip(), 'xxyx'.rstrip('x'), 'prefix-x'.removeprefix('prefix'), 'x.py'.removesuffix('.py'))
print('ab'.center(7, '*'), 'ab'.ljust(4) + '|', '7'.zfill(3), '-7'.zfill(4), '+x'.zfill(5), 'a\tbc\td'.expandtabs(4), 'abc'.translate({97: 'AA', 98: None, 99: 100}), 'abc'.translate(str.maketrans('ab', 'xy', 'c')), 'abc'.startswith(('x', 'ab')), 'abc'.endswith('c', 0, 2), 'abc' in 'xabcx', 'a' * 3, 'abc'[::-1], 'é' < 'z', max('aZé'), sorted('bAc'), 'a'.__eq__(1), 'abc'.encode('utf-16-le'), 'é€😀'.encode(), len('😀'), '😀'[0], ascii('é😀'), repr('a\'b"\n\x7f\u200b\ud800'), chr(0x1f600), ord('é'))
for enc, err in (('ascii', 'strict'), ('ascii', 'ignore'), ('ascii', 'replace'), ('ascii', 'xmlcharrefreplace'), ('ascii', 'backslashreplace'), ('ascii', 'namereplace'), ('latin-1', 'strict'), ('utf-8', 'surrogatepass'), ('cp1252', 'strict'), ('utf-7', 'strict'), ('utf-32-be', 'strict'), ('rot13', 'strict'), ('nope', 'strict'), ('ascii', 'nope'), ('idna', 'strict'), ('punycode', 'strict')):
    try: print(enc, err, 'é€x'.encode(enc, err))
    except Exception as e: print(enc, err, type(e).__name__, e)
for raw, enc, err in ((b'\xff', 'utf-8', 'strict'), (b'a\xc3', 'utf-8', 'replace'), (b'\xed\xa0\x80', 'utf-8', 'surrogatepass'), (b'\x80', 'ascii', 'surrogateescape'), (b'\xff\xfea\0', 'utf-16', 'strict'), (b'a', 'utf-16', 'strict'), (b'\x81', 'cp1252', 'backslashreplace'), (b'\\u00e9\\n', 'unicode_escape', 'strict'), (b'+AOk-', 'utf-7', 'strict'), (b'\xc3\xa9', 'utf-8-sig', 'strict')):
    try: print(ascii(raw.decode(enc, err)))
    except Exception as e: print(type(e).__name__, e)
for f in (lambda: 'a' + 1, lambda: 'a' * 's', lambda: 'abc'[5], lambda: 'a'.join([1]), lambda: 'abc'.index('z'), lambda: 'a'.split(''), lambda: 'a'.center(3, 'xy'), lambda: str(b'a', 'ascii', 'x', 1), lambda: str(5, 'ascii'), lambda: 'a'.translate(5), lambda: str.maketrans('a', 'bc'), lambda: str.maketrans(5), lambda: ord('ab'), lambda: chr('a'), lambda: 'a' < 1, lambda: 'a'.replace('a'), lambda: 'a'.startswith(5), lambda: 'a'.startswith(('a', 5)), lambda: 'a' in 5, lambda: 5 in 'a', lambda: ''.partition(''), lambda: 'x'.encode(5), lambda: 'a'.find(), lambda: 'a'.__getitem__('b'), lambda: 'a'.zfill('b'), lambda: str.upper(5), lambda: 'a'.strip(5), lambda: 'a'.expandtabs('x')):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
t = ''; sizes = []
for i in range(40):
    t += 'x' if i < 30 else 'é' if i < 35 else '€'
    sizes.append(sys.getsizeof(t))
print(sizes, sys.getsizeof('😀'), sys.getsizeof('a'), sys.getsizeof(''), sys.intern('q r') is sys.intern('q r'))
