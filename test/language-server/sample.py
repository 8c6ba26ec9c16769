"""Every form that dis gives an argument."""
from __future__ import annotations

import asyncio
from dataclasses import dataclass

LIMIT: int = 10
RATES = {"a": 1.5, "b": -0.0, "c": 1e100}
type Pair[T] = tuple[T, T]


@dataclass
class Point:
    x: int = 0
    y: int = 0

    def __init__(self, *args, scale=1, **kw):
        super().__init__()
        self.x, self.y = args
        self.scale = scale

    @property
    def length(self) -> float:
        return (self.x**2 + self.y**2) ** 0.5

    async def settle(self):
        async with asyncio.timeout(3) as t:
            await asyncio.sleep(0)
        return [i async for i in self.walk() if i not in {1, 2, 3}]

    async def walk(self):
        for i in range(LIMIT):
            yield i


def outer(n, /, *rest):
    total = 0

    def inner(k):
        nonlocal total
        total += k
        return lambda: (n, k, total)

    try:
        for r in rest:
            if r is None or r < 0:
                continue
            inner(r)
    except (ValueError, TypeError) as e:
        raise RuntimeError(f"{n!r:>10} {e}") from e
    finally:
        print("done", *rest, sep=", ")
    return total


def pick(command):
    match command:
        case {"op": str(op), **rest}:
            return op, rest
        case [first, *others] if first:
            return first
        case Point(x=0) | None:
            return "origin"
    return command[1:2], b"bytes\xff", 'it\'s "é" \N{EM DASH}\n', 3 + 4j, ...


with open(__file__) as f:
    print({k: v for k, v in enumerate(f)}, LIMIT @ LIMIT if LIMIT else not LIMIT)

while LIMIT > 3:
    LIMIT -= 1
else:
    del LIMIT
