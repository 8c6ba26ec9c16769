# int: large arithmetic, bit operations, conversion in all bases, division and modulo signs, powers, errors.
a, b = 3 ** 200, -(7 ** 150)
print(a + b, a - b, a * b, a // b, a % b, divmod(b, a), -a // 3, -a % 3, a >> 100, b >> 33, b << 70, a & b, a | b, a ^ b, ~a)
print(pow(a, 5, 10 ** 20), pow(3, -1, 11), a.bit_length(), b.bit_count(), int('z' * 30, 36), hex(a), oct(b)[:20], bin(12345), f'{a:x}'[:9], f'{2**70:,} {2**70:_x} {-5:08b} {255:#o} {1234:+010d}')
print((1000).to_bytes(4, 'big'), (-2).to_bytes(3, 'little', signed=True), int.from_bytes(b'\xff\xfe', 'big', signed=True), int.from_bytes([1, 2, 3]), (5).as_integer_ratio(), (7).is_integer(), (5).__round__(-1), round(15, -1), round(25, -1), round(-15, -1), round(1234567, -3))
print(int(' 12_3 '), int('-0b101', 0), int('0x_ff', 16), int(1e20), int(-1.9), int(b'7'), int('٣'), int(True), int.__add__(1, 2), int.__add__(1, 2.0), (2).__pow__(3, 5), 10 ** 30 == 1e30, 2 ** 53 + 1 == float(2 ** 53 + 1), 10 ** 400 > 1e308, hash(2 ** 61 - 1), hash(-1), hash(10 ** 30))
for e in ('int("x")', 'int("1__0")', 'int("", 10)', 'int("12", 1)', 'int("9", 8)', 'int([])', 'int(float("nan"))', 'int(float("inf"))', '1 // 0', '1 % 0', 'divmod(1, 0)', '2 ** -1', '0 ** -1', 'pow(2, -1, 4)', 'pow(1, 2, 0)', '1 << -1', '(300).to_bytes(1)', '(-1).to_bytes(1)', 'int("5", base="x")', 'int(x="5")', '10 ** 400 * 1.0', '10 ** 400 / 3', '(10 ** 400) / (10 ** 399)', 'int("1" * 5000)', 'str(10 ** 5000)[:3]', '(5).from_bytes("s")', 'chr(-1)', 'chr(0x110000)', 'range(3)[2 ** 70]', '"a" * 2 ** 70'):
    try: print(e[:20], eval(e))
    except Exception as x: print(type(x).__name__, x)
import math
print(math.isqrt(a), math.gcd(2 ** 100, 6 ** 50), math.lcm(12, 18), math.comb(100, 50), math.perm(20, 5), math.factorial(30), math.prod([2 ** 40, 3 ** 20]), sum([2 ** 62, 2 ** 62, -1]))
class I(int):
    def __add__(self, o): return 'added'
print(I(5) + 1, 1 + I(5), I(5) * 2, type(I(5) * 2).__name__, I(7).numerator, I(3) == 3, {I(3): 1}[3], repr(I(9)))
