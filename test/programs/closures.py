def make():
    fs = []
    for i in range(3):
        def f(): return i
        fs.append(f)
    return fs
print([f() for f in make()])
def counter():
    c = {'n': 0}
    def inc(): c['n'] += 1; return c['n']
    def get(): return c['n']
    return inc, get
inc, get = counter()
inc(); inc()
print(get(), inc.__code__.co_freevars, inc.__closure__[0].cell_contents)
def a():
    x = 1
    def b():
        nonlocal x
        x += 1
        def c():
            nonlocal x
            x *= 10
            return x
        return c
    return b()() , x
print(a())
class K:
    y = 5
    z = [v for v in range(2)]
    def m(self): return __class__.__name__
print(K.z, K().m())
def late():
    def inner(): return v
    v = 'late'
    return inner()
print(late(), [lambda: i for i in range(2)][0](), {k: (lambda k=k: k)() for k in 'ab'})
def unbound():
    def g(): return q
    if False: q = 1
    return g()
try:
    unbound()
except NameError as e: print(type(e).__name__, e)
