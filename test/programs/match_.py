def m(x):
    match x:
        case 0 | 1: return 'small'
        case int(n) if n > 100: return f'big {n}'
        case int() | float(): return 'number'
        case 'hello': return 'greeting'
        case str(s): return f'str {s}'
        case []: return 'empty'
        case [a]: return f'one {a}'
        case [a, *rest, z]: return f'{a} {rest} {z}'
        case {'type': 't', 'v': v, **rest}: return f'map {v} {rest}'
        case Point(x=0, y=y): return f'on y {y}'
        case Point(a, b): return f'pt {a} {b}'
        case None | True: return 'const'
        case _: return 'other'
class Point:
    __match_args__ = ('x', 'y')
    def __init__(self, x, y): self.x, self.y = x, y
for v in (0, 500, 7, 2.5, 'hello', 'x', [], [1], [1, 2, 3, 4], {'type': 't', 'v': 1, 'z': 2}, Point(0, 3), Point(1, 2), None, True, {}, b'x', (1, 2)):
    print(m(v))
class Color: RED = 1
match 1:
    case Color.RED: print('red')
match (1, (2, {'k': [3]})):
    case (a, (b, {'k': [c]})) as whole: print(a, b, c, whole)
