"""math, itertools, functools, operator, bisect, heapq: results, errors, sizes and reference counts."""
import sys, math, itertools, _functools, _operator, _bisect, _heapq
def check(s, env=None):
    try:
        r = eval(s)
        print(s[:70], '->', type(r).__name__, repr(r)[:300])
    except Exception as e:
        print(s[:70], '->', type(e).__name__, e)
inf=float('inf'); nan=float('nan')
class I:
    def __index__(self): return 7
class Fl:
    def __floor__(self): return 'fl'
    def __ceil__(self): return 'ce'
    def __trunc__(self): return 'tr'
    def __float__(self): return 2.5
for s in r'''
math.sqrt(-1)|math.log(0)|math.log(-1)|math.log2(0)|math.log10(-1)|math.exp(1000)|math.factorial(-1)|math.factorial(1.5)|math.factorial(20)|math.factorial(100)|math.comb(-1,2)|math.comb(3,-2)|math.comb(10,3)|math.comb(100,50)|math.comb(3,5)|math.perm(3,-1)|math.perm(10,3)|math.perm(5)|math.perm(5,None)|math.perm(3,5)|math.isqrt(-1)|math.isqrt(10**40)|math.isqrt(10**40-1)|math.isqrt(2**64-1)|math.isqrt(0)|math.isqrt(24)|math.isqrt(I())
math.gamma(0)|math.gamma(-1)|math.gamma(5)|math.gamma(0.5)|math.gamma(-1.5)|math.gamma(30.5)|math.gamma(170.5)|math.gamma(171.7)|math.gamma(172)|math.gamma(-inf)|math.gamma(1e-310)|math.gamma(-170.5)|math.lgamma(0)|math.lgamma(3)|math.lgamma(0.5)|math.lgamma(-1.5)|math.lgamma(1e10)|math.lgamma(inf)|math.erf(.5)|math.erfc(.5)|math.erfc(10)
math.acos(2)|math.atanh(1)|math.cosh(1000)|math.pow(0,-1)|math.pow(-8,0.333)|math.pow(10,400)|math.pow(2,0.5)|math.pow(0,-inf)|math.pow(-1,inf)|math.pow(1,nan)|math.pow(nan,0)|math.pow(-inf,3)|math.pow(-inf,-3)|math.fmod(1,0)|math.fmod(inf,1)|math.fmod(5,inf)|math.fmod(-5.5,3)|math.remainder(1,0)|math.remainder(7,4)|math.remainder(-7,4)|math.remainder(5,inf)|math.remainder(inf,5)|math.remainder(6,4)|math.remainder(10,4)
math.ldexp(1,100000)|math.ldexp(1.0,10**20)|math.ldexp(1.0,-10**20)|math.ldexp(1.5,3)|math.ldexp(1,1.5)|math.ldexp(1,-1074)|math.ldexp(1.5,-1074)|math.frexp(10)|math.frexp(0)|math.frexp(5e-324)|math.frexp(inf)|math.modf(1.5)|math.modf(-1.5)|math.modf(-inf)|math.modf(nan)|math.modf(-0.0)
math.nextafter(0,1)|math.nextafter(0,1,steps=-1)|math.nextafter(1,2,steps=3)|math.nextafter(1,1)|math.nextafter(1,inf,steps=2**70)|math.nextafter(-0.0,0.0)|math.nextafter(5e-324,-1)|math.nextafter(0,-1)|math.nextafter(nan,1)|math.nextafter(1,0)|math.nextafter(1,2,steps=0)|math.nextafter(-5e-324,1,steps=3)|math.ulp(1)|math.ulp(0)|math.ulp(inf)|math.ulp(1e308)|math.ulp(1.7976931348623157e308)|math.ulp(-5)
math.dist([1],[1,2])|math.dist(1,2)|math.dist([1,2],[4,6])|math.dist((1,2.5),(3,4))|math.hypot()|math.hypot(3,4)|math.hypot(1,2,3)|math.hypot(inf,nan)|math.hypot(nan,1)|math.hypot(1e308,1e308)|math.hypot(5e-324,5e-324)|math.hypot('a')|math.hypot(0.1,0.2,0.3,0.4)
math.sumprod([1],[1,2])|math.sumprod([1,2],[3,4])|math.sumprod([1.5,2],[2,3])|math.sumprod([0.1]*10,[1]*10)|math.sumprod([1e100,1,-1e100],[1,1,1])|math.sumprod(['a'],[2])|math.sumprod([],[])|math.sumprod([10**20],[10**20])|math.sumprod([True],[2.5])|math.sumprod([inf,1],[0,1])|math.sumprod([1,2.5,10**30],[1,1,1])|math.fsum([.1]*10)|math.fsum([1e308,1e308])|math.fsum([inf,-inf])|math.fsum([inf,1])|math.fsum([1e16,1,1e-16])|math.fsum([])|math.fsum([1,2,'a'])|math.prod([1,2,3])|math.prod([1.5,2])|math.prod([],start=5)|math.prod([2],start='a')|math.prod(1)
math.floor('a')|math.ceil(None)|math.trunc('a')|math.floor(Fl())|math.ceil(Fl())|math.trunc(Fl())|math.floor(1.5)|math.ceil(1.5)|math.trunc(-1.5)|math.floor(5)|math.floor(inf)|math.floor(nan)|math.floor(-0.5)|math.sin('a')|math.atan2(1)|math.log('a')|math.log()|math.log(1,2,3)|math.log(8,2)|math.log(10**400)|math.log(2**1000,2)|math.log2(2**1030)|math.log10(10**400)|math.log10(1000)|math.log2(8)|math.log(-10**400)|math.log(1,1)|math.log(0,2)|math.log(inf)|math.log(True)|math.log(Fl())
math.gcd()|math.gcd(12,18)|math.gcd(-12,18,27)|math.gcd(10**30,10**20)|math.gcd(0,5)|math.gcd(1.5)|math.lcm()|math.lcm(4,6)|math.lcm(0,5)|math.lcm(-4,6)|math.lcm(10**20,3)|math.lcm(1.5)|math.isclose(1,1+1e-10)|math.isclose(1,1.1)|math.isclose(1,1.1,rel_tol=.2)|math.isclose(1,1,rel_tol=-1)|math.isclose(inf,inf)|math.isclose(0,1e-10,abs_tol=1e-9)|math.isclose(a=1,b=2)
math.fma(2,3,4)|math.fma(inf,0,1)|math.fma(1e308,10,0)|math.fma(1e308,10,-inf)|math.fma(0.1,10,-1)|math.fma(5e-324,0.5,0)|math.fma(5e-324,0.5,5e-324)|math.fma(-1,5e-324,5e-324)|math.fma(1e-200,1e-200,1)|math.fma(1e200,1e200,-1e308)|math.fma(nan,1,1)|math.fma(1,2)|math.sin(inf)|math.exp2(10)|math.exp2(2000)|math.expm1(1e-10)|math.log1p(-1)|math.log1p(1e-10)|math.cbrt(8)|math.degrees(math.pi)|math.radians(180)|math.copysign(1,-0.0)|math.isfinite(inf)|math.isnan(nan)|math.isinf(-inf)|math.pi|math.e|math.tau|math.inf|math.nan|math.fabs(-5)|math.atan2(inf,-inf)|math.sqrt(2)|math.exp(1)|math.sin(1)|math.cos(1)|math.tan(1)|math.sinh(1)|math.asin(1)|math.acos(0.5)|math.atan(1)|math.acosh(2)|math.asinh(1)|math.atanh(.5)|math.tanh(1)
list(itertools.batched('abcdefg',3))|list(itertools.batched('abcd',3,strict=True))|itertools.batched('a',0)|list(itertools.pairwise('abcd'))|list(itertools.pairwise('a'))|[(k,list(g)) for k,g in itertools.groupby('aabbbc')]|[(k,list(g)) for k,g in itertools.groupby([1,3,2,4,5],key=lambda x:x%2)]|[k for k,g in itertools.groupby('aabb')]|[list(g) for g in [g for k,g in itertools.groupby('aab')]]|itertools.groupby(1)|itertools.groupby()
[list(x) for x in itertools.tee([1,2,3])]|[list(x) for x in itertools.tee(range(200),3)]==[list(range(200))]*3|itertools.tee([1],0)|itertools.tee([1],-1)|list(itertools.tee(itertools.tee([1,2])[0])[1])|list(itertools.islice(itertools.cycle('ab'),5))|list(itertools.cycle(''))|list(itertools.dropwhile(lambda x:x<3,[1,3,2]))|list(itertools.takewhile(lambda x:x<3,[1,3,2]))|list(itertools.filterfalse(None,[0,1,'',2]))|list(itertools.filterfalse(lambda x:x%2,range(5)))|list(itertools.starmap(pow,[(2,3),[3,2]]))|list(itertools.starmap(pow,[1]))
list(itertools.islice('abcdef',2))|list(itertools.islice('abcdef',2,None))|list(itertools.islice('abcdef',1,5,2))|itertools.islice('a',-1)|itertools.islice('a','x')|itertools.islice('a',1,-1)|itertools.islice('a',0,1,0)|itertools.islice('a',1,2,3,4)|list(itertools.islice('abc',10**10))|list(itertools.islice('abc',None))|list(itertools.islice('abc',0,sys.maxsize))|itertools.islice('a',sys.maxsize+1)
list(itertools.chain('ab','cd'))|list(itertools.chain())|list(itertools.chain.from_iterable(['ab','cd']))|list(itertools.chain([1],5))|list(itertools.accumulate([1,2,3]))|list(itertools.accumulate([1,2,3],lambda a,b:a*b))|list(itertools.accumulate([1,2],initial=10))|list(itertools.accumulate([]))|list(itertools.accumulate([],initial=1))|list(itertools.compress('abcd',[1,0,1]))|list(itertools.compress(data='ab',selectors=[1,1]))
list(itertools.islice(itertools.count(),3))|list(itertools.islice(itertools.count(5,2),3))|list(itertools.islice(itertools.count(1.5,.5),3))|list(itertools.islice(itertools.count(10**20),2))|list(itertools.islice(itertools.count(-3),5))|itertools.count(5)|itertools.count(5,2)|itertools.count(1.5)|itertools.count('a')|list(itertools.islice(itertools.count(sys.maxsize-1),4))|list(itertools.islice(itertools.count(step=-1),3))|list(itertools.repeat('a',3))|itertools.repeat('a',3)|itertools.repeat('a')|itertools.repeat('a',-1)|itertools.repeat('a',3).__length_hint__()|itertools.repeat('a').__length_hint__()|list(itertools.repeat(object='a',times=2))
list(itertools.zip_longest('abc','x',fillvalue='-'))|list(itertools.zip_longest())|list(itertools.zip_longest('ab',''))|itertools.zip_longest('a',foo=1)|list(itertools.product('ab',[1,2]))|list(itertools.product('ab',repeat=2))|list(itertools.product())|list(itertools.product('ab',[]))|itertools.product('a',repeat=-1)|list(itertools.product('a',repeat=0))|list(itertools.combinations('abcd',2))|list(itertools.combinations('ab',3))|list(itertools.combinations('ab',0))|itertools.combinations('ab',-1)|list(itertools.combinations_with_replacement('abc',2))|list(itertools.combinations_with_replacement('',2))|list(itertools.permutations('abc'))|list(itertools.permutations('abc',2))|list(itertools.permutations('ab',3))|list(itertools.permutations('',0))|itertools.permutations('a',-1)|len(list(itertools.permutations(range(7))))|itertools.chain.__flags__|itertools.tee|sys.getsizeof(itertools.count())|sys.getsizeof(itertools.permutations('abc'))|sys.getsizeof(itertools.chain())|itertools.groupby.__doc__ is not None|itertools.chain[int]
_functools.reduce(lambda a,b:a+b,[1,2,3])|_functools.reduce(lambda a,b:a+b,[],5)|_functools.reduce(lambda a,b:a+b,[])|_functools.reduce(1,2)|_functools.partial(pow,2)(3)|_functools.partial(pow,2,mod=5)(3)|_functools.partial(int,base=2)('101')|_functools.partial(int)|_functools.partial(int,'1',base=2)|_functools.partial(1)|_functools.partial()|_functools.partial(_functools.partial(pow,2),3)|_functools.partial(pow,2).func|_functools.partial(pow,2).args|_functools.partial(pow,2,x=1).keywords|_functools.partial(dict,a=1)(b=2,a=3)|_functools.partial(print).__reduce__()|sorted([3,1,2],key=_functools.cmp_to_key(lambda a,b:b-a))|_functools.cmp_to_key(lambda a,b:a-b)(1)<_functools.cmp_to_key(lambda a,b:a-b)(2)|_functools.cmp_to_key(lambda a,b:a-b)(1).obj|_functools.cmp_to_key(1)(2)<1|hash(_functools.cmp_to_key(max)(1))|_functools.partial.__flags__|sys.getsizeof(_functools.partial(int))
_operator.itemgetter(1)([1,2])|_operator.itemgetter(1)((1,2))|_operator.itemgetter(-1)((1,2))|_operator.itemgetter(0,1)('ab')|_operator.itemgetter(5)((1,))|_operator.itemgetter('a')({'a':1})|_operator.itemgetter()|_operator.itemgetter(1)|_operator.itemgetter(1,'a')|_operator.itemgetter(1)()|_operator.itemgetter(1)(1,2)|_operator.itemgetter(1)(x=1)|_operator.attrgetter('real')(5)|_operator.attrgetter('real.imag','imag')(5)|_operator.attrgetter('a.b')|_operator.attrgetter('a','b.c')|_operator.attrgetter(1)|_operator.attrgetter()|_operator.attrgetter('zz')(1)|_operator.methodcaller('upper')('a')|_operator.methodcaller('split',',',maxsplit=1)('a,b,c')|_operator.methodcaller('split',',',maxsplit=1)|_operator.methodcaller()|_operator.methodcaller(1)|_operator.methodcaller('foo')(1)|_operator.itemgetter(1).__reduce__()|_operator.itemgetter(1,2).__reduce__()|_operator.attrgetter('a.b').__reduce__()|_operator.methodcaller('a',1).__reduce__()
_operator.add(1,2)|_operator.add(1)|_operator.contains([1],1)|_operator.indexOf([1,2],2)|_operator.indexOf([1],5)|_operator.countOf([1,1],1)|_operator.is_(1,1)|_operator.is_not(1,1)|_operator.not_([])|_operator.truth([])|_operator.setitem([1],0,2)|_operator.delitem([1],0)|_operator.getitem([1],0)|_operator.concat([1],[2])|_operator.concat(1,2)|_operator.iadd([1],[2])|_operator.index(I())|_operator.length_hint([1,2])|_operator.length_hint(1,5)|_operator.length_hint(iter([1,2]))|_operator._compare_digest('a','a')|_operator._compare_digest(b'a',b'b')|_operator._compare_digest('a',b'a')|_operator._compare_digest('é','é')|_operator.call(pow,2,3)|_operator.call(dict,a=1)|_operator.lt(1,2)|_operator.pow(2,3)|_operator.inv(5)|_operator.matmul(1,2)
_bisect.bisect([1,2,3],2)|_bisect.bisect_left([1,2,2,3],2)|_bisect.bisect_right([1,2,2,3],2)|_bisect.bisect_left([1,2,3],2,lo=-1)|_bisect.bisect_left([1,2,3],5,0,2)|_bisect.bisect_left([3,2,1],-2,key=lambda x:-x)|_bisect.bisect_left(1,2)|_bisect.bisect_left([1],2,3,4,5)|_bisect.bisect_left(['a'],1)
'''.replace('\n','|').split('|'):
    if s.strip(): check(s)
l=[1,3]; _bisect.insort_right(l,2); _bisect.insort_left(l,0); print(l)
h=[]
x=12345
for i in range(3000):
    x=(x*1103515245+12345)%2**31
    _heapq.heappush(h,x%1000)
print(h[:20], sum(h))
print([_heapq.heappop(h) for _ in range(30)], _heapq.heappushpop(h,5), _heapq.heapreplace(h,7))
h2=list(range(5000,0,-1)); _heapq.heapify(h2); print(h2[:30]); h3=[5,1,4]; _heapq._heapify_max(h3); print(h3, _heapq._heappop_max(h3), h3)
for e in ('_heapq.heappop([])','_heapq.heappush(1,2)','_heapq.heapify((1,))','_heapq.heappop(1)'): check(e)
# lru_cache
def info(*a): return a
def mk(maxsize, typed=False):
    calls=[]
    def f(*a, **k):
        calls.append((a,tuple(k.items())))
        return (a, tuple(k.items()))
    g=_functools._lru_cache_wrapper(f, maxsize, typed, info)
    return g, calls
for ms in (None, 0, 2, 3):
    g,calls=mk(ms)
    for a in (1,2,1,3,2,1,4,'a',1.0):
        g(a)
    g(1,x=2); g(1,x=2); g(x=1,y=2); g(y=2,x=1); g()
    print(ms, len(calls), calls, g.cache_info())
    g.cache_clear(); print(g.cache_info()); g(1); print(g.cache_info())
g,calls=mk(None,True); g(1); g(1.0); g(1); print(calls, g.cache_info())
try: g([])
except TypeError as e: print(e)
for e in ('_functools._lru_cache_wrapper(1,2,3,4)','_functools._lru_cache_wrapper(len,"a",3,4)'): check(e)
class C:
    @staticmethod
    def mkc():
        class D:
            def m(self, x): return x*2
            m=_functools._lru_cache_wrapper(m, 10, False, info)
        return D
D=C.mkc(); d=D(); print(d.m(2), d.m(2), D.m.cache_info(), type(d.m).__name__)
def fib(n): return n if n<2 else fib(n-1)+fib(n-2)
fib=_functools._lru_cache_wrapper(fib, 50, False, info); print(fib(80), fib.cache_info())
p=_functools.partial(lambda *a,**k:(a,k),1,b=2); print(p(3,c=4), p(b=5)); p.attr=5; print(p.__dict__, p.attr); print(_functools.partial(p,9).args)
p.__setstate__((len,(1,),{},None)); print(p)
try: p.__setstate__(1)
except TypeError as e: print(e)
it=itertools.chain([1,2],[3]); next(it); 
import gc
a=[]; it=itertools.cycle(a); a.append(it); del a, it; print(gc.collect()>=0)
print([list(x) for x in itertools.permutations([1,2,3]) if x[0]<x[1]])
s=sys.getrefcount
o=object(); n0=s(o)
l=[list(itertools.product([o],repeat=3)), list(itertools.combinations([o]*5,3)), list(itertools.permutations([o]*4,3)), list(itertools.zip_longest([o],[o,o])), list(itertools.pairwise([o]*5)), list(itertools.batched([o]*5,2)), list(itertools.islice(itertools.cycle([o]),7)), [list(g) for k,g in itertools.groupby([o]*3)], [list(t) for t in itertools.tee([o]*70,3)], list(itertools.accumulate([o],lambda a,b:a)), list(itertools.repeat(o,3)), _functools.partial(info,o,x=o), _operator.itemgetter(o,o), _operator.methodcaller('a',o,b=o), list(itertools.compress([o]*3,[1,0,o])), list(itertools.chain([o],[o])), list(itertools.starmap(info,[(o,)]*3)), list(itertools.filterfalse(lambda x:None,[o])), list(itertools.dropwhile(lambda x:False,[o])), list(itertools.takewhile(lambda x:True,[o]))]
print(s(o)-n0); del l; gc.collect(); print(s(o)-n0)
g,calls=mk(2); g(o); g(o); g(1); g(2); g(3); g(o); g(x=o); calls.clear(); print(s(o)-n0); del g, calls; gc.collect(); print(s(o)-n0)
