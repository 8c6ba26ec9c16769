# classic algorithms over the core types: queens, shortest paths, life, edit distance, sudoku, big Fibonacci, a matrix class, a parser.
import heapq
from collections import defaultdict, deque
def queens(n, row=0, cols=(), d1=(), d2=()):
    if row == n: yield cols; return
    for c in range(n):
        if c not in cols and row + c not in d1 and row - c not in d2: yield from queens(n, row + 1, cols + (c,), d1 + (row + c,), d2 + (row - c,))
print(next(queens(8)), sum(1 for _ in queens(6)))
g = defaultdict(dict)
for a, b, w in (('a', 'b', 4), ('a', 'c', 1), ('c', 'b', 2), ('b', 'd', 5), ('c', 'd', 8)): g[a][b] = g[b][a] = w
def dijkstra(s):
    dist, heap = {s: 0}, [(0, s)]
    while heap:
        d, u = heapq.heappop(heap)
        for v, w in g[u].items():
            if d + w < dist.get(v, 1e9): dist[v] = d + w; heapq.heappush(heap, (d + w, v))
    return dist
print(dijkstra('a'))
def life(cells): 
    n = defaultdict(int)
    for x, y in cells:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if dx or dy: n[x + dx, y + dy] += 1
    return {c for c, k in n.items() if k == 3 or k == 2 and c in cells}
c = {(1, 0), (2, 1), (0, 2), (1, 2), (2, 2)}
for _ in range(8): c = life(c)
print(sorted(c))
def edit(a, b):
    prev = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        cur = [i]
        for j, y in enumerate(b, 1): cur.append(min(prev[j] + 1, cur[-1] + 1, prev[j - 1] + (x != y)))
        prev = cur
    return prev[-1]
print(edit('kitten', 'sitting'), edit('', 'abc'))
class Matrix:
    def __init__(self, rows): self.rows = [list(r) for r in rows]
    def __matmul__(self, o): return Matrix([[sum(a * b for a, b in zip(r, c)) for c in zip(*o.rows)] for r in self.rows])
    def __pow__(self, n):
        r = Matrix([[int(i == j) for j in range(len(self.rows))] for i in range(len(self.rows))]); b = self
        while n:
            if n & 1: r = r @ b
            b = b @ b; n >>= 1
        return r
    def __repr__(self): return f'Matrix({self.rows})'
print((Matrix([[1, 1], [1, 0]]) ** 100).rows[0][1], Matrix([[1, 2], [3, 4]]) @ Matrix([[0, 1], [1, 0]]))
def parse(tokens):
    def expr():
        v = term()
        while toks and toks[0] in '+-': v = v + term() if toks.popleft() == '+' else v - term()
        return v
    def term():
        v = factor()
        while toks and toks[0] in '*/': v = v * factor() if toks.popleft() == '*' else v / factor()
        return v
    def factor():
        t = toks.popleft()
        if t == '(': v = expr(); toks.popleft(); return v
        return -factor() if t == '-' else int(t)
    toks = deque(tokens)
    return expr()
print(parse('2*(3+4)-8/-4'), parse('((1))'))
def solve(board):
    for i, c in enumerate(board):
        if c == '.':
            r, k = divmod(i, 9)
            used = set(board[r * 9:r * 9 + 9]) | set(board[k::9]) | {board[(r // 3 * 3 + a) * 9 + k // 3 * 3 + b] for a in range(3) for b in range(3)}
            for d in '123456789':
                if d not in used:
                    s = solve(board[:i] + d + board[i + 1:])
                    if s: return s
            return None
    return board
print(solve('53..7....6..195....98....6.8...6...34..8.3..17...2...6.6....28....419..5....8..79')[:27])
def collatz(n, memo={1: 1}):
    if n not in memo: memo[n] = 1 + collatz(n // 2 if n % 2 == 0 else 3 * n + 1)
    return memo[n]
print(max(range(1, 2000), key=collatz), ''.join(sorted('thequickbrownfox')), [n for n in range(2, 60) if all(n % p for p in range(2, int(n ** .5) + 1))], sum(int(d) for d in str(2 ** 1000)))
def quick(x): return x if len(x) < 2 else quick([a for a in x[1:] if a < x[0]]) + [x[0]] + quick([a for a in x[1:] if a >= x[0]])
print(quick([3, 6, 1, 8, 2, 9, 2]), *(f'{i:>3}' if i % 15 else 'fb' for i in range(1, 17)))
