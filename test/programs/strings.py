s = 'Hello, Wörld! 你好 😀'
print(s, len(s), s.upper(), s.lower(), s.swapcase(), s.title(), s[::-1])
print(repr(s), ascii(s), repr('a\tb\n\x00\x7f\xad\u2028'), repr("it's"), repr('"it\'s"'))
print(s.find('W'), s.index('l'), s.count('l'), s.replace('l', 'L', 2), s.partition(', '), s.rpartition('l'))
print('a,b,,c'.split(','), ' a  b '.split(), 'a-b-c'.rsplit('-', 1), 'x\ny\r\nz'.splitlines(), 'x\ny'.splitlines(True))
print('abc'.center(11, '*'), 'abc'.ljust(6) + '|', 'abc'.rjust(6), '42'.zfill(5), '-42'.zfill(5))
print('  x '.strip(), 'xxabcxx'.strip('x'), 'prefix-body'.removeprefix('prefix-'), 'body.py'.removesuffix('.py'))
print('abc'.startswith(('x', 'ab')), 'abc'.endswith('bc'), 'abc' in 'xabcx', 'a' * 5, 'abc' < 'abd', 'Z' < 'a')
print('123'.isdigit(), 'abc'.isalpha(), 'ab1'.isalnum(), ' \t'.isspace(), 'Ab'.istitle(), 'name_1'.isidentifier(), '²'.isdigit(), '½'.isnumeric())
print('%s %r %d %5.2f %x %c %%' % ('s', 'r', 42, 3.14159, 255, 'c'), '%(a)s-%(b)03d' % {'a': 1, 'b': 2})
print('{} {1} {0}'.format('a', 'b') if False else '{0} {1} {0}'.format('a', 'b'), '{:>10}|{:<10}|{:^10}'.format('r', 'l', 'c'), '{a[0]} {b.real}'.format(a=[1], b=5))
print('ß'.upper(), 'ß'.casefold(), 'İ'.lower(), 'ΑΣ'.lower(), 'ǆ'.title())
print('abc'.encode(), 'é'.encode('latin-1'), 'é'.encode('utf-16-le'), b'\xc3\xa9'.decode(), 'x'.join(['1', '2', '3']))
print('a\u0301', len('a\u0301'), ord('a'), chr(128512), 'tab\tx'.expandtabs(4), 'abc'.translate({97: 'A', 98: None}), str.maketrans('ab', 'xy'))
print(s[7:12], s[-1], s[::3], s[20:30] == '')
for f in (lambda: 'abc'[5], lambda: 'a' + 1, lambda: 'x'.index('y'), lambda: '{}'.format(), lambda: '%d' % 'x', lambda: 'é'.encode('ascii')):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
print(str(b'x', 'ascii'), str(5), hash('') == hash(''), 'a' 'b' "c")
print(f'{s!r:.10} {"x":>{5}} {1+1=} {"nested " + f"{2*3}"}')
