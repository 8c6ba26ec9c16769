# The counts of three objects before, during and after each operation of the containers.
from collections import deque, defaultdict
from _collections import _tuplegetter, _count_elements
from sys import getrefcount, getsizeof
from time import struct_time
from types import SimpleNamespace
from weakref import proxy, ref

def out(*a): print(repr(a if len(a)!=1 else a[0]))
class X:
    def __init__(s,v=0): s.v=v
    def __lt__(s,o): return s.v<o.v
    def __eq__(s,o): return s is o or (isinstance(o,X) and s.v==o.v)
    def __hash__(s): return hash(s.v)
    def __repr__(s): return 'X'
class Y(X): pass
o=X(1); k=X(2); w=X(1)
def run(name, f):
    a=getrefcount(o), getrefcount(k), getrefcount(w)
    try: r=f()
    except Exception as e: r=type(e).__name__; e=None
    b=getrefcount(o), getrefcount(k), getrefcount(w)
    r2 = None
    del r
    c=getrefcount(o), getrefcount(k), getrefcount(w)
    out(name, [y-x for x,y in zip(a,b)], [y-x for x,y in zip(a,c)])
L=[o,k]; D={k:o}; S={o}; T=(o,k); DQ=deque([o]); DD=defaultdict(lambda: o)
fs = [
('list', lambda: [o,o]), ('l+', lambda: L+[o]), ('l*', lambda: L*3), ('slice', lambda: L[:]), ('stride', lambda: (L*3)[::2]), ('append', lambda: L.copy().append(o)), ('extend', lambda: L.copy().extend(T)), ('ext2', lambda: L.copy().extend(S)), ('ext3', lambda: [].extend(D)), ('ext4', lambda: [].extend(D.items())), ('list(it)', lambda: list(iter(T))), ('sort', lambda: sorted([k,o,w])), ('sortkey', lambda: sorted([k,o],key=lambda x:x)), ('sortrev', lambda: sorted([k,o],reverse=True)), ('sorterr', lambda: sorted([o,1])), ('sortkeyerr', lambda: sorted([o,k],key=lambda x:1//0)), ('index', lambda: L.index(k)), ('indexerr', lambda: L.index(3)), ('in', lambda: w in L), ('count', lambda: L.count(w)), ('pop', lambda: L.copy().pop()), ('pop0', lambda: L.copy().pop(0)), ('insert', lambda: L.copy().insert(0,w)), ('remove', lambda: L.copy().remove(w)), ('cmp', lambda: [o]==[w]), ('cmp<', lambda: [o]<[k]), ('rev', lambda: list(reversed(L))), ('repr', lambda: repr(L)), ('iter', lambda: next(iter(L))), ('setslice', lambda: L.copy().__setitem__(slice(0,1),[w,w])), ('setstride', lambda: (L*2).__setitem__(slice(None,None,2),[w,w])), ('delstride', lambda: (L*2).__delitem__(slice(None,None,2))), ('strideerr', lambda: (L*2).__setitem__(slice(None,None,2),[w])), ('imul', lambda: L.copy().__imul__(3)), ('imul0', lambda: L.copy().__imul__(0)), ('clear', lambda: L.copy().clear()), ('init', lambda: L.copy().__init__([w])), ('selfext', lambda: (lambda l: l.extend(l))(L.copy())), ('selfslice', lambda: (lambda l: l.__setitem__(slice(0,1),l))(L.copy())),
('tuple', lambda: (o,k)), ('t+', lambda: T+T), ('t*', lambda: T*3), ('tslice', lambda: T[:1]), ('tuple(l)', lambda: tuple(L)), ('hash', lambda: hash(T)), ('tidx', lambda: T.index(w)), ('tcmp', lambda: T==(w,k)), ('trepr', lambda: repr(T)), ('titer', lambda: next(iter(T))), ('unpack', lambda: [*T,*L]), ('enumerate', lambda: list(enumerate(L))), ('zip', lambda: dict(zip(L,T))),
('dict', lambda: {o:k,w:1}), ('get', lambda: D.get(X(2))), ('getmiss', lambda: D.get(o)), ('getdef', lambda: D.get(o,w)), ('[]', lambda: D[X(2)]), ('[]miss', lambda: D[o]), ('setdefault', lambda: D.copy().setdefault(k,w)), ('setdefault2', lambda: D.copy().setdefault(o,w)), ('pop', lambda: D.copy().pop(k)), ('popmiss', lambda: D.copy().pop(o)), ('popdef', lambda: D.copy().pop(o,w)), ('popitem', lambda: D.copy().popitem()), ('update', lambda: {}.update(D)), ('update2', lambda: {1:2}.update(D)), ('update3', lambda: {}.update([(k,o)])), ('upderr', lambda: {}.update([o])), ('upderr2', lambda: {}.update([(o,)])), ('|', lambda: D|{o:w}), ('keys', lambda: list(D.keys())), ('items', lambda: list(D.items())), ('itemsloop', lambda: [a for a in D.items()]), ('viewand', lambda: D.keys()&{k}), ('viewor', lambda: D.keys()|{o}), ('viewxor', lambda: D.items()^{o:k}.items()), ('viewsub', lambda: D.keys()-{k}), ('viewcmp', lambda: D.items()=={k:o}.items()), ('fromkeys', lambda: dict.fromkeys(L,w)), ('fromkeys2', lambda: dict.fromkeys(D,w)), ('fromkeys3', lambda: dict.fromkeys(S,w)), ('replace', lambda: D.copy().__setitem__(k,w)), ('replace2', lambda: D.copy().__setitem__(X(2),w)), ('del', lambda: D.copy().__delitem__(k)), ('delmiss', lambda: D.copy().__delitem__(o)), ('deq', lambda: D=={k:w}), ('drepr', lambda: repr(D)), ('ddict', lambda: dict(D,a=o)), ('dictkw', lambda: dict(a=o)), ('merge**', lambda: {**D,**{o:w}}), ('copy', lambda: D.copy()), ('resize', lambda: {**{i:o for i in range(100)}}), ('general', lambda: {'a':o, 1:k, 'b':w}), ('rev', lambda: list(reversed(D.items()))), ('contains', lambda: X(2) in D), ('itemsin', lambda: (k,w) in D.items()), ('clear', lambda: D.copy().clear()),
('set', lambda: {o,w,k}), ('add', lambda: S.copy().add(w)), ('discard', lambda: S.copy().discard(w)), ('remove', lambda: S.copy().remove(w)), ('removemiss', lambda: S.copy().remove(k)), ('pop', lambda: S.copy().pop()), ('s|', lambda: S|{k}), ('s&', lambda: S&{w}), ('s-', lambda: S-{k}), ('s^', lambda: S^{k}), ('s<=', lambda: S<={w,k}), ('upd', lambda: S.copy().update(L)), ('inter', lambda: S.intersection(L)), ('inter2', lambda: S.intersection(iter([w]))), ('diff', lambda: S.difference(L)), ('symd', lambda: S.symmetric_difference(L)), ('iand', lambda: S.copy().intersection_update(L)), ('isub', lambda: S.copy().difference_update(L)), ('fs', lambda: frozenset(S)), ('fshash', lambda: hash(frozenset(S))), ('srepr', lambda: repr(S)), ('siter', lambda: list(S)), ('disj', lambda: S.isdisjoint(L)), ('setdict', lambda: set(D)), ('bigset', lambda: {(i,o) for i in range(50)}),
('deque', lambda: DQ.copy()), ('dq*', lambda: DQ*5), ('dqrot', lambda: (lambda d: d.rotate(3))(deque(L*40))), ('dqpop', lambda: DQ.copy().pop()), ('dqin', lambda: w in DQ), ('dqmax', lambda: deque(L*10,3)), ('dqrem', lambda: deque(L).remove(k)), ('dqdel', lambda: deque(L).__delitem__(1)), ('dqset', lambda: deque(L).__setitem__(1,w)), ('dqins', lambda: deque(L).insert(1,w)), ('dqcmp', lambda: deque(L)<deque([w,o])), ('dqiter', lambda: next(iter(DQ))), ('dqrepr', lambda: repr(DQ)), ('dqext', lambda: deque().extendleft(L)), ('dd', lambda: DD.copy()['z']), ('ddor', lambda: DD|{1:o}), ('count', lambda: _count_elements({},L)),
('ns', lambda: SimpleNamespace(a=o)), ('nsrepr', lambda: repr(SimpleNamespace(a=o))), ('nsrep', lambda: SimpleNamespace(a=o).__replace__(a=w)), ('st', lambda: struct_time([o]*9,{'tm_zone':w})), ('strep', lambda: struct_time([o]*9).__replace__(tm_zone=w)), ('stred', lambda: struct_time([o]*9).__reduce__()), ('sterr', lambda: struct_time([o]*9,{'q':w})), ('tg', lambda: _tuplegetter(0,o).__get__((w,))),
('ref', lambda: ref(o)()), ('refcb', lambda: ref(o, lambda r:w)), ('proxy', lambda: proxy(o).v), ('proxyeq', lambda: proxy(o)==w), ('refeq', lambda: ref(o)==ref(w)), ('refhash', lambda: hash(ref(o))),
('attr', lambda: setattr(o,'q',w)), ('attr2', lambda: setattr(o,'q',k)), ('attrd', lambda: o.__dict__), ('attrdel', lambda: delattr(o,'q')), ('vars', lambda: vars(o).copy()), ('newdict', lambda: setattr(X(),'__dict__',{'a':w})), ('many', lambda: [setattr(o,'z%d'%i,w) for i in range(40)]), ('cleard', lambda: o.__dict__.clear()),
('callit', lambda: list(iter([o,k,w].pop, w))), ('seqit', lambda: list(iter(DQ))), ('revd', lambda: list(reversed(T))),
]
for n,f in fs: run(n,f)
out(getrefcount(o), getrefcount(k), getrefcount(w))
out(getrefcount([]), getrefcount({}), getrefcount(()) > 1000, [getsizeof(v) for v in ([],[1],{}, {1:2}, {'a':1}, (), (1,2), set(), {1}, frozenset(), iter([]), iter({}), {}.items(), iter(()), enumerate([]), reversed([]), o, deque(), ref(o), SimpleNamespace(), DD, range(5), slice(1))])
