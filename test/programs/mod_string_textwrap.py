# string, textwrap: templates, Formatter, constants, wrapping, filling, dedent, indent, shorten.
import string, textwrap
t = string.Template('$who likes ${what}s, $$5 $missing'); print(t.safe_substitute(who='tim', what='kid'), t.get_identifiers(), t.is_valid())
for f in (lambda: t.substitute(who=1, what=2), lambda: string.Template('$').substitute(), lambda: string.Template('a\n $1').substitute()):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class F(string.Formatter):
    def get_value(self, key, args, kw): return kw.get(key, f'<{key}>') if isinstance(key, str) else args[key]
    def convert_field(self, v, c): return v.upper() if c == 'u' else super().convert_field(v, c)
print(F().format('{0} {x!u} {y:>5} {0!r}', 'a', x='up'), list(string.Formatter().parse('a{b!r:>{w}}c{{')), string.Formatter().vformat('{0.real}{a[0]}', (5,), {'a': [1]}), string.capwords('hello big world'), string.hexdigits, string.punctuation)
text = 'The quick brown fox jumped over the lazy dog. It-was-hyphenated and verylongwordthatdoesnotfit in   lines.\n\nSecond paragraph.'
for w in (20, 33): print(textwrap.fill(text, w, initial_indent='* ', subsequent_indent='  '))
print(textwrap.wrap(text, 15, break_long_words=False, max_lines=3, placeholder=' [...]'), textwrap.shorten(text, 40), textwrap.wrap('', 5), textwrap.TextWrapper(width=10, break_on_hyphens=False, drop_whitespace=False).wrap('a-b  c-d-e-f  g'))
print(repr(textwrap.dedent('''
    one
      two

    three
    ''')), repr(textwrap.indent('a\n\nb\n', '> ')), repr(textwrap.indent('a\n\nb', '+', lambda l: True)), repr(textwrap.dedent('\tx\n\t  y')))
for f in (lambda: textwrap.wrap('a', 0), lambda: textwrap.shorten('abc', 1), lambda: '{} {0}'.format(1), lambda: '{'.format(), lambda: '{a}'.format(), lambda: '{0[x]}'.format({}), lambda: '{:d}'.format('s'), lambda: '{0.nope}'.format(1), lambda: '}'.format(), lambda: '{!x}'.format(1), lambda: '%d' % 's', lambda: '%' % 1, lambda: '%s %s' % 1, lambda: '%(a)s' % 5, lambda: '%z' % 1, lambda: '%s' % (1, 2), lambda: '{:10.3d}'.format(5), lambda: format('s', '=5'), lambda: format(5, 's'), lambda: '%c' % 'ab', lambda: '%*d' % (1,)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print('{:>{w}.{p}f}|{!r:^8}|{0:,}'.format if False else '{0:>{w}.{p}f}|{1!r:^8}|{2:,}'.format(3.14159, 'q', 10 ** 7, w=9, p=2), '%-5s|%05.1f|%x|%o|%e|%r|%a|%%|%+d|% d' % ('ab', 3.14159, 255, 8, 12345.678, 'q', 'é', 5, 7), f'{"x":*<4}{5:=+6}{True:>5}{None!s:>6}{[1]!r}{1e3:g}{12:#x}{-5:06}', f'{5=} {"a" + "b"=!s} {3.14159:=^+12.2f} {{}} {"nested " + f"{1 + 1}"}')
