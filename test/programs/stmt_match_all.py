# match: every kind of pattern, guards, captures, order, class protocols.
from dataclasses import dataclass
from enum import Enum
import collections


class Color(Enum):
    RED = 1
    BLUE = 2


@dataclass
class Point:
    x: int
    y: int = 0


class Slots:
    __match_args__ = ('first', 'second')

    def __init__(self, first, second): self.first, self.second = first, second


def describe(v):
    match v:
        case None | True | False: return f'singleton {v}'
        case 0 | -1 | 1.5 | -2j | 3 + 4j: return f'number {v}'
        case 'text' 'joined' | b'bytes': return f'string {v!r}'
        case Color.RED: return 'red'
        case Point(x=0, y=0): return 'origin'
        case Point(0, y) | Point(y, 0): return f'axis {y}'
        case Point(x, y) if x == y: return f'diagonal {x}'
        case Point(): return 'point'
        case Slots(int() as a, str(b)): return f'slots {a} {b}'
        case Slots(first=[*_, last]): return f'slots last {last}'
        case []: return 'empty'
        case [x]: return f'one {x}'
        case [0, *rest]: return f'zero and {rest}'
        case (first, (second, *_), *_, last): return f'{first} {second} {last}'
        case [*_, 'end']: return 'ends'
        case {'kind': 'a', 'n': int(n), **rest}: return f'a {n} {rest}'
        case {'kind': str() as kind} if kind > 'm': return f'late {kind}'
        case {1: _, None: value}: return f'keys {value}'
        case {}: return 'mapping'
        case int(): return 'int'
        case str(s) if len(s) > 3: return f'long {s}'
        case (str() | bytes()) as s: return f'short {s!r}'
        case float(f) | complex(real=f): return f'real {f}'
        case type(): return 'type'
        case _: return f'other {type(v).__name__}'


for v in (None, True, 0, -1, 1.5, -2j, 3 + 4j, 'textjoined', b'bytes', Color.RED, Color.BLUE, Point(0, 0), Point(0, 5), Point(5, 0), Point(2, 2), Point(1, 2),
          Slots(1, 's'), Slots([1, 2], 0), Slots('x', 'y'), [], [5], (0,), [0, 1, 2], [1, (2, 3), 4], [1, 2, 'end'], {'kind': 'a', 'n': 3, 'z': 1}, {'kind': 'z'}, {1: 1, None: 2},
          {}, {'kind': 'b'}, 7, 'long one', 's', b'q', 2.5, 5j, int, object(), range(2), collections.deque([0, 1]), bytearray(b'x'), {1, 2}):
    print(repr(v) if not isinstance(v, (object().__class__)) or type(v) is not object else 'object', '->', describe(v)) if type(v) is not Slots and type(v) is not object else print(describe(v))


class Meta(type):
    def __instancecheck__(cls, o): return o == 'magic'


class Magic(metaclass=Meta): pass


match 'magic':
    case Magic(): print('instancecheck')
match 5, 6:
    case a, b: print(a, b)
match {'x': {'y': [1, {'z': 2}]}}:
    case {'x': {'y': [_, {'z': z}]}}: print(z)
match x := 3:
    case y if (z := y * 2) > 5: print(x, y, z)
match 1:
    case 2: pass
print('no match')
for bad in ('case a | b: pass', 'case x: pass\n case y: pass', 'case [a, a]: pass', 'case {**r, 1: x}: pass', 'case Point(x=1, x=2): pass', 'case Point(x=1, 2): pass', 'case a.b(): pass\n case 1 + 1: pass', 'case {"k": 1, "k": 2}: pass', 'case [*a, *b]: pass', 'case -x: pass', 'case f"x": pass', 'case 1 | x: pass\n case 2: pass'):
    try:
        compile('match v:\n ' + bad, '<m>', 'exec')
        print('fine', bad)
    except SyntaxError as e:
        print(e.msg)
for v, p in ((Point(1), 'Point(1, 2, 3)'), (5, 'int(1, 2)'), (Point(1), 'Point(1, x=1)'), (5, 'nothing()'), (5, 'describe()')):
    try:
        exec(f'match v:\n case {p}: pass')
    except Exception as e:
        print(type(e).__name__, e)
