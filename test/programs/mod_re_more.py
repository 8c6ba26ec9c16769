# re: matching, groups, substitution, splitting, flags, lookaround, named groups, scanners, errors.
import re
m = re.match(r'(?P<year>\d{4})-(?P<mon>\d\d)(-(\d\d))?', '2024-05 rest')
print(m, m.group(), m.groups(), m.groupdict(), m.span('mon'), m.start(3), m.end(), m['year'], m.lastindex, m.lastgroup, m.re.groups, m.string, m.expand(r'\g<mon>/\1'), m[0, 2] if False else m.group(1, 2))
print(re.findall(r'\b(\w)(\w*)\b', 'one two'), re.split(r'(,)\s*', 'a, b,c'), re.sub(r'(\w+) (\w+)', r'\2 \1', 'hello world'), re.subn('a', lambda m: m.group().upper(), 'banana', count=2), [m.span() for m in re.finditer('a*', 'baac')], re.fullmatch('a+', 'aaa').span(), re.search('(?i)B', 'abc').start(), re.escape('a.b*c'))
for p, s in ((r'(?<=a)b', 'ab'), (r'(?<!a)b', 'cb'), (r'a(?=b)', 'ab'), (r'a(?!b)', 'ac'), (r'(a|b)*?c', 'abac'), (r'(?:x|y){2,3}', 'xyxy'), (r'(.)\1', 'abba'), (r'^b', 'a\nb'), (r'(?m)^b$', 'a\nb\n'), (r'(?s)a.b', 'a\nb'), (r'(?x) a  b # c', 'ab'), (r'[^\W\d_]+', '12abÉ_'), (r'(?a:\w+)', 'éa'), (r'(a)?(?(1)b|c)', 'ab'), (r'\Aab\Z', 'ab'), (r'a{,2}', 'aaa'), (r'a++b', 'aab'), (r'(?>a+)b', 'aab'), (r'[\d\-x]+', '1-x'), (r'\N{DIGIT ONE}', '1'), (r'[a-c&&b]', 'b')):
    m = re.search(p, s); print(p, m and m.span(), m and m.groups())
for p in ('(', ')', '[', '*a', 'a**', '(?P<n>a)(?P<n>b)', '(?P=x)', r'\1', '(?<=a*)b', '[z-a]', 'a{3,1}', r'\q', '(?z)', '(?P<1a>x)', 'a(?i)b', '(?(2)a)', '\\'):
    try: re.compile(p); print('fine', p)
    except re.error as e: print(e.msg, e.pos, e.lineno, e.colno, e)
    except Exception as e: print(type(e).__name__, e)
c = re.compile(r'x(\d)', re.I | re.M); print(c, c.flags, c.pattern, c.groupindex, c == re.compile(r'x(\d)', re.I | re.M), c.search('aX5', 1).group(1), c.match('x5', 1), c.findall('x1X2'), re.compile(b'a').match(b'ab'), c.sub(r'<\g<0>>', 'x1 X2'), c.scanner('x1').search().group())
for f in (lambda: re.match('a', b'a'), lambda: c.sub('x', 5), lambda: re.sub('a', r'\2', 'a'), lambda: re.match('a', 'a').group(1), lambda: re.match('(a)', 'a').group('n'), lambda: re.compile(c, re.I), lambda: re.compile(5)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print(re.sub('(?P<x>a)', r'[\g<x>\g<1>]', 'cat'), re.sub('', '-', 'abc'), re.split('', 'ab'), re.split(r'\s*', ' a b'), re.split('x', 'axbxc', maxsplit=1), re.sub(r'\d+', lambda m: str(int(m[0]) * 2), 'a1b22'), re.RegexFlag(10), re.NOFLAG, re.I | re.X, re.Scanner([(r'\d+', lambda s, t: int(t)), (r'\s+', None)]).scan('1 22 x'))
