# Calls every builtin and every method of the builtin types with wrong arguments: error paths leak first. The heap checker looks
# afterwards; here the counts of the arguments and the number of blocks are compared between rounds.
import sys, gc, builtins
SKIP = {'input', 'breakpoint', 'exit', 'quit', 'help', 'copyright', 'credits', 'license', 'print', 'open', '__import__', 'exec', 'eval', 'compile', 'pow'}
class Thing: pass
class Bad:
    def __index__(self): raise ValueError('index')
    def __len__(self): raise ValueError('len')
    def __iter__(self): raise ValueError('iter')
    def __hash__(self): raise ValueError('hash')
    def __eq__(self, other): raise ValueError('eq')
    def __bool__(self): raise ValueError('bool')
    def __getitem__(self, k): raise ValueError('item')
    def __repr__(self): raise ValueError('repr')
class HalfIter:
    def __iter__(self):
        yield 1
        yield 'two'
        raise ValueError('half')
def probes():
    return [Thing(), Bad(), HalfIter(), 'text' * 9, b'bytes' * 9, [1, 2], (1, 'x'), {'k': 1}, {1, 2}, 10 ** 18 + 1, 1.5, None, 3, lambda *a: 1 / 0, 'a,b']
def shapes(p):
    yield ()
    n = len(p)
    for i in range(n):
        yield (p[i],)
        yield (p[i], p[(i + 1) % n]); yield (p[i], p[(i * 3 + 4) % n])
        yield (p[i], p[(i + 2) % n], p[(i + 3) % n])
    yield (p[0],) * 4
def call_all(f, p):
    for a in shapes(p):
        try: r = f(*a)
        except Exception: pass
    try: r = f(p[3], nonsense=p[0])
    except Exception: pass
    try: r = f(p[4], **{'key': p[3], 'default': p[4]})
    except Exception: pass
    r = None
HEAVY = {'__mul__', '__rmul__', '__imul__', '__pow__', '__rpow__', '__lshift__', '__rlshift__', '__ilshift__', 'ljust', 'rjust', 'center', 'zfill', 'to_bytes', 'expandtabs', '__class__', '__subclasshook__', '__getnewargs__', '__new__2'}
def targets():
    for n in sorted(dir(builtins)):
        if n not in SKIP and callable(getattr(builtins, n)): yield n, getattr(builtins, n)
    for make in MAKERS:
        o = make()
        for n in sorted(dir(type(o))):
            if n in HEAVY or n.startswith('gi_'): continue
            attr = getattr(type(o), n, None)
            if callable(attr):
                yield type(o).__name__ + ':' + n, lambda *a, _n=n, _m=make, **k: getattr(_m(), _n)(*a, **k)
MAKERS = [lambda: 'text', lambda: b'bytes', lambda: bytearray(b'xyz'), lambda: [3, 1, 2], lambda: (1, 2, 3), lambda: {'a': 1}, lambda: {1, 2}, lambda: frozenset({1}), lambda: 5, lambda: 2.5, lambda: 1j, lambda: range(9), lambda: memoryview(b'abc'), lambda: slice(1, 2), lambda: {}.keys(), lambda: {1: 2}.items(), lambda: property(), lambda: (i for i in 'ab'), lambda: ValueError('v'), lambda: OSError(1, 'x'), lambda: ExceptionGroup('g', [ValueError()]), lambda: type('T', (), {}), lambda: Thing(), lambda: object(), lambda: enumerate([1]), lambda: zip([1]), lambda: map(str, [1]), lambda: iter([1]), lambda: iter('ab'), lambda: reversed([1]), lambda: list[int], lambda: int | str, lambda: super(Thing, Thing()), lambda: len, lambda: Thing().__init__, lambda: classmethod(len), lambda: staticmethod(len), lambda: call_all, lambda: call_all.__code__, lambda: type(sys)('m')]
def run(name, f):
    p = probes()
    call_all(f, p)
    seen = []
    for i in range(5):
        call_all(f, p)
        gc.collect(0)
        seen.append(sys.getallocatedblocks())
    steps = [y - x for x, y in zip(seen, seen[1:])]
    if min(steps) > 2: print('grows by', steps, 'blocks:', name)
gc.disable()
for name, f in targets(): run(name, f)
print('done')
