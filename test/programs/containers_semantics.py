# Lists, tuples, dicts, sets, namespaces: results, errors, sizes, and how often a sort compares.
from types import SimpleNamespace

def out(*a): print(repr(a if len(a)!=1 else a[0]))
def err(f, *a):
    try: out(f(*a))
    except Exception as e: out(type(e).__name__, str(e))
class A:
    def __init__(self, n): self.n = n; self.m = n*2
    def __repr__(self): return 'A(%d)' % self.n
    def __lt__(self, o): return self.n < o.n
    def __eq__(self, o): return isinstance(o, A) and self.n == o.n
    def __hash__(self): return hash(self.n)
a = A(3)
out(a); out(a.__dict__); a.z = 5; out(a.__dict__); del a.n; out(list(a.__dict__)); a.n=9; out(a.__dict__, a.__dict__.__sizeof__())
b = A(4); b.q=1; out(vars(b)); b.__dict__['w']=3; out(b.w, b.__dict__); b.__dict__ = {'n':5}; out(b, b.__dict__)
for i in range(40): setattr(a, 'at'+str(i), i)
out(a.__dict__, a.__dict__.__sizeof__())
c = A(7); out(c.__dict__.__sizeof__()); c.__dict__[5]=6; out(c.__dict__, c.n); c.n=77; out(c.__dict__)
d = {}
for i in range(20): d[A(i)] = i
out(d[A(5)], A(21) in d, d)
d.pop(A(3)); out(d.popitem(), len(d)); err(d.pop, A(99)); out(d.pop(A(99), 'x'))
out({1:2,'a':3} | {'a':4, 'b':5}); d={'x':1}; d|=[('y',2)]; out(d)
err(lambda: {}|[]); err(dict, [1]); err(dict, [(1,2,3)]); err(dict, 5); err(dict, x=1) if 0 else None
out(dict(a=1,b=2), dict([(1,2)],c=3), dict({1:2},z=1))
d={'a':1,'b':2,'c':3}
out(d.keys(), d.values(), d.items(), list(reversed(d)), list(reversed(d.items())), list(reversed(d.values())))
out(d.keys() & {'a','z'}, d.keys() | ['q'] == {'a','b','c','q'}, d.keys()-{'a'} == {'b','c'}, d.items() ^ {'a':1,'b':3}.items() == {('b',2),('b',3),('c',3)}, d.keys().isdisjoint('xyz'), d.items() >= {('a',1)}, d.keys() == {'a','b','c'}, ('a',1) in d.items(), ('a',2) in d.items())
def mut():
    for k in d: d[k+'x']=1
err(mut)
def mut2():
    e={1:1,2:2}
    for k in e: del e[k]; e[k+10]=1
err(mut2)
out(d.setdefault('new', []), d.setdefault('new', 5), d.get('nope'), d.get('nope', 3), dict.fromkeys('abc', 0), dict.fromkeys([1,2]), dict.fromkeys({5,6},1), dict.fromkeys({'z':1}))
e={}; e['e']=e; out(e); l=[1]; l.append(l); out(l); t=([],); t[0].append(t); out(t)
err(lambda: {}['k']); err(lambda: {}[[]]); err(lambda: {[]:1}); err(lambda: {1,[]})
class D(dict):
    def __missing__(self, k): return ('missing', k)
out(D(a=1)['b'], D(a=1)['a'], D({1:2}), D.fromkeys('ab'))
out({1:1}=={1:1.0}, {1:1}!={1:2}, {1:1}=={2:1}); err(lambda: {}<{})
x={i:i for i in range(10)}; x.clear(); out(x, x.__sizeof__()); x[1]=1; out(x.__sizeof__()); out(dict(x).__sizeof__(), {}.__sizeof__())
it=iter({1:2,3:4}.items()); out(next(it), it.__length_hint__(), list(it)); 
out([x for x in {1:2,3:4}.items()], [*{1:2}.values()], dict(zip('ab',[1,2])))
# lists
l=[3,1,2]; l.sort(); out(l); l.sort(reverse=True); out(l); l.sort(key=lambda x:-x); out(l); l.insert(1,9); l.insert(-1,8); l.insert(100,7); out(l)
l.extend((1,2)); l.extend({5}); l.extend({7:8}); l.extend({7:8}.items()); l.extend(x for x in range(3)); out(l, l.__sizeof__())
out(l.pop(), l.pop(0), l.pop(-2), l); err([].pop); err([1].pop, 5); l.remove(9); err(l.remove, 99); err(l.index, 99); out(l.index(2), l.count(2), l.index(2,3))
l=list(range(20)); out(l[2:5], l[::3], l[::-1], l[15:2:-4], l[5:2], l[-3:], l[100:]); del l[::3]; out(l); l[1:3]=[]; out(l); l[::2]=['x']*len(l[::2]); out(l); l[2:2]=[1,2,3]; out(l); del l[-1]; del l[5:1:-2]; out(l)
err(l.__setitem__, slice(0,10,2), [1]); err(l.__getitem__, 'a'); err(l.__getitem__, 100); err(l.__setitem__,100,1); err(l.__delitem__,100); err(lambda: l+(1,)); err(list, 5); err(lambda: l*'a')
l=[1,2]; l*=3; out(l); l+=(5,); out(l, [0]*5, 2*[1,2], [1]*-1, l.copy(), [1]+[2]); l.reverse(); out(l); l[:]=l; out(l); l.extend(l); out(l); l.clear(); out(l)
out([1,2]<[1,3],[1]<[1,2],[2]>[1,9],[1,2]==[1,2],[1]!=[2],[]<=[]); err(lambda: [1]<['a']); err(lambda: [1]<(1,))
cnt=0
class K:
    def __init__(s,v): s.v=v
    def __lt__(s,o):
        global cnt; cnt+=1; return s.v<o.v
    def __repr__(s): return str(s.v)
seed=12345
def rnd():
    global seed; seed=(seed*1103515245+12345)%2147483648; return seed
for n in (5,10,63,64,65,100,200,500,1000):
    for kind in range(5):
        cnt=0
        if kind==0: v=[rnd() for _ in range(n)]
        elif kind==1: v=[rnd()%5 for _ in range(n)]
        elif kind==2: v=list(range(n))[::-1]
        elif kind==3: v=sorted(rnd() for _ in range(n//2))+sorted(rnd() for _ in range(n-n//2))
        else: v=[i//3 for i in range(n)][::-1]+[1,2,3]
        ks=[K(x) for x in v]; ks.sort(); out(n,kind,cnt, [k.v for k in ks]==sorted(v))
        cnt=0; ks=[K(x) for x in v]; out([x.v for x in sorted(ks,key=lambda k:k,reverse=True)]==sorted(v,reverse=True), cnt)
pairs=[(rnd()%7,i) for i in range(300)]; out(sorted(pairs,key=lambda p:p[0]), sorted(pairs,key=lambda p:p[0],reverse=True), sorted(pairs)==sorted(sorted(pairs)))
out(sorted('hello world'), sorted([3.5,1.2,-1.0]), sorted(['b','a','é','z','']), sorted([10**20,1,-10**20]), sorted([(1,'b'),(1,'a'),(0,'c')]), sorted([2.5,1,True])); err(sorted,[1,'a'])
def evil():
    l=[3,2,1]
    l.sort(key=lambda x: l.append(1) or x)
err(evil)
def evil2():
    l=[1,2,3]; l.sort(key=lambda x: 1//0)
err(evil2)
it=iter([1,2,3]); next(it); out(it.__length_hint__(), it.__reduce__()[1:], list(it), list(it)); r=reversed([1,2,3]); out(next(r), r.__length_hint__(), list(r))
out(*[list(enumerate('ab')), list(enumerate('ab',5)), list(enumerate('ab',10**20)), list(reversed((1,2,3))), list(reversed('abc')), list(reversed(range(3)))]); err(enumerate); err(reversed, 5); err(lambda: enumerate([],x=1)); out(list(enumerate(start=3,iterable='xy')))
# tuples
t=(1,2,3,4,5); out(t[1:3], t[::-1], t[::2], t[-1], t+(6,), t*2, t.index(3), t.count(9), 3 in t, hash(t), (1,)<(1,2), (1,2)<(1,3), ()==(), tuple([1]), tuple('ab'), tuple()); err(lambda: t[10]); err(lambda: t['a']); err(lambda: t+[1]); err(t.index,99); err(tuple,5); err(tuple,1,2)
class T(tuple): pass
out(T((1,2)), type(T((1,2))+(3,)).__name__, T([1])==(1,), T()*3, type(T((1,))[:]).__name__)
# sets
s=set(); out(s, {1}, frozenset(), frozenset([1]), {1,2}|{3}, {1,2}&{2,3}, {1,2}-{2}, {1,2}^{2,3}, {1}<{1,2}, {1,2}<={1,2}, {1,2}>{1}, {1}=={1}, frozenset([1])=={1})
s={1,2,3}; s.add(4); s.discard(99); s.remove(1); err(s.remove,1); out(s, s.pop(), s); s.update([7,8],{9}); out(s); s|={100}; s&={100,7,8}; out(s); s^={7,55}; out(s); s-={55}; out(s, s.copy(), s.union([1],[2]), s.intersection([8]), s.difference([8]), s.symmetric_difference([8,9]), s.isdisjoint([1]), s.issubset(range(200)), s.issuperset([8])); s.intersection_update([8]); out(s); s.difference_update([8]); out(s); s.clear(); out(s); err(s.pop); err(lambda: {1}|[2]); err(lambda: {1}<[2])
out({frozenset([1]):5}[frozenset([1])], {1} in {frozenset([1])}, hash(frozenset([1,2,3])), hash(frozenset(range(100)))); err(hash,{1}); err(set,5); err(set,1,2)
def smut():
    s={1,2,3}
    for x in s: s.add(x+10)
err(smut)
big=set(range(1000)); out(big.__sizeof__(), len(big)); big-=set(range(990)); out(big.__sizeof__(), big); big=set(range(50000)); out(big.__sizeof__(), sum(big)); out(set(range(100)) - set(range(95)), set(range(5))-set(range(1000)), frozenset(range(5)).copy())
for n in range(0,200,7): out(set(range(n)).__sizeof__(), {i*i for i in range(n)})
class S(set): pass
out(S([1]), type(S([1])|{2}).__name__, S([3]).copy())
out([i for i in {3,1,2}], iter({1,2}).__length_hint__())
# namespaces
n=SimpleNamespace(a=1,b='x'); out(n, n.a, n==SimpleNamespace(a=1,b='x')); n.c=n; out(n); del n.c; out(n.__dict__); err(lambda: n.zz); err(SimpleNamespace,1); err(SimpleNamespace,{1:2}); out(SimpleNamespace({'p':1},q=2)); out(n.__replace__(a=5), n.__reduce__()[1:])
# unpack
a1,*b1=range(5); out(a1,b1); def_=[*range(3),*'ab']; out(def_, {**{'a':1},**{'b':2}}, (*[1],2)); 
# iter
class Seq:
    def __getitem__(self,i):
        if i>3: raise IndexError
        return i*i
out(list(Seq()), list(reversed([1]))); x=[0]
def call(): x[0]+=1; return x[0]
out(list(iter(call,5))); err(iter,5); err(iter,5,5)
