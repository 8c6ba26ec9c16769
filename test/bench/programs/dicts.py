"""Dicts with str, int and tuple keys: grids, graphs, counting, merging."""
from collections import defaultdict, deque


def life(cells, steps):
    for _ in range(steps):
        near = {}
        for x, y in cells:
            for dx in (-1, 0, 1):
                for dy in (-1, 0, 1):
                    if dx or dy:
                        key = x + dx, y + dy
                        near[key] = near.get(key, 0) + 1
        cells = {c for c, n in near.items() if n == 3 or (n == 2 and c in cells)}
    return len(cells)


def graph(n):
    edges = defaultdict(list)
    for i in range(n):
        for j in (i * 3 + 1, i * 7 + 2, i + 1):
            edges[f'n{i}'].append(f'n{j % n}')
    return edges


def distances(edges, start):
    seen = {start: 0}
    queue = deque([start])
    while queue:
        node = queue.popleft()
        for other in edges[node]:
            if other not in seen:
                seen[other] = seen[node] + 1
                queue.append(other)
    return max(seen.values()), len(seen)


def run(size):
    glider = {(0, 0), (1, 0), (2, 0), (2, 1), (1, 2), (5, 5), (5, 6), (5, 7), (6, 6)}
    merged = {}
    for i in range(size):
        merged |= {i: i * 2, f'k{i % 100}': i}
        if i % 3 == 0:
            del merged[i]
    squares = {k: v * v for k, v in merged.items() if isinstance(k, int)}
    edges = graph(size * 4)
    return life(glider, size // 10), distances(edges, 'n0'), len(merged), sum(squares.values()), sum(merged[k] for k in merged)


SHORT, LONG = 2000, 20000
