# The tokens of sound and unsound sources, by tokenize and by TokenizerIter.
import tokenize, io
def t(s, b=False):
    print('-----', repr(s))
    try:
        if b: g = tokenize.tokenize(io.BytesIO(s).readline)
        else: g = tokenize.generate_tokens(io.StringIO(s, newline='').readline)
        for x in g: print(tokenize.tok_name[x.type], repr(x.string), x.start, x.end, repr(x.line))
    except Exception as e: print(type(e), e.args, getattr(e,'lineno',None), getattr(e,'offset',None), getattr(e, 'text', None))
t('x = 1\n'); t('x = 1'); t('# c'); t('# c\n'); t('x # c\ny'); t('if x:\n    y\n\n    # c\nz\n'); t('if x:\n    y'); t('if x:\n    y\n  # c\n\n'); t('def f(a,\n   b): # q\n\n  return (a,  # w\n\n     b)\n')
t('x = """a\nb""" + 1\n'); t("f'a{x!r:>{w}}b{{c}}d'\n"); t("f'''a\n{x\n}b\nc'''+1\n"); t('x = \\\n  1\n'); t('\n\n  \nx\n'); t(b'x = 1\r\n\r\n# c\r\ny\r\n', 1); t('x = 1\r\n'); t('a = "\u00e9\U0001F600" + b # \u00e9\n')
t('(\n'); t('if x:\n    y\n  z\n'); t('if x:\n\ty\n        z\n'); t('"abc\n'); t('"""abc\n'); t('x = \\ y\n'); t('1abc 0x1g 1_0 1__0\n'); t('0123\n'); t('$ ? ! \n'); t(')\n'); t('(]\n'); t('x = \\'); t(''); t('\\\n'); t('x\x00y\n'); t('a\u20acb\n'); t("f'{x=}'\n"); t("f'{x:\n}'\n"); t("f'{'\n"); t('async def f(): await x\n'); t('\x0cx\n'); t('  x\n'); t('x; y\n'); t('lambda: (yield)\n'); t("rb'a' Rb'x' u'z' f'' F'x' ''''''\n"); t('a.b...c->d:=e<>f!=g\n'); t('1.5e3j 0b1 0o7 1e 1.e5 .5\n'); t("f'{a}{b}' f'{{}}' f'{{{x}}}' f'\\N{DASH}'\n"); t('class A:\n  def f(): pass\n\n\n  x=1\n# end\n'); t('x = (1,\n# c\n2)\n'); t('if 1:\n  x\n\\\n  y\n'); t(b'\xef\xbb\xbfx\n', 1); t(b'# coding: latin-1\n\xe9 = 1\n', 1); t(b'x = "\xe9"\n', 1); t('x = 1 \n'); t('x\t=\t1  # c  \n'); t('with (a as b):\n  pass'); t('a\n b\n'); t('if a:\n  b\n   c\n'); t('for x in y: pass\n\n#c'); t('"a" \\\n"b"\n')
for r in (lambda: 3, lambda: b'x', None, lambda: 1/0):
    try: print(list(tokenize.generate_tokens(r)))
    except Exception as e: print(type(e), e)
import _tokenize
for f in (lambda: _tokenize.TokenizerIter(io.StringIO('x+1').readline), lambda: list(_tokenize.TokenizerIter(io.StringIO('x+1 # c\n\n  ').readline, extra_tokens=False)), lambda: list(_tokenize.TokenizerIter(io.StringIO('if x:\n  x+1\n(a,\nb)').readline, extra_tokens=False)), lambda: _tokenize.TokenizerIter(3, extra_tokens=1), lambda: _tokenize.TokenizerIter, lambda: list(_tokenize.TokenizerIter(io.BytesIO(b'x+1').readline, encoding='nope', extra_tokens=True)), lambda: _tokenize.TokenizerIter(io.BytesIO(b'x+1').readline, encoding=3, extra_tokens=True)):
    try: print(f())
    except Exception as e: print(type(e), e)
