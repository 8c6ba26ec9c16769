class V:
    def __init__(s, *a): s.a = a
    def __repr__(s): return f'V{s.a}'
    def __add__(s, o): return V(*map(sum, zip(s.a, o.a))) if isinstance(o, V) else NotImplemented
    def __mul__(s, k): return V(*(x * k for x in s.a))
    __rmul__ = __mul__
    def __matmul__(s, o): return sum(x * y for x, y in zip(s.a, o.a))
    def __neg__(s): return V(*(-x for x in s.a))
    def __iadd__(s, o): s.a = (s + o).a; return s
    def __eq__(s, o): return s.a == o.a
    def __getitem__(s, i): return s.a[i]
    def __divmod__(s, k): return s // k, s % k
    def __floordiv__(s, k): return V(*(x // k for x in s.a))
    def __mod__(s, k): return V(*(x % k for x in s.a))
    def __pow__(s, k, m=None): return ('pow', k, m)
    def __rsub__(s, k): return ('rsub', k)
    def __invert__(s): return 'inv'
    def __lshift__(s, k): return 'ls'
    def __and__(s, k): return 'and'
    def __round__(s, n=None): return ('round', n)
    def __int__(s): return 7
    def __float__(s): return 7.5
    def __complex__(s): return 7j
    def __abs__(s): return 'abs'
a, b = V(1, 2), V(3, 4)
print(a + b, a * 2, 3 * a, a @ b, -a, a == V(1, 2), divmod(b, 2), a ** 2, pow(a, 2, 3), 5 - a, ~a, a << 1, a & 1, round(a), round(a, 2), int(a), float(a), complex(a), abs(a), list(a), a[0:1])
a += b; print(a)
for f in (lambda: a + 1, lambda: 1 + a, lambda: a - 1, lambda: a < b, lambda: a['x'], lambda: +a, lambda: a(), lambda: a | 1, lambda: a / 2):
    try: print(f())
    except TypeError as e: print(e)
