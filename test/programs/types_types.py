# Types: creation, MRO, slots, class and base assignment, wrappers, super.
def err(f, *a, **k):
    try:
        r = f(*a, **k)
        print('no error', r)
    except BaseException as e:
        print(type(e).__name__, e)
class O: pass
class A(O): pass
class B(O): pass
class C(A, B): pass
class D(B): pass
class E(C, D): pass
print([t.__name__ for t in E.__mro__], E.__bases__, E.__base__, E.mro()[1])
err(lambda: type('X', (A, O, A), {})); err(lambda: type('X', (O, A), {})); err(lambda: type('X', (int, str), {})); err(lambda: type('X', (bool,), {})); err(lambda: type('X', (1,), {})); err(lambda: type('X', (type(None),), {}))
err(type); err(type, 1, 2); err(type, 'a', (), {}, x=1); err(type, 1, (), {}); err(type, 'a', 1, {}); err(type, 'a\0b', (), {}); print(type('Z', (), {'q': 1}).q)
print(O.__subclasses__(), A.__subclasses__())
class M(type):
    def __new__(m, name, bases, ns, **kw): print('M.new', name, kw); return super().__new__(m, name, bases, ns)
    def __init__(cls, name, bases, ns, **kw): print('M.init', name, kw); super().__init__(name, bases, ns)
    def __call__(cls, *a, **k): print('M.call', a, k); return super().__call__(*a, **k)
    @classmethod
    def __prepare__(m, name, bases, **kw): print('prepare', name, kw); return {'prep': 1}
    def meth(cls): return 'meth ' + cls.__name__
    def __instancecheck__(cls, i): return i == 42
    def __subclasscheck__(cls, c): return c is int
class X(metaclass=M, opt=3):
    def __init__(self, *a): self.a = a
x = X(1, 2); print(x.a, X.prep, X.meth(), type(X), isinstance(42, X), isinstance(x, X), isinstance(43, X), issubclass(int, X), issubclass(str, X)); err(lambda: x.meth())
class Y(X): pass
print(type(Y))
class M2(type): pass
err(lambda: M2('Q', (X,), {}))
class IS:
    def __init_subclass__(cls, /, tag=None, **kw): super().__init_subclass__(**kw); cls.tag = tag; print('init_subclass', cls.__name__, tag)
class IS1(IS, tag='t'): pass
err(lambda: type('IS2', (IS,), {}, bad=1))
print(IS1.tag)
class CG:
    def __class_getitem__(cls, k): return (cls.__name__, k)
print(CG[1], CG[int, str]); err(lambda: O[1])
class N:
    def __new__(cls, v): self = super().__new__(cls); self.v = v; return self
n = N(3); print(n.v); err(N); err(lambda: O(1)); err(lambda: O(x=1)); err(object, 1); err(object.__new__); err(object.__new__, 1); err(object.__new__, int); err(int.__new__, str); err(lambda: list.__new__(dict))
class I:
    def __init__(self): return 5
err(I)
class Sub(int):
    def __add__(self, o): return 'sub add'
    def __radd__(self, o): return 'sub radd'
print(Sub(3) + 1, 1 + Sub(3), Sub(3) * 2, type(Sub(3) * 2))
class V:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return isinstance(o, V) and self.v == o.v
    def __lt__(self, o): return self.v < o.v
print(V(1) == V(1), V(1) != V(1), V(1) < V(2), V(1) > V(2)); err(lambda: V(1) <= V(2)); err(hash, V(1)); print(V.__hash__)
class W:
    def __hash__(self): return 2**70
    def __bool__(self): return False
    def __len__(self): return 4
    def __contains__(self, k): return k == 'in'
    def __getitem__(self, k): return ('item', k)
    def __setitem__(self, k, v): print('set', k, v)
    def __delitem__(self, k): print('del', k)
    def __iter__(self): return iter([1, 2])
    def __call__(self, *a, **k): return ('called', a, k)
    def __index__(self): return 7
    def __int__(self): return 8
    def __float__(self): return 9.5
    def __str__(self): return 'STR'
    def __repr__(self): return 'REPR'
    def __format__(self, s): return 'FMT' + s
    def __neg__(self): return 'neg'
    def __pow__(self, o, m=None): return ('pow', o, m)
    def __rpow__(self, o): return ('rpow', o)
    def __iadd__(self, o): return ('iadd', o)
    def __matmul__(self, o): return 'mat'
    def __divmod__(self, o): return 'divmod'
    def __reversed__(self): return 'rev'
w = W(); print(hash(w) == hash(2**70), bool(w), len(w), 'in' in w, 'out' in w, w[3], w[1:2], list(w), w(1, a=2), [0]*8 and range(10)[w], int(w), float(w), str(w), repr(w), f'{w:x}', '%s' % w, -w, w ** 2, pow(w, 2, 3), 2 ** w, w @ 1, divmod(w, 1), reversed(w))
w[1] = 2; del w[3]; w += 5; print(w)
class Bad:
    def __len__(self): return -1
    def __bool__(self): return 3
    def __repr__(self): return 3
    def __str__(self): return b''
    def __hash__(self): return 'x'
    def __index__(self): return 'x'
    def __iter__(self): return 3
    def __contains__(self, k): raise ValueError('c')
b = Bad(); err(len, b); err(bool, b); err(repr, b); err(str, b); err(hash, b); err(lambda: [1][b]); err(iter, b); err(lambda: 1 in b); err(lambda: -b); err(lambda: b + 1); err(lambda: b ** 2); err(lambda: b[1]); err(lambda: b()); err(lambda: b < b)
err(lambda: 1 + 'a'); err(lambda: 'a' + 1); err(lambda: [] + ()); err(lambda: 1 @ 2); err(lambda: {} | 1); err(lambda: [1] * 'a'); err(lambda: -'a'); err(lambda: ~1.5); err(lambda: 1 < 'a'); err(lambda: None + 1); err(lambda: print >> 1)
class Seq:
    def __init__(self): self.n = 0
    def __getitem__(self, i):
        if i > 3: raise IndexError
        return i * i
print(list(Seq()), 4 in Seq(), tuple(Seq()), [*Seq()])
class It:
    def __init__(self): self.i = 0
    def __iter__(self): return self
    def __next__(self):
        self.i += 1
        if self.i > 3: raise StopIteration
        return self.i
print(list(It()), max(It()), sum(It()))
class LH:
    def __iter__(self): return iter(range(5))
    def __length_hint__(self): return 100
print(tuple(LH()), list(LH()))
# assignments to bases
class Ba: 
    def f(self): return 'Ba'
class Bb:
    def f(self): return 'Bb'
class Bc(Ba): pass
bc = Bc(); print(bc.f()); Bc.__bases__ = (Bb,); print(bc.f(), Bc.__mro__, Ba.__subclasses__(), Bb.__subclasses__()); err(setattr, Bc, '__bases__', ()); err(setattr, Bc, '__bases__', (Bc,)); err(setattr, Bc, '__bases__', (int,)); err(setattr, int, '__bases__', ()); err(setattr, Bc, '__bases__', 1)
Bc.__name__ = 'New'; Bc.__qualname__ = 'Q.New'; print(Bc, Bc.__name__); Bc.__module__ = 'mod'; print(Bc, Bc.__module__); err(setattr, Bc, '__name__', 1); err(delattr, Bc, '__name__')
Bc.__doc__ = 'dd'; print(Bc.__doc__, Bc.__annotations__); Bc.__annotations__ = {'a': 1}; print(Bc.__annotations__)
# adding methods later
class L: pass
l = L(); err(len, l); L.__len__ = lambda self: 12; print(len(l)); del L.__len__; err(len, l); L.__call__ = lambda self, x: x; print(l(5))
class LL(L): pass
L.__add__ = lambda s, o: 'added'; print(LL() + 1); LL.__add__ = lambda s, o: 'LL'; print(LL() + 1); del L.__add__; print(LL() + 1); del LL.__add__; err(lambda: LL() + 1)
print(int.__dict__['__add__'], int.__add__, (1).__add__, (1).__add__(2), int.__add__(1, 2), str.join, ''.join.__name__, dict.fromkeys, list.__dict__['append'], type.__dict__['mro'], int.__dict__['from_bytes'], int.__dict__['real'], type.__dict__['__basicsize__'])
err(int.__add__); err(int.__add__, 1); err(int.__add__, 'a', 1); err(int.__add__, 1, 2, 3); err(str.join); err(str.join, 1); err(list.append, [], 1, 2); err(list.append, [], x=1); err([].append); err([].append, 1, 2); err([].pop, 1, 2); err([].sort, 1); err({}.get); err(len); err(len, 1, 2); err(len, x=1); err((1).__add__); err(dict.fromkeys); err(int.from_bytes)
print(object.__init__, object().__init__ == object().__init__, [].append == [].append, l.__init__, int.__new__, type.__call__)
print(int.__add__.__doc__, int.__add__.__name__, int.__add__.__qualname__, int.__add__.__objclass__, int.__add__.__text_signature__, list.append.__qualname__, [].append.__qualname__, len.__qualname__, len.__self__, len.__module__)
print(type(int.__add__), type((1).__add__), type(list.append), type([].append), type(int.__dict__['from_bytes']), type(int.real), type(type.__dict__['__basicsize__']))
