# builtin functions: edge cases and messages.
print(abs(-3), abs(-2.5), abs(3 + 4j), all([]), any([]), ascii('é'), bin(-5), callable(len), callable(5), chr(97), divmod(-7, 2), divmod(7.5, 2), list(enumerate('ab', 5)), list(filter(None, [0, 1])), format(255, '#x'), hash('') == hash(b''), hex(255), isinstance(True, int), issubclass(bool, (str, int)), len({1}), list(map(pow, [2, 3], [3, 2])), max([1, 3], key=lambda x: -x), max('a', 'b'), min([], default=0), oct(8), ord('a'), pow(2, 10, 1000), pow(2, -1), repr('x'), list(reversed([1, 2])), round(2.567, 1), round(-0.5), sorted([2, 1], reverse=True), sum([1, 2], 10), sum([[1], [2]], []), list(zip('ab', [1, 2])), type(5), vars(type('X', (), {'a': 1}))['a'])
it = iter([1, 2]); print(next(it), next(it), next(it, 'end'), list(iter(lambda c=[3, 2, 1]: c.pop(), 3)))
for f in (lambda: abs('x'), lambda: all(5), lambda: bin(1.5), lambda: chr(1.5), lambda: divmod(1, 's'), lambda: getattr(5, 'x'), lambda: getattr(5, 5), lambda: hasattr(5, 5), lambda: setattr(5, 'x', 1), lambda: hash([]), lambda: hex('x'), lambda: isinstance(5, 5), lambda: issubclass(5, int), lambda: isinstance(5, (int, 5)), lambda: isinstance('s', (int, 5)), lambda: iter(5), lambda: iter(5, 5), lambda: len(5), lambda: list(map(5, [1])), lambda: map(len), lambda: max(5), lambda: max([1, 's']), lambda: next([]), lambda: open(), lambda: ord('ab'), lambda: ord(5), lambda: pow(1), lambda: print(sep=5), lambda: print('a', end=5), lambda: range('x'), lambda: reversed(5), lambda: round('x'), lambda: round(1.5, 'x'), lambda: sorted(5), lambda: sum(5), lambda: sum('ab', ''), lambda: sum([1, 's']), lambda: type(1, 2), lambda: type('X', 5, {}), lambda: type('X', (), 5), lambda: vars(5), lambda: zip(5), lambda: super().x, lambda: __import__(5), lambda: object(1), lambda: int(1, 2), lambda: float(1, 2), lambda: str(1, 2, 3, 4), lambda: bool(1, 2), lambda: memoryview('s'), lambda: bytes('s'), lambda: bytes(-1), lambda: bytes([300]), lambda: bytes(5, 'x'), lambda: complex('x'), lambda: frozenset(5), lambda: property(1, 2, 3, 4, 5), lambda: staticmethod(), lambda: slice(), lambda: enumerate(5), lambda: filter(5, 5), lambda: input(1, 2), lambda: id(), lambda: callable(), lambda: delattr(5, 'real'), lambda: format(5, 5), lambda: format([], 'x'), lambda: dir(1, 2), lambda: breakpoint.x, lambda: len.__self__.__name__, lambda: print.__text_signature__, lambda: exit.__class__.__name__, lambda: NotImplemented == True, lambda: Ellipsis.__class__(), lambda: type(None)(), lambda: type(NotImplemented)(), lambda: type(None)(1)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class L:
    def __len__(self): return self.n
for n in (-1, 2 ** 70, 1.5, 'x', True):
    l = L(); l.n = n
    try: print(len(l), bool(l))
    except Exception as e: print(type(e).__name__, e)
class Rev:
    def __reversed__(self): return iter('rev')
    def __length_hint__(self): return 'x'
    def __iter__(self): return iter('it')
    def __round__(self, n=5): return n
    def __dir__(self): return ('b', 'a')
    def __divmod__(self, o): return 'dm'
    def __format__(self, s): return s or 'empty'
r = Rev(); print(list(reversed(r)), round(r), round(r, 1), dir(r), divmod(r, 1), f'{r}{r:x}', format(r))
try: list(r)
except TypeError as e: print(e)
print(print('a', 'b', sep='', end='|\n'), *map(lambda *a: a, 'ab', range(3)), sum(x for x in range(5)), [*zip(*[(1, 2), (3, 4)])], eval('__debug__'), __name__, __doc__, type(__builtins__).__name__, type(type(type)), int.__class__, type.__call__(int, '5'), object.__new__(object).__class__, [].__class__.__base__)
