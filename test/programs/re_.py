# Regular expressions: every method and message, all widths of strings; then random patterns.
import re
# widths
for ch in 'aéĀ\U0001F600':
    s = ('x' * 5 + ch) * 3 + 'foo(12) BAR'
    print(ascii([m.span() for m in re.finditer('x+' + ch, s)]), ascii(re.split(ch, s)), ascii(re.sub('(x+)' + ch, r'<\1>', s)), ascii(re.subn('[' + ch + ']', lambda m: m[0].upper(), s, count=2)))
    print(re.search(r'(?i)bar$', s), re.search(r'(?<=\()\d+(?=\))', s), re.fullmatch(r'(?s:.)+', s).end())
for f in (lambda: re.compile('(a'), lambda: re.compile('a').match(1), lambda: re.compile('a').match(b'a'), lambda: re.compile(b'a').match('a'),
          lambda: re.match('(a)(b)?', 'a').group(3), lambda: re.match('(a)(b)?', 'a').group('x'), lambda: re.compile('a').match(), lambda: re.compile('a').match('a', 'b'),
          lambda: re.compile('a').match('a', foo=1), lambda: re.compile('a').scanner('a').match(1), lambda: re.Pattern(), lambda: type(re.match('','')).foo,
          lambda: setattr(re.compile('a'), 'pattern', 1), lambda: re.sub('(a)', r'\2', 'a'), lambda: re.sub('a', 5, 'a'),
          lambda: re.match('(a)(?P<n>b)', 'ab').start(1,2), lambda: re.match('a','a').groups(1,2), lambda: re.match('a','a').groupdict(x=2), lambda: re.match('a','a')[None]):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
m = re.match('(?P<first>a)(?P<last>b)?(c)', 'ac', 0)
print(m, m.groups(), m.groups('-'), m.groupdict(), m.groupdict(default=0), m.regs, m.lastindex, m.lastgroup, m.re, m.string, m.pos, m.endpos, m.span(2), m.expand(r'\1-\g<last>-\3'), m['first'], m[3])
import copy
print(copy.copy(m) is m, m.re.groupindex, hash(m.re) == hash(re.compile('(?P<first>a)(?P<last>b)?(c)')), m.re == re.compile('(?P<first>a)(?P<last>b)?(c)'), m.re != 3, re.compile('a') == re.compile(b'a'))
print(re.compile('a' * 300), re.compile(b'x', re.I|re.M|re.S|re.X|re.L), re.compile('x', re.A))
print(re.match('.*', 'x' * 100), re.findall(b'(a)(b)?', bytearray(b'abaab')), re.findall('', 'abc'), re.split('x*', 'axbc'), re.sub('x*', '-', 'abxd'), re.findall(b'a', memoryview(b'aab')))
print(re.match(r'(?:a|b)*c', 'ab' * 50000 + 'c').end(), re.match(r'(?:a|ab)*?$', 'ab' * 3000).end(), re.match(r'(?>a+)b', 'aaab'), re.match('a++a', 'aaa'), re.match('(?:ab)*+c', 'ababc'), re.match(r'(a)?(?(1)b|c)', 'c'))
print(list(re.compile('(?P<w>\\w)(?P<d>\\d)?').scanner('a1b').search.__self__.pattern.groupindex.items()), re.template if hasattr(re, 'template') else None)
s = re.Scanner([(r"[a-zA-Z_]\w*", lambda sc, t: t), (r"\d+\.\d*", lambda sc, t: float(t)), (r"\d+", lambda sc, t: int(t)), (r"=|\+|-|\*|/", lambda sc, t: "op%s" % t), (r"\s+", None)])
print(s.scan("sum = 3*foo + 312.50+bar"))
print(re.compile('[а-я]+', re.I).findall('Привет МИР ſ K'), re.findall('(?i)[k-s]', 'ſK'), re.findall(r'\w+', 'naïve café 日本 12 _x'), re.findall(r'\bfoo\b', 'foo foobar foo'))
print(re.sub(r'(?P<x>a)', r'\g<x>\g<0>\n\t\\', 'bab'), re.sub('a', r'\\', 'a'), re.escape('a.b*c'), re.purge())
import weakref
p = re.compile('weak[ly]'); print(weakref.ref(p)() is p, type(p).__weakref__ if hasattr(type(p), '__weakref__') else 'nw', p.__sizeof__(), m.__sizeof__(), re.Pattern[str], re.Match[bytes])
print(re.match('x', 'y'), [re.match(f, 'aXb\nc', fl) for f in ('a.b$', '(?m)a.b$', 'a.b\\Z', 'a.b.c') for fl in (0, re.S)])
