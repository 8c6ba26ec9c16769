print([x for x in range(5)], {x: x * x for x in range(3)}, {x % 2 for x in range(5)}, list(x for x in range(3)))
print([[i * j for j in range(3)] for i in range(3)], [x for xs in [[1], [2, 3]] for x in xs], [(i, j) for i in range(3) for j in range(i)])
x = 'outer'
print([x for x in 'ab'], x, [y := 1, y + 1], [z := i for i in range(3)], z)
class C:
    items = [1, 2, 3]
    doubled = [i * 2 for i in items]
print(C.doubled)
def f(n):
    return [lambda: i + n for i in range(3)]
print([g() for g in f(10)])
print({k: v for k, v in {'a': 1}.items()}, sum(i for i in range(100) if i % 7 == 0), any(x > 2 for x in [1, 3]))
try:
    [1 / x for x in (1, 0)]
except ZeroDivisionError as e: print(e, x)
async def agen():
    for i in range(3): yield i
async def main(): return [i async for i in agen()], {i: 1 async for i in agen() if i}
c = main()
try: c.send(None)
except StopIteration as e: print(e.value)
