"""Primes by sieve, products of matrices, an edit distance: loops over lists of ints."""
def sieve(n):
    flags = bytearray([1]) * (n + 1)
    flags[0] = flags[1] = 0
    for i in range(2, int(n ** 0.5) + 1):
        if flags[i]:
            for j in range(i * i, n + 1, i):
                flags[j] = 0
    return sum(flags)


def product(a, b):
    columns = list(zip(*b))
    return [[sum(x * y for x, y in zip(row, col)) for col in columns] for row in a]


def distance(a, b):
    before = list(range(len(b) + 1))
    for i, ca in enumerate(a, 1):
        row = [i]
        for j, cb in enumerate(b, 1):
            row.append(min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (ca != cb)))
        before = row
    return before[-1]


def run(size):
    m = [[(i * j) % 7 for j in range(size // 4)] for i in range(size // 4)]
    p = product(m, m)
    a = ''.join(chr(97 + i * i % 26) for i in range(size * 2))
    b = ''.join(chr(97 + i * 5 % 26) for i in range(size * 2))
    return sieve(size * 2000), sum(map(sum, p)), distance(a, b)


SHORT, LONG = 100, 700
