from itertools import *
print(list(chain([1], 'ab')), list(chain.from_iterable([[1], [2]])), list(islice(count(5, 2), 3)), list(islice(cycle('ab'), 5)), list(repeat(7, 2)))
print(list(accumulate([1, 2, 3])), list(accumulate([1, 2, 3], lambda a, b: a * b, initial=10)), list(compress('abc', [1, 0, 1])), list(dropwhile(lambda x: x < 3, [1, 5, 2])), list(takewhile(lambda x: x < 3, [1, 5, 2])))
print([(k, list(g)) for k, g in groupby('aabbbc')], list(product('ab', repeat=2)), list(permutations('abc', 2)), list(combinations('abcd', 2)), list(combinations_with_replacement('ab', 2)))
print(list(zip_longest('ab', 'c', fillvalue='-')), list(starmap(pow, [(2, 3), (3, 2)])), list(filterfalse(lambda x: x % 2, range(5))), list(pairwise('abc')), list(batched('abcdefg', 3)))
a, b = tee([1, 2, 3]); print(next(a), list(b), list(a))
