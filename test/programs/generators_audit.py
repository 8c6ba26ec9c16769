# programs built from generators: pipelines, coroutines as consumers, permutations, tree walks, a small scheduler.
from collections import deque
def lines(text):
    for l in text.split('\n'): yield l.strip()
def words(ls):
    for l in ls: yield from l.split()
def count(ws):
    c = {}
    for w in ws: c[w] = c.get(w, 0) + 1
    return c
print(count(words(lines('a b a\n c b\n a'))))
def averager():
    total = n = 0; avg = None
    while True:
        x = yield avg
        if x is None: return total
        total += x; n += 1; avg = total / n
a = averager(); next(a); print([a.send(x) for x in (10, 20, 60)])
try: a.send(None)
except StopIteration as e: print(e.value)
def perms(xs):
    if len(xs) <= 1: yield xs
    else:
        for i, x in enumerate(xs):
            for p in perms(xs[:i] + xs[i + 1:]): yield [x] + p
print(list(perms([1, 2, 3])), sum(1 for _ in perms(list(range(6)))))
class Tree:
    def __init__(self, v, l=None, r=None): self.v, self.l, self.r = v, l, r
    def __iter__(self):
        if self.l: yield from self.l
        yield self.v
        if self.r: yield from self.r
t = Tree(4, Tree(2, Tree(1), Tree(3)), Tree(6, Tree(5))); print(list(t), max(t), 5 in t, [*t][::-1], dict.fromkeys(t, 0))
def task(name, n):
    for i in range(n): print(name, i); yield
    return name
def scheduler(tasks):
    q = deque(tasks); results = []
    while q:
        t = q.popleft()
        try: next(t); q.append(t)
        except StopIteration as e: results.append(e.value)
    return results
print(scheduler([task('x', 2), task('y', 3), task('z', 1)]))
def primes():
    comp, n = {}, 2
    while True:
        if n not in comp: yield n; comp[n * n] = [n]
        else:
            for p in comp.pop(n): comp.setdefault(p + n, []).append(p)
        n += 1
from itertools import islice
print(list(islice(primes(), 20)), list(zip(primes(), 'abc')), next(p for p in primes() if p > 100))
