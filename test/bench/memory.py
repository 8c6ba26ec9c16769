"""Bytes an object: sys.getsizeof of N objects and of what they own, and what the process's memory grew by. One line a kind."""
import sys

N = 100_000


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y


class Slotted:
    __slots__ = ('x', 'y')

    def __init__(self, x, y):
        self.x = x
        self.y = y


def resident():
    with open('/proc/self/statm') as f:
        return int(f.read().split()[1]) * 4096


KINDS = {
    'int': lambda i: i + 1000,
    'float': lambda i: i + 0.5,
    'str': lambda i: f'number {i}',
    'tuple': lambda i: (i, None),
    'list': lambda i: [i, None, None],
    'dict': lambda i: {'a': None, 'b': None},
    'set': lambda i: {None, True},
    'instance': lambda i: Point(None, None),
    'slots': lambda i: Slotted(None, None),
    'function': lambda i: lambda: i,
}

kept = []
for make in KINDS.values():
    for i in range(2000):
        make(i)
for name, make in KINDS.items():
    objects = [None] * N
    kept.append(objects)
    before = resident()
    for i in range(N):
        objects[i] = make(i)
    print(name, sum(map(sys.getsizeof, objects)) / N, round((resident() - before) / N))
