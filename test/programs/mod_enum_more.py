# enum: Enum, IntEnum, StrEnum, Flag, IntFlag, auto, aliases, unique, members, methods, functional API, errors.
from enum import *
class Color(Enum):
    RED = 1; GREEN = 2; BLUE = 3; CRIMSON = 1
    @property
    def hot(self): return self is Color.RED
    @classmethod
    def parse(cls, s): return cls[s.upper()]
    def __str__(self): return f'color {self.name}'
print(Color.RED, repr(Color.RED), Color(2), Color['BLUE'], list(Color), Color.CRIMSON is Color.RED, Color.__members__.keys(), Color.RED.hot, Color.parse('green'), Color.RED.value, Color.RED in Color, 1 in Color, 9 in Color, len(Color), Color.RED == 1, hash(Color.RED) == hash('RED'), isinstance(Color.RED, Color), type(Color).__name__, {Color.RED: 1}[Color(1)])
class N(IntEnum): A = auto(); B = auto(); C = 10; D = auto()
class S(StrEnum): LOW = auto(); HIGH = 'hi'
class F(Flag): R = auto(); W = auto(); X = auto(); RW = R | W
class I(IntFlag): A = 1; B = 4
print(list(N), N.B + 1, N.A < N.D, S.LOW, S.HIGH.upper(), f'{S.HIGH:>4}', F.R | F.X, F.RW & F.R, ~F.R, F(0), bool(F(0)), F.R in F.RW, list(F.RW), F.RW.name, F(7), I.A | 8, I(5), I.A + 1, repr(I.A | I.B), F['R'], len(F.RW), F.R ^ F.RW)
for f in (lambda: Color(9), lambda: Color['NO'], lambda: setattr(Color, 'RED', 5), lambda: Color.RED.__class__('x'), lambda: F(64), lambda: Color.RED < Color.GREEN, lambda: type('Sub', (Color,), {}), lambda: Color.nothing, lambda: delattr(Color, 'RED'), lambda: Color(), lambda: F.R | 'x', lambda: S(5)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
try:
    @unique
    class Dup(Enum): A = 1; B = 1
except ValueError as e: print(e)
try:
    class Re(Enum): A = 1; A = 2
except TypeError as e: print(e)
class Planet(Enum):
    EARTH = (5.97, 6.37); MARS = (0.64, 3.39)
    def __init__(self, mass, radius): self.mass, self.radius = mass, radius
    @property
    def g(self): return round(6.67e-2 * self.mass / self.radius ** 2 * 100, 2)
print(Planet.EARTH.g, Planet((0.64, 3.39)).mass, [p.name for p in Planet])
Fun = Enum('Fun', 'ONE TWO', module=__name__, qualname='X.Fun', start=5); print(list(Fun), Fun.__qualname__, Enum('G', {'a': 'x'}).a.value, IntEnum('H', ['p', 'q'], start=0).q)
class Custom(Enum):
    def _generate_next_value_(name, start, count, last): return name.lower() * (count + 1)
    AA = auto(); BB = auto()
    @classmethod
    def _missing_(cls, v): return cls.AA if v == 'def' else None
    _ignore_ = ['tmp']; tmp = 5
    @nonmember
    def helper(): return 'h'
    other = nonmember(7)
print(list(Custom), Custom('def'), Custom.other, Custom.AA._value_, Custom.AA.__objclass__ is Custom)
class Auto(Flag, boundary=CONFORM): P = 1; Q = 2
print(Auto(9), Auto.P.__class__.__name__, EnumType.__name__, verify.__class__.__name__, global_enum.__name__, property.__module__)
