a = [3, 1, 4, 1, 5, 9, 2, 6]
a.append(5)
a.extend([3, 5])
a.insert(2, 100)
a += (7,)
print(a, len(a), a.index(4), a.count(5), a.pop(), a.pop(0), a[-3:], a[::-2])
a.sort()
print(a, sorted(a, reverse=True), sorted('bca', key=lambda c: -ord(c)))
a[2:5] = ['x']
del a[0], a[-1]
a[::2] = [0] * len(a[::2])
print(a, a * 2, [1, 2] + [3], [1, [2, [3]]] == [1, [2, [3]]], [1, 2] < [1, 3])
a.reverse()
a.remove('x') if 'x' in a else None
b = a.copy()
b.clear()
print(a, b, a is a.copy(), [i for i in range(10) if i % 3 == 0], [(x, y) for x in 'ab' for y in (1, 2)])
words = ['banana', 'apple', 'Cherry', 'date']
words.sort(key=str.lower)
print(words, list(reversed(words)), list(enumerate(words, 1)), list(zip(words, range(2))), list(map(len, words)), list(filter(None, [0, 1, '', 'a'])))
rec = [1]
rec.append(rec)
print(rec, any([0, 0, 1]), all([]), min(words), max(words, key=len), sum([[1], [2]], []))
x, *y, z = range(6)
print(x, y, z, [*y, *'ab'], list(range(10, 0, -3)))
for f in (lambda: [][0], lambda: [].pop(), lambda: [1].remove(2), lambda: [1, 'a'].sort(), lambda: [1][1:2:0], lambda: [1].index(5)):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
import random
def merge(l):
    return sorted(l, key=lambda t: t[0])
data = [(i * 7919 % 13, i) for i in range(60)]
print(merge(data)[:8], merge(data) == sorted(data))
