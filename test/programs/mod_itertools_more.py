# itertools: all of it once, with its edge cases and errors.
from itertools import *
print(list(accumulate([1, 2, 3])), list(accumulate([1, 2, 3], lambda a, b: a * b, initial=10)), list(batched('abcdefg', 3)), list(chain('ab', [1])), list(chain.from_iterable(['x', 'yz'])), list(combinations('abc', 2)), list(combinations_with_replacement('ab', 2)), list(compress('abcd', [1, 0, True, ''])))
print(list(islice(count(5, -2), 3)), list(islice(count(0.5, 0.25), 3)), list(islice(cycle('ab'), 5)), list(dropwhile(lambda x: x < 3, [1, 3, 2])), list(takewhile(lambda x: x < 3, [1, 3, 2])), list(filterfalse(None, [0, 1, ''])), [(k, list(g)) for k, g in groupby('aabBb', str.lower)], list(pairwise('abc')), list(permutations('abc', 2)), list(product('ab', [1, 2])), list(product('ab', repeat=2)))
print(list(repeat('x', 3)), list(starmap(pow, [(2, 3), (3, 2)])), [list(t) for t in tee('ab', 3)], list(zip_longest('abc', 'x', fillvalue='-')), list(islice('abcdefg', 1, None, 2)), list(islice('abc', 0)), len(list(permutations(range(5)))), list(product()), list(combinations([1], 2)), list(permutations([], 0)), list(batched([], 2)), repr(count(3)), repr(repeat(1, 2)), repr(count(1, 2)), count(1).__reduce__()[1])
for f in (lambda: batched('ab', 0), lambda: list(batched('abc', 2, strict=True)), lambda: combinations('a', -1), lambda: islice('a', -1), lambda: islice('a', 1, 2, 0), lambda: count('x'), lambda: repeat(), lambda: tee('a', -1), lambda: product('a', repeat=-1), lambda: list(starmap(pow, [1])), lambda: accumulate(5), lambda: chain(5) and list(chain(5)), lambda: zip_longest('a', b=1), lambda: groupby(), lambda: len(repeat(1)), lambda: permutations('ab', 'x'), lambda: compress('a'), lambda: islice('ab')):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
g = groupby([1, 1, 2, 2, 3]); k1, g1 = next(g); k2, g2 = next(g); print(k1, list(g1), k2, next(g2)); next(g); print(list(g2))
a, b = tee(iter(range(5))); next(a); next(a); c = a.__copy__(); print(list(b), list(a), list(c), type(c).__name__)
def primes():
    seen = []
    for n in count(2):
        if all(n % p for p in takewhile(lambda p: p * p <= n, seen)): seen.append(n); yield n
print(list(islice(primes(), 15)), sum(1 for _ in product(range(10), repeat=3)), next(islice(count(), 1000, None)), list(zip(range(3), count(10), 'xyz', strict=False)))
for f in (lambda: list(zip([1], [1, 2], strict=True)), lambda: list(zip([1, 2], [1], strict=True)), lambda: list(map(lambda a: a, [1], [2])), lambda: next(map(None, [1])), lambda: filter(1), lambda: enumerate(), lambda: enumerate([], 'x'), lambda: reversed({1}), lambda: sum('ab'), lambda: sum(['a'], ''), lambda: max([]), lambda: max(), lambda: max(1, 's'), lambda: min([], default='d'), lambda: max(1, 2, default=3)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
