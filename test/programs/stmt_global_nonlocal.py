# global and nonlocal through nesting, classes, comprehensions, exec; and their errors.
x = 'module'


def outer():
    x = 'outer'

    def middle():
        nonlocal x
        x = 'changed'

        class C:
            global x
            seen = x
            x = 'from class'

            def method(self):
                return x
        return C, [x for _ in range(2)], (lambda: x)()
    result = middle()
    return x, result


values, (C, listed, called) = outer()[0], outer()[1]
print(values, C.seen, C().method(), listed, called, x)


def counter():
    n = 0

    def up(by=1):
        nonlocal n
        n += by
        return n

    def down():
        nonlocal n
        n -= 1
        return n
    return up, down


up, down = counter()
print(up(), up(5), down(), up.__closure__[0].cell_contents, up.__code__.co_freevars)


def makes_global():
    global made, also
    made = also = 1
    del also


makes_global()
print(made, 'also' in globals())


class Scope:
    y = 1
    z = [y for _ in range(1)] if False else y
    try:
        w = [y for y in range(3)]
    except NameError:
        w = None

    def get(self):
        try:
            return y
        except NameError as e:
            return str(e)


print(Scope.z, Scope.w, Scope().get())
for source in ('def f():\n x = 1\n global x', 'def f():\n nonlocal q', 'nonlocal x', 'def f(a):\n global a', 'def f():\n print(x)\n global x', 'def f():\n nonlocal x\n def g(): pass', 'class A:\n nonlocal t', 'def f(x):\n nonlocal x', 'def f():\n global a\n nonlocal a'):
    try:
        compile(source, '<s>', 'exec')
    except SyntaxError as e:
        print(e.msg, e.lineno, e.offset)
ns = {}
exec('global g1\ng1 = 5\ndef h():\n    return g1', ns)
print(ns['h']())


def shadow():
    exec('inside = 1')
    return 'inside' in locals()


print(shadow())
print((lambda: [i for i in range(3) if (last := i) >= 0] and last)())
