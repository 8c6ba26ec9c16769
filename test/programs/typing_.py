# TypeVar, ParamSpec, TypeVarTuple, type aliases, Generic, and what typing.py makes of them.
import types
from typing import *
import _typing, typing
class A[T, *Ts, **P]: pass
T,Ts,P=A.__type_params__
type X[Q]=int
for t in (type(T),type(Ts),type(P),type(P.args),type(P.kwargs),type(X),Generic,type(NoDefault)):
    b=set(dir(object))
    print(t, t.__module__, t.__basicsize__, hex(t.__flags__), t.__weakrefoffset__, t.__dictoffset__, sorted(set(t.__dict__)))
    print({k:type(v).__name__ for k,v in t.__dict__.items()})
print(iter(X) if hasattr(X,'__iter__') else 'noiter', X.__module__, X.__dict__ if hasattr(X,'__dict__') else 'nodict')
def e(f):
    try: print(repr(f()))
    except BaseException as x: print(type(x).__name__, x)
e(lambda: TypeVar()); e(lambda: TypeVar(1)); e(lambda: TypeVar('T', int)); e(lambda: TypeVar('T', int, bound=int)); e(lambda: TypeVar('T', foo=1)); e(lambda: TypeVar('T', covariant=True, contravariant=True))
e(lambda: TypeVar('T', bound=1));e(lambda: TypeVar('T', bound=None).__bound__);e(lambda: TypeVar('T', default=None).__default__);e(lambda: TypeVar('T', int, 'x').__constraints__);e(lambda: TypeVar(name='T'))
e(lambda: TypeVarTuple('Ts', 1));e(lambda: TypeVarTuple());e(lambda: TypeVarTuple(1));e(lambda: TypeVarTuple('a', bound=3));e(lambda: ParamSpec('P', int));e(lambda: ParamSpec());e(lambda: ParamSpec('P',bound=3).__bound__)
e(lambda: TypeAliasType('X', int, type_params=3)); e(lambda: TypeAliasType('X')); e(lambda: TypeAliasType('X', int, type_params=(1,)).__type_params__); e(lambda: TypeAliasType(1,2)); e(lambda: X[int]); e(lambda: TypeAliasType('X',int)[int]); e(lambda: X|None); e(lambda: X.__value__)
e(lambda: TypeAliasType('X', int, type_params=(TypeVar('A',default=int),TypeVar('B'))))
e(lambda: type(NoDefault)(1)); e(lambda: NoDefault.__reduce__()); e(lambda: NoDefault.x); e(lambda: setattr(NoDefault,'x',1))
class S(TypeVar('q') if 0 else object): pass
e(lambda: types.new_class('S',(T,)))
e(lambda: type('S',(T,),{}))
e(lambda: T|int); e(lambda: T|'x'); e(lambda: int|T); e(lambda: P|int); e(lambda: Ts|int); e(lambda: list(Ts)); e(lambda: (T,Ts,P,P.args,P.kwargs, TypeVar('Q'),TypeVar('Q',covariant=True),ParamSpec('Z'),TypeVarTuple('TT')))
e(lambda: P.args==P.args); e(lambda: P.args<P.kwargs); e(lambda: ParamSpecArgs(3)); e(lambda: ParamSpecArgs()); e(lambda: ParamSpecArgs(origin=4))
e(lambda: T.__typing_subst__(int)); e(lambda: Ts.__typing_subst__(int)); e(lambda: A[int, str, float, [int]]);e(lambda: A[int]); e(lambda: T.__reduce__()); e(lambda: T.has_default()); e(lambda: T.foo); e(lambda: setattr(T,'foo',1)); e(lambda:T.foo); e(lambda: T.__module__)
e(lambda: T.__mro_entries__(())); e(lambda: Generic[int]); e(lambda: Generic[T]); e(lambda: TypeVar.foo); e(lambda: setattr(TypeVar,'foo',1)); e(lambda: type('S',(TypeVar,),{})); e(lambda: X.__reduce__());e(lambda: X.__parameters__);
e(lambda: type('S',(Generic[TypeVar('T')],),{}))
class W(Generic[TypeVar('T')]): pass
e(lambda: TypeVar.__dict__['__bound__']); e(lambda: TypeVar.__bound__); e(lambda: TypeVar.__text_signature__); e(lambda: [getattr(TypeVar,m).__text_signature__ for m in ('__typing_subst__','__typing_prepare_subst__','__reduce__','has_default','__mro_entries__')])
e(lambda: _typing._idfunc); e(lambda: _typing._idfunc(4)); e(lambda:_typing.__doc__); e(lambda: _typing._idfunc.__doc__)
e(lambda: [x.__text_signature__ for x in (TypeVarTuple,ParamSpec,ParamSpecArgs,TypeAliasType,Generic,type(NoDefault))])
e(lambda: TypeVar.__subclasses__()); e(lambda: setattr(X,'__module__',3)); e(lambda: setattr(Generic,'zz',3))
def f[T: int, U: (str, bytes), *W, V = list, **Z = [int]](x: T) -> U: return x
for p in f.__type_params__: print(p, type(p), getattr(p,'__bound__','-'), getattr(p,'__constraints__','-'), p.__default__, p.has_default(), p.__module__ )
print(f(3), f.__annotations__)
class Box[T]:
    def get(self) -> T: ...
print(Box.__mro__, Box[int], Box.__parameters__, Box.__orig_bases__, Box[int]().__orig_class__)
type L[T] = list[T] | set[T]
print(L, L.__value__, L.__type_params__, L[int].__args__, L.__name__, L.__parameters__)
import weakref, gc
tv = TypeVar('tv'); r = weakref.ref(tv); del tv; gc.collect(); print(r())
class D[T=int]: pass
print(D[()], D[str]) if 0 else None
type Bad = 1/0
e(lambda: Bad.__value__)
class E(Exception): pass
@dataclass_transform()
def dt(c): return c
class PP(Protocol[T]):
    def meth(self) -> int: ...
print(isinstance(3, SupportsInt), get_type_hints(f), Optional[int], Union[int,str,None], Callable[[int],str], Literal[1,'a'], Annotated[int,3], cast(int,3))
class NT(NamedTuple):
    a: int
    b: str = 'x'
print(NT(1), NT._fields, NT(1,'y')._asdict())
class TD(TypedDict, total=False): x: int
print(TD(x=3), TD.__annotations__, TD.__total__)
