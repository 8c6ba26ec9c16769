"""compile() of unfinished input, as codeop asks for it, and of syntax that is newer than feature_version."""
import ast
import codeop

INCOMPLETE = 0x4200
SOURCES = [
    "a = 'a\\\n", "a = 'a\\", "a = '''a\n", "a = 'a\n", "f'''{a", "f'''a\n", "f'a\\\n", 'a = "a\\\n', '(a,', 'def f():', 'a = 1 \\\n', "x = [\n'a\n", "'a\\\nb\n", "f'{a}\\\n",
    'f"{a\n', '@d\n', 'if 1:\n  pass\nelse:\n', 'a b\n', '$', "'a", '(a **', 'x = [\n1,',
]
for src in SOURCES:
    for mode in 'exec', 'single', 'eval':
        try:
            compile(src, 'f', mode, INCOMPLETE)
            print(repr(src), mode, 'ok')
        except SyntaxError as e:
            print(repr(src), mode, type(e).__name__, e.msg, e.lineno, e.offset)

for src in 'x = (1,', 'x = 1', 'if a:', 'if a:\n  b\n', "'''", 'a b', "'\\e' + (":
    try:
        print(repr(src), codeop.compile_command(src) is not None)
    except SyntaxError as e:
        print(repr(src), e.msg)

NEWER = {
    'async def f(): pass': 5, 'async def f(): [x async for x in y]': 6, 'async def f():\n async with x: pass': 5, 'a @ b': 5, 'a @= b': 5, 'a: int = 1': 6, 'a.b: int': 6,
    '(a := 1)': 8, 'def f(a, /): pass': 8, 'lambda a, /: 1': 8, '1_000': 6, 'try: pass\nexcept* A: pass': 11, 'type X = int': 12, 'def f[T](): pass': 12,
    'class A[T=int]: pass': 13, 'class A[*T=int]: pass': 13, 'match x:\n case 1: pass': 10,
}
for src, version in NEWER.items():
    ast.parse(src, feature_version=(3, version))
    try:
        ast.parse(src, feature_version=(3, version - 1))
    except SyntaxError as e:
        print(repr(src), e.msg, e.lineno, e.offset, e.end_offset)

for nested in '-' * 6500 + '1', 'not ' * 6500 + '1', 'lambda:' * 3500 + '1', '2**' * 3500 + '1':
    try:
        compile(nested, 'f', 'eval')
    except MemoryError as e:
        print(e)

for source in b'# coding: latin9\nx = "\xa4"', b'# coding: utf-7\nx = "+AGE-"', b'# coding: nosuch\n', b'# coding: rot13\n', b'# coding: ascii\n"\xff"':
    try:
        print(compile(source, 'f', 'exec').co_consts)
    except SyntaxError as e:
        print(e.args)
