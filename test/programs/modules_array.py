import warnings
warnings.simplefilter('ignore')
import array, sys, copy
from array import array as A
def t(f,*a,**k):
    try: return repr(f(*a,**k))
    except BaseException as e: return type(e).__name__+': '+str(e)
for c in 'bBhHiIlLqQfduw':
    a=A(c); print(c,a,a.itemsize,a.typecode,len(a),bool(a))
    for v in (1,-1,300,-300,70000,2**31,2**32,2**63,2**64,-2**31-1,-2**63-1,1.5,'x','xy',None): print(c,repr(v),t(lambda: A(c,[v]).tolist()))
a=A('i',[1,2,3,4,5]); print(a, a[1], a[-1], a[1:3], a[::2], 3 in a, 9 in a, a+A('i',[6]), a*2, 2*a, a==A('i',[1,2,3,4,5]), a<A('i',[2]), a==A('d',[1,2,3,4,5]), a!=[1], list(a), a.index(3), a.count(2))
a.append(6); a.insert(0,0); a.extend([7,8]); a.extend(A('i',[9])); print(a, a.pop(), a.pop(0), a); a.remove(3); a.reverse(); print(a); a[0]=100; a[1:3]=A('i',[1,1,1]); del a[0]; del a[1:2]; a[::2]=A('i',[0]*len(a[::2])); print(a, a.buffer_info()[1], a.tobytes(), a.tolist())
a+=A('i',[1]); a*=2; print(a); a.byteswap(); print(a[:2]); a.frombytes(b'\1\0\0\0'); print(a[-1]); a.fromlist([5]); print(a[-1])
print(t(lambda: a[100]), t(lambda: a['x']), t(a.append,'x'), t(a.extend,A('d',[1])), t(a.extend,5), t(a.frombytes,b'abc'), t(a.remove,12345), t(a.index,12345), t(A('i').pop), t(lambda: a+[1]), t(lambda: a.__setitem__(slice(0,1),[1])), t(A), t(A,'z'), t(A,'i',5), t(A,'i','abc'), t(A,1), t(lambda: a<5), t(hash,a), t(a.insert,1), t(a.fromlist,[1,'x']), t(A,'i',b'abc'))
print(A('u','héllo'), A('w','h€llo😀'), A('u','abc').tounicode(), A('i',b'\1\0\0\0\2\0\0\0'), A('d',[1,2.5]), A('f',[1.1]), A('b',range(5)), A('B',b'abc'), A('B',bytearray(b'x')))
m=memoryview(a); print(m.format, m.itemsize, m.shape, m[0]==a[0]); print(t(a.append,1)); m[0]=7; print(a[0]); m.release(); a.append(1); print(bytes(A('H',[1,2])), bytearray(A('h',[1])))
print(sys.getsizeof(A('i')), A.__basicsize__, copy.copy(a)==a, copy.deepcopy(a)==a, array.typecodes, array.ArrayType is A)
import pickle; print(pickle.loads(pickle.dumps(A('i',[1,2])))); print([x for x in A('d',[1,2])], list(reversed(A('i',[1,2]))), type(iter(a)).__name__)
import io; b=A('i'); f=A('i',[1,2,3]).tobytes(); print(t(b.fromfile,io.BytesIO(f),2), b, t(b.fromfile,io.BytesIO(f),9), b)
class S(A): pass
s=S('i',[1]); s.x=1; print(s, s.x, type(s+s), s.__reduce_ex__(2)[1:])
b=A('i',range(3)); b.clear(); print(b)
