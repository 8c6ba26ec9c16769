"""Searching with long and repetitive needles, and formatting that returns its argument itself."""
import random


def naive(haystack, needle, start=0):
    m = len(needle)
    for i in range(start, len(haystack) - m + 1):
        if haystack[i:i + m] == needle:
            return i
    return -1


def naive_count(haystack, needle):
    count = at = 0
    while (i := naive(haystack, needle, at)) >= 0:
        count, at = count + 1, i + len(needle)
    return count


random.seed(12)
for alphabet in 'ab', 'aab', 'abc\u0394', 'a\U0001f600':
    for _ in range(8):
        period = ''.join(random.choices(alphabet, k=random.randint(1, 9)))
        needle = period * random.randint(1, 12) + ''.join(random.choices(alphabet, k=random.randint(1, 4)))
        pieces = [period * random.randint(1, 14) + random.choice([needle, '', period[:1]]) for _ in range(40)]
        haystack = ''.join(pieces)
        assert haystack.find(needle) == naive(haystack, needle)
        assert haystack.count(needle) == naive_count(haystack, needle)
        assert haystack.replace(needle, '!').count('!') == naive_count(haystack, needle)
        b, n = haystack.encode(), needle.encode()
        assert b.find(n) == naive(b, n) and b.count(n) == naive_count(b, n) and bytearray(b).find(n) == naive(b, n)
    print(alphabet, 'ok')

N = 200_000
A, B = 'a' * N, 'b' * N
haystack = A + A + B + A + A
print((A + B + B + A) in haystack, haystack.find(A + B + A), haystack.count(A[:-1] + 'b'), haystack.find('a' * 1000 + 'c'))
print(haystack.replace(A + B, 'x').count('x'), len(haystack.split(B)), haystack.encode().find((B + A).encode()))

text = 'abcde\xe9'
print('%s' % text is text, '%.10s' % text is text, '%1s' % (text,) is text, '%s!' % text is text, text % () is text, ('%s' % 'x' * 3))
print(b'%s' % b'abc', '%s%%' % text, '%(a)s' % {'a': text} is text)

for sep in '\xff', b'\xff', '::', b'', 1, '\u0394', ':', b'-':
    for value in b'abcd', bytearray(b'abcd'), memoryview(b'abcd'):
        try:
            print(type(value).__name__, repr(sep), value.hex(sep, 2))
        except (ValueError, TypeError) as e:
            print(type(value).__name__, repr(sep), e)
for number in 97, 256, -1, 2**63, 2**100, 'a', None, 1.5:
    try:
        print(number, number in b'abc')
    except (ValueError, TypeError) as e:
        print(number, e)

joiner = bytearray(b',')


def resizing():
    joiner.clear()
    yield b'A'


try:
    joiner.join(resizing())
except BufferError as e:
    print(e)
print(joiner.join([b'A', b'B']))

error = UnicodeDecodeError('ascii', b'\xff', 0, 1, 'reason')
error.encoding, error.reason = 8, [1]
try:
    print(error)
except TypeError as e:
    print(e)
