# match with class, mapping, sequence and alternative patterns; with; comprehensions; unpacking; del; keyword dicts; f-strings.
import sys
R = sys.getrefcount


class P:
    __match_args__ = ('x', 'y')

    def __init__(self, x, y): self.x, self.y = x, y


class V:
    def __init__(self, n): self.n = n
    def __repr__(self): return f'V{self.n}'


a, b = V(1), V(2)
for subject in (P(a, b), P(a, [b, b]), {'k': a, 'rest': b, 'more': a}, [a, b, a], (a, [b, a]), a, 'text', {'k': [a]}):
    match subject:
        case P(x=first, y=[second, *others]):
            print(R(first), R(second), R(others), R(subject))
        case P(first, second) as whole:
            print(R(first), R(second), R(whole))
        case {'k': [inner]}:
            print(R(inner), R(subject))
        case {'k': value, **rest}:
            print(R(value), R(rest), R(rest['rest']), R(subject))
        case [V() as head, *middle, V(n=1) as tail]:
            print(R(head), R(middle), R(tail), R(subject))
        case (V(n=1 | 2), [item, _]):
            print(R(item), R(subject))
        case V(n=n) if n == 1:
            print(R(n), R(subject))
        case str(text):
            print(text)
first = second = others = whole = value = rest = head = middle = tail = inner = item = subject = None
print(R(a), R(b))


class CM:
    def __init__(self, v): self.v = v
    def __enter__(self): return self.v
    def __exit__(self, *exc):
        self.exc = exc
        return True


cm = CM(a)
with cm as entered, CM(b) as other:
    print(R(cm), R(entered), R(other))
    raise ValueError(b)
print(R(a), R(b), R(cm), R(cm.exc))
del entered, other, cm
print(R(a), R(b))

listed = [(x, y) for x in (a, b) for y in [a, b] if x is not y]
mapped = {x.n: x for x in (a, b, a)}
unique = {x for x in (a, b, a)}
nested = [[y for y in row] for row in [[a, b], [b]]]


def makes_closures():
    # In a function: CPython 3.13.0 crashes when f_locals of a module is read in a comprehension that has a cell.
    return [lambda: x for x in (a, b)]


closures = makes_closures()
lazy = (x for x in [a, b])
print(R(a), R(b), R(listed), R(listed[0]), R(mapped), R(unique), R(nested[0]), R(closures[0]))
cell = closures[0].__closure__[0]
print(R(cell), R(cell.cell_contents), cell is closures[1].__closure__[0])
del listed, mapped, unique, nested, closures, lazy, cell
print(R(a), R(b))

first, *rest, last = [a, b, a, b]
(x, y), *zs = [(a, b), a, b]
[*spread] = {a.n: a, b.n: b}.values()
print(R(a), R(b), R(rest), R(zs), R(spread))
del first, rest, last, x, y, zs, spread
merged = {**{'a': a}, **dict(b=b)}
joined = [*[a], *(b, a), *{a: 1}]
print(R(a), R(b), R(merged), R(joined))


def takes(p, /, q, *args, k=a, **kw):
    print(R(p), R(q), R(args), R(k), R(kw), [R(v) for v in kw.values()], R(a), R(b))
    return args, kw


kept = takes(a, b, a, b, k=b, z=a, w=b)
again = takes(*joined, **merged)
print(R(kept), R(kept[0]), R(kept[1]), R(again[0]), R(again[1]), R(a), R(b))
del kept, again, merged, joined
print(R(a), R(b))
pieces = [f'{a}', f'{a!r:>5}', f'{a}{b}', '%s %r' % (a, b), '{} {x}'.format(a, x=b), f'{a=}', 'const']
print(R(a), R(b), [R(p) for p in pieces])
box = [a, b, [a]]
del box[0], box[0]
print(R(a), R(b), R(box))
d = {'x': a, 'y': b}
del d['x']
o = P(a, b)
del o.x
print(R(a), R(b))
o.y = a
w = d.pop('y'); d.setdefault('s', w); d.update(s=a)
print(R(a), R(b), R(w))
if (walrus := [a, b]) and (n := len(walrus)):
    print(R(walrus), R(a))
a, b = b, a
a, (b, c) = b, (a, [a])
print(R(a), R(b), R(c))
