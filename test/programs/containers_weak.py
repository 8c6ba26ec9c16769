# Weak references and proxies, what the collector tracks, instance dicts, dict and set under odd keys.
from gc import collect, is_tracked
from types import SimpleNamespace
from weakref import getweakrefcount, getweakrefs, proxy, ref

def out(*a): print(repr(a if len(a)!=1 else a[0]))
def err(f, *a):
    try: out(f(*a))
    except BaseException as e: out(type(e).__name__, str(e))
class A:
    def __init__(self, n=0): self.n=n
    def hi(self): return 'hi%d'%self.n
    def __add__(s,o): return ('add',s.n,o)
    def __len__(s): return 5
    def __getitem__(s,i): return i*2
    def __contains__(s,x): return x==1
    def __iter__(s): return iter([1,2])
    def __call__(s,*a,**k): return (a,k)
    def __bool__(s): return False
    def __eq__(s,o): return isinstance(o,A) and s.n==o.n
    def __hash__(s): return 42
    def __str__(s): return 'strA'
a=A(1); log=[]
r1=ref(a); r2=ref(a); out(r1 is r2, r1() is a, getweakrefcount(a)); r3=ref(a, lambda r: log.append(('cb3', r is r3, r()))); r4=ref(a, lambda r: log.append('cb4')); p=proxy(a); p2=proxy(a, lambda r: log.append('p2'))
out(getweakrefcount(a), [type(x).__name__ for x in getweakrefs(a)], getweakrefs(a)[0] is r1, getweakrefs(a)[1] is p, r3.__callback__ is not None, r1.__callback__)
out(hash(r1), r1==ref(A(1)), r1==r3, r1!=r3)
b=A(1); out(r1==ref(b))
out(p.n, p.hi(), p+3, len(p), p[4], 1 in p, list(p), p(1,x=2), bool(p), str(p), p==a); p.n=7; out(a.n); del p.n; err(lambda: a.n); a.n=1
out(repr(r1)[:9], repr(p)[:13], type(p).__name__)
del a; out(log, r1(), r3(), getweakrefcount(b)); err(lambda: p.n); err(lambda: p+1); err(lambda: len(p)); err(lambda: list(p)); err(lambda: str(p)); out(repr(p)[-6:], r1==r2, r1==r3, hash(r1)); err(hash, ref(A())) 
err(ref, 5); err(ref); err(proxy); err(ref, 'a'); err(lambda: r1(5)); err(lambda: ref(b,x=1))
class R(ref):
    def __new__(cls, o, cb=None, key=None): s=super().__new__(cls,o,cb); s.key=key; return s
    def __init__(self, o, cb=None, key=None): super().__init__(o, cb)
b=A(2); r=R(b, lambda r: log.append(r.key), 'k'); q=R(b, key='z'); out(r() is b, r.key, q is ref(b), getweakrefcount(b), r.__slots__ if hasattr(r,'__slots__') else None)
log.clear(); del b; out(log)
def f(): pass
out(ref(f)() is f, repr(ref(f)).endswith('(f)>')); out(ref(int)() is int); s={1}; out(ref(s)() is s); fs=frozenset([1]); out(ref(fs)() is fs); out(ref(A)() is A)
# weakref callback errors & resurrect order
class B:
    def __del__(self): log.append('del')
x=B(); w=ref(x, lambda r: log.append('wcb')); log.clear(); del x; out(log)
x=B(); x.me=x; w=ref(x, lambda r: log.append('wcb')); log.clear(); del x; collect(); out(log, w())
lst=[ref(A) for _ in range(3)]; out(lst[0] is lst[2])
# many callbacks order
log.clear(); x=A(); rs=[ref(x, lambda r,i=i: log.append(i)) for i in range(5)]; del x; out(log)
log.clear(); x=A(); rs=[ref(x, lambda r,i=i: log.append(i)) for i in range(5)]; del rs[2]; del x; out(log)
# gc tracking
out([is_tracked(v) for v in ({}, {1:2}, {1:[]}, {'a':()}, (), (1,), ([],), [], set(), frozenset(), A(), A().__dict__, {(1,2):3}, iter([]))])
t=(1,2,(3,'x')); out(is_tracked(t)); collect(); out(is_tracked(t)); d={1:(1,2)}; collect(); out(is_tracked(d)); d['x']=[]; out(is_tracked(d))
# split dict semantic
class P: pass
ps=[P() for _ in range(5)]
for i,p_ in enumerate(ps):
    p_.a=1; p_.b=2
    if i%2: p_.c=3
out([list(vars(p_)) for p_ in ps]); q=P(); q.b=1; q.a=2; out(vars(q), list(vars(q)), vars(q).copy(), dict(vars(q))); del q.b; q.b=9; out(vars(q)); d=vars(q); d['zz']=1; q.yy=2; out(vars(q), d is q.__dict__); d.popitem(); out(vars(q)); d.clear(); out(vars(q)); q.n=1; out(d)
q=P(); q.a=1; d=q.__dict__; del q; out(d); d['new']=2; out(d); q=P(); q.x1=1; d=q.__dict__; q.__dict__={'other':1}; out(d, q.other); 
class Q: __slots__=('a','__dict__')
q=Q(); q.a=1; q.b=2; out(q.__dict__, q.a); err(lambda: delattr(q,'zz')); err(lambda: delattr(ps[0],'zz')); err(lambda: ps[0].zzz)
for cls in (P,):
    o=cls()
    for i in range(35): setattr(o,'v%d'%i,i)
    out(len(vars(o)), vars(o)['v34'], o.__dict__.__sizeof__())
e={}; 
for i in range(10): e['k%d'%i]=i
for i in range(9): del e['k%d'%i]
out(e.__sizeof__(), e.copy().__sizeof__(), list(e)); e['z']=1; out(list(e), e.__sizeof__())
class St(str): pass
e={St('a'):1}; out(e['a'], e.__sizeof__()); e={'a':1}; out(e[St('a')]); e[St('b')]=2; out(e, e.__sizeof__())
class H:
    def __init__(s,h,n): s.h=h; s.n=n
    def __hash__(s): return s.h
    def __eq__(s,o): return s.n==o.n
    def __repr__(s): return 'H%d'%s.n
e={H(2**61-2,1):1, H(-5,2):2, H(2**40+1,3):3, H(1,4):4, H(2**33+1,5):5, H(1,6):6}; out(e, e[H(1,6)], e[H(2**33+1,5)], {H(1,4),H(1,5),H(2**33+1,5),H(1+2**32,9)})
out({1.0:1, 1:2, True:3}, {0:1, -0.0:2, False:3}, {float('nan'):1}, {2**70:1}[2**70], {'é':1,'\U0001f600':2}['\U0001f600'])
class Bad:
    def __hash__(s): return 1
    def __eq__(s,o): raise ValueError('eq')
err(lambda: {Bad():1, Bad():2}); err(lambda: {Bad(), Bad()}); err(lambda: {1:1}[Bad()]); err(lambda: 1 in {Bad()})
class Mut:
    def __init__(s,d): s.d=d
    def __hash__(s): return 7
    def __eq__(s,o): s.d.clear(); return False
d={}; m=Mut(d); d[m]=1; d[7]=2; out(len(d))
