"""Spectral norm: calls, generators, float division."""
def cell(i, j):
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)


def times(v):
    n = len(v)
    return [sum(cell(i, j) * v[j] for j in range(n)) for i in range(n)]


def transposed_times(v):
    n = len(v)
    return [sum(cell(j, i) * v[j] for j in range(n)) for i in range(n)]


def run(size):
    u = [1.0] * size
    for _ in range(4):
        v = transposed_times(times(u))
        u = transposed_times(times(v))
    vbv = sum(a * b for a, b in zip(u, v))
    vv = sum(b * b for b in v)
    return round((vbv / vv) ** 0.5, 9)


SHORT, LONG = 80, 370
