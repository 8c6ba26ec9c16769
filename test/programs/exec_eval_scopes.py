# exec, eval, compile: scopes, builtins, flags, closures, classes inside, locals(), errors in generated code.
ns = {}
exec('x = 1\ndef f(): return x\nclass C: y = x\nz = [x for _ in range(2)]', ns); print(ns['f'](), ns['C'].y, ns['z'], '__builtins__' in ns)
loc = {}; exec('a = 1; b = a + 1', {}, loc); print(loc, eval('a + b', {}, loc), eval('a + q', {'q': 10}, loc), eval(compile('1 + 1', '<e>', 'eval')))
class M(dict):
    def __missing__(self, k): return f'<{k}>'
print(eval('one', {}, M()), eval('len([1])', {'__builtins__': {'len': lambda x: 'mine'}}))
for code, g in (('nope', {}), ('len', {'__builtins__': {}}), ('1 +', {}), ('x = 1', {}), ('import os', {'__builtins__': {}}), ('', {}), ('a b', {}), ('f"{"', {}), (5, {}), ('1\n2', {}), ('yield 1', {}), ('return', {}), ('"\\x"', {}), ('0777', {}), ('1_', {}), ("'a", {}), ('(', {}), (')', {}), ('x' * 5 + ' = ', {})):
    try: print(eval(code, g))
    except Exception as e: print(repr(code), type(e).__name__, e)
def outer():
    v = 'enclosed'
    def inner(): return eval('v') if v else None
    exec('v = 2')
    return inner(), v, sorted(locals())
print(outer())
code = compile('print(__name__)\nq = 5\nq * 2', '<c>', 'exec'); exec(code, {'__name__': 'given'}); exec(compile('3 + 4\n', '<s>', 'single'))
def closure(a): return lambda: a
exec(closure(1).__code__, {}, closure=(lambda c: c.__closure__)(closure('cell')))
for bad in (lambda: exec(closure(1).__code__), lambda: exec('1', closure=()), lambda: exec(5), lambda: exec('1', 5), lambda: exec('1', {}, 5), lambda: eval('1', []), lambda: compile('1', 'f', 'bad'), lambda: compile('1', 'f', 'exec', 1 << 30), lambda: compile('1', 'f', 'exec', optimize=5), lambda: compile(b'\xff', 'f', 'exec'), lambda: compile('a\0b', 'f', 'exec'), lambda: eval(), lambda: eval(b'1 + 1'), lambda: globals(1)):
    try: print(bad())
    except Exception as e: print(type(e).__name__, e)
print([compile('assert 0; "doc"; __debug__', 'f', 'exec', optimize=o).co_consts for o in (0, 1, 2)], compile('def f():\n "doc"\n return 1', 'f', 'exec', optimize=2).co_consts[0].co_consts)
import __future__
print(compile('def f(a: undefined): pass', 'f', 'exec', __future__.annotations.compiler_flag).co_flags & 0x1000000 != 0, vars() is globals(), sorted(k for k in dir() if k in 'nsloccode'))
