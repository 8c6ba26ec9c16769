def f(*a, **k): return a, sorted(k.items())
print(f(*range(2), *'ab', x=1, **{'y': 2}, **{'z': 3}))
a, b = b, a = 1, 2
print(a, b)
(x, y), [z, *w] = (1, 2), [3, 4, 5]
print(x, y, z, w, [*range(3), *{4}], {**{'a': 1}, 'b': 2}, (*'ab',))
first, *_, last = 'hello'
print(first, last)
d = {}
d['k'], d['j'] = 1, 2
i = 0
l = [0, 0]
i, l[i] = 1, 'set'
print(d, l)
for f2 in ("f(**{'a': 1}, **{'a': 2})", "f(*5)", "f(**5)", "f(**{1: 2})"):
    try: eval(f2)
    except TypeError as e: print(e)
a = b = c = []
a.append(1)
print(b, c is a)
*h, = (1, 2)
print(h)
