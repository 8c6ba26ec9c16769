# deque, defaultdict, the helpers of Counter and namedtuple, struct sequences.
from collections import deque, defaultdict
from _collections import _tuplegetter, _count_elements
from gc import is_tracked
from os import stat_result
from time import struct_time
from weakref import ref

def out(*a): print(repr(a if len(a)!=1 else a[0]))
def err(f, *a, **k):
    try: out(f(*a, **k))
    except BaseException as e: out(type(e).__name__, str(e))
d=deque(); out(d, len(d), d.__sizeof__(), d.maxlen, bool(d)); d.append(1); d.appendleft(0); d.extend([2,3]); d.extendleft('ab'); out(d, list(d), list(reversed(d)), d[0], d[-1], d[2], 'a' in d, 9 in d, d.count(1), d.index(2), d.pop(), d.popleft(), d)
d.rotate(1); out(d); d.rotate(-2); out(d); d.rotate(); out(d); d.reverse(); out(d); d.insert(1,'x'); d.insert(-1,'y'); d.insert(100,'z'); out(d); d.remove('x'); out(d); err(d.remove,'nope'); err(d.index,'nope'); d[1]='q'; del d[0]; out(d); d*=2; out(d, d*2, d+deque([1])); d+=[5]; out(d); d.clear(); out(d); err(d.pop); err(d.popleft); err(lambda: d[0]); err(lambda: d+[1])
d=deque(range(10),3); out(d, d.maxlen); d.append(10); d.appendleft(5); out(d); d.extend(range(100)); out(d, d.copy(), d*2); err(d.insert,0,1); out(deque([1],0)); err(deque,[],-1); err(deque,5); err(deque,[],3,4); out(deque(maxlen=2,iterable=[1,2,3]))
big=deque(range(1000)); out(len(big), big[500], big[63], big[64], big[999], big.__sizeof__(), sum(big)); big.rotate(333); out(big[0], big[500]); 
for i in range(900): big.popleft()
out(list(big)==[(i-333)%1000 for i in range(900,1000)], big.__sizeof__()); del big[50]; out(len(big), big[50])
def mut():
    d=deque([1,2,3])
    for x in d: d.append(x)
err(mut)
out(deque([1,2])==deque([1,2]), deque([1])<deque([2]), deque([1])!=deque([1]), deque([1,2])>deque([1]), deque([])<=deque([1])); err(lambda: deque()<[1]); err(hash,deque()); e=deque(); e.append(e); out(e)
it=iter(deque('abc')); next(it); out(it.__length_hint__(), it.__reduce__()[1][1], type(it).__name__, type(it)(deque('xyz'),1).__length_hint__(), type(reversed(deque())).__name__)
class_=type('DD',(deque,),{}); x=class_([1,2],3); x.attr=1; out(x, type(x.copy()).__name__); r=ref(x); out(r() is x); del x; out(r())
out(is_tracked(deque()), deque[int] if False else 1)
dd=defaultdict(list); dd['a'].append(1); dd['b']; out(dd, dd['a'], dd.default_factory, dict(dd), dd.copy(), type(dd.copy()).__name__, dd.get('zz'), 'zz' in dd, len(dd)); dd.default_factory=None; err(lambda: dd['c']); out(defaultdict(int,{1:2},x=3), defaultdict(None)); err(defaultdict,5); out(dd|{5:6}, type({1:2}|dd).__name__, ({1:2}|dd)); dd|={7:8}; out(dd, dd.__reduce__()[:2], dd.__sizeof__(), dd==dict(dd)); class_=type('E',(defaultdict,),{'__missing__': lambda s,k: k*2}); out(class_()[4], class_(int)); err(lambda: [].__or__)if 0 else 0; dd=defaultdict(lambda: dd); out(dd['self'] is dd)
dd=defaultdict(); dd.default_factory=dd.copy; out(repr(dd)[:30]); err(lambda: dd|5)
m={}; _count_elements(m,'hello'); out(m); m=defaultdict(int); _count_elements(m,[1,1,2]); out(m)
class C(dict):
    def get(self,k,d=None): return 100
m=C(); _count_elements(m,'ab'); out(m); err(_count_elements,{},5); err(_count_elements,{},[[]])
g=_tuplegetter(1,'doc'); out(g, g.__doc__, g.__get__((5,6)), g.__reduce__()[1]); err(g.__get__,5); err(g.__get__,(1,)); err(lambda: g.__get__(None)); err(g.__set__,(1,),2); err(g.__delete__,(1,)); err(_tuplegetter,'a','b'); err(_tuplegetter,1)
class NT(tuple): x=_tuplegetter(0,'X')
out(NT([7]).x)
s=struct_time(range(9)); out(s, s.tm_year, s[2], s.tm_zone, len(s), s==tuple(range(9)), s+(1,), hash(s)==hash(tuple(range(9))), s.__reduce__(), s.__match_args__, s.n_fields, s.n_sequence_fields, s.n_unnamed_fields, s[1:3], isinstance(s,tuple)); out(struct_time(range(9),{'tm_zone':'Z'}).tm_zone, struct_time(range(11)).tm_gmtoff, s.__replace__(tm_year=99), s.__replace__(tm_zone='q').tm_zone)
err(struct_time,[1]); err(struct_time,range(20)); err(struct_time); err(struct_time,range(9),{'x':1}); err(struct_time,range(9),5); err(struct_time,5); err(s.__replace__,x=1); err(s.__replace__,1); err(setattr,s,'tm_year',5); err(lambda: s.zz)
t=stat_result(range(10)); out(t, t.st_mode, t.__match_args__, t.st_size); err(t.__replace__,st_mode=1); out(struct_time, type(s).__name__, type(s).__module__, type(s).__basicsize__, s.__sizeof__(), is_tracked(s))
match s:
    case struct_time(a,b): out(a,b)
match deque([1,2]):
    case [a,b]: out('seq',a,b)
match {'k':1}:
    case {'k':v, **rest}: out(v,rest)
