# dataclasses: fields, defaults, ordering, frozen, slots, kw_only, post_init, InitVar, replace, asdict, inheritance, errors.
from dataclasses import *
import typing
@dataclass(order=True)
class P:
    x: int
    y: int = 0
    tags: list = field(default_factory=list, compare=False, repr=False)
    c: typing.ClassVar[int] = 5
    hidden: InitVar[int] = 3
    total: int = field(init=False)
    def __post_init__(self, hidden): self.total = self.x + self.y + hidden
print(P(1), P(1, 2) < P(2), P(1) == P(1, 0, ['t']), P(1, hidden=9).total, [f.name for f in fields(P)], asdict(P(1, 2)), astuple(P(3)), replace(P(1), x=5, hidden=0), P.__match_args__, P.__hash__, P.__doc__)
@dataclass(frozen=True, slots=True, kw_only=True)
class F:
    a: int
    b: str = 'b'
f = F(a=1); print(f, hash(f) == hash(F(a=1)), F.__slots__, {f: 1}[F(a=1)])
for bad in (lambda: setattr(f, 'a', 2), lambda: delattr(f, 'a'), lambda: F(1), lambda: F(), lambda: P(1) < 5, lambda: fields(5), lambda: asdict(5), lambda: replace(f, z=1), lambda: P(1, 2, 3, 4, 5, 6), lambda: P(), lambda: field(default=1, default_factory=list), lambda: hash(P(1))):
    try: print(bad())
    except Exception as e: print(type(e).__name__, e)
for src in ('@dataclass\nclass X:\n a: int = 1\n b: int', '@dataclass\nclass X:\n a: list = []', '@dataclass(order=True, eq=False)\nclass X: pass', '@dataclass\nclass X(F): pass', '@dataclass(frozen=True)\nclass X(P): pass', '@dataclass(slots=True)\nclass X:\n __slots__ = ()\n a: int', '@dataclass\nclass X:\n a: KW_ONLY\n b: KW_ONLY', '@dataclass(unsafe_hash=True)\nclass X:\n def __hash__(self): return 1'):
    try: exec(src); print('fine')
    except Exception as e: print(type(e).__name__, e)
@dataclass
class Base: a: int = 1; b: int = 2
@dataclass
class Child(Base):
    b: str = 'over'; c: float = 0.5; _: KW_ONLY; k: int = 9
print(Child(), Child(5, 'x', k=1), is_dataclass(Child), is_dataclass(Child()), make_dataclass('M', ['p', ('q', int), ('r', int, field(default=4))], bases=(Base,))(1, 2, 3, 4, 5) if False else make_dataclass('M', ['p', ('q', int, 7)])(1))
@dataclass
class Node:
    v: int
    kids: list['Node'] = field(default_factory=list)
n = Node(1, [Node(2), Node(3, [Node(4)])]); n.kids[0].kids.append(n); print(n); n.kids[0].kids.clear(); print(asdict(n), n == Node(1, [Node(2), Node(3, [Node(4)])]), fields(Node)[0].type, field(metadata={'k': 1}).metadata)
