from dataclasses import dataclass, field, asdict, replace, FrozenInstanceError
from enum import Enum, IntEnum, Flag, auto
@dataclass(order=True)
class P:
    x: int
    y: int = 0
    tags: list = field(default_factory=list, compare=False)
p = P(1, 2); print(p, p == P(1, 2), p < P(2), asdict(p), replace(p, x=9), P(1).tags is P(1).tags)
@dataclass(frozen=True, slots=True)
class F: a: int
f = F(1)
try: f.a = 2
except FrozenInstanceError as e: print(e)
print(hash(f) == hash(F(1)), F.__slots__)
class Color(Enum):
    RED = 1; GREEN = 2; ALIAS = 1
print(Color.RED, Color(2), Color['RED'] is Color.ALIAS, list(Color), Color.RED.name, Color.RED.value, repr(Color.GREEN), Color.RED == 1)
class N(IntEnum): A = auto(); B = auto()
print(N.B + 1, N.A < N.B, N(1))
class Fl(Flag): R = auto(); W = auto(); X = auto()
print(Fl.R | Fl.X, Fl.R in (Fl.R | Fl.W), Fl(0), (Fl.R | Fl.W).value)
try: Color(5)
except ValueError as e: print(e)
