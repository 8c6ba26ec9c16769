for i in range(3):
    print(i, end=' ')
else:
    print('else')
n = 0
while True:
    n += 1
    if n % 2: continue
    if n > 6: break
    print(n, end=',')
print()
while n:
    n -= 1
else:
    print('while else')
for x, (y, z) in [(1, (2, 3)), (4, (5, 6))]: print(x + y + z)
for i in range(5):
    for j in range(5):
        if j == 2: break
    else: continue
    if i == 3: break
print(i, j, [a for a in range(20) if a % 2 if a % 3])
print(list(range(5, 50, 10)), range(10)[2:8:2], len(range(0, 100, 7)), 49 in range(0, 100, 7), range(3) == range(0, 3, 1), range(10 ** 20, 10 ** 20 + 3)[1])
it = iter(lambda: next(gen), 3)
gen = iter([1, 2, 3, 4])
print(list(it), next(gen), next(iter([]), 'dflt'))
i = 10
i += 1; i -= 2; i *= 3; i //= 2; i **= 2; i %= 100; i <<= 2; i >>= 1; i |= 1; i &= 0xff; i ^= 5
print(i, (j := 5) + j, 1 < 2 < 3, 1 < 3 > 2, not 0, None or 'x', 0 and 'y', 'a' if i else 'b')
