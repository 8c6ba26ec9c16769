a = 2 ** 200
print(a, -a // 7, a % 1000, -a % 1000, divmod(-a, 12345))
print([i ** 3 for i in range(-5, 6)], 10 ** -2, 0 ** 0)
print(hex(255), oct(-8), bin(10), int('ff', 16), int('-0b101', 0), int(' 42 '), int(3.99), int(-3.99))
print(1 << 100, (1 << 100) >> 98, -1 >> 3, 5 & 3, 5 | 3, 5 ^ 3, ~5)
print((12345678901234567890).bit_length(), (255).to_bytes(2, 'big'), int.from_bytes(b'\x01\x00', 'little'), (7).bit_count())
print(pow(3, 1000, 7), pow(3, -1, 7), round(12345, -2), round(15, -1), round(25, -1))
print(hash(2 ** 61 - 1), hash(2 ** 61), hash(-1), hash(10 ** 40))
print(1_000_000, 0x_ff, True + True, isinstance(True, int), (5).real, (5).as_integer_ratio())
for bad in ('', 'abc', '1__0', '0x'):
    try:
        int(bad)
    except ValueError as e:
        print(e)
try:
    1 // 0
except ZeroDivisionError as e:
    print(e)
try:
    int('1' * 5000)
except ValueError as e:
    print(e)
print(str(12 ** 345)[:40], len(str(12 ** 345)))
print(f'{1234567:,} {255:#x} {255:08b} {-5:+d} {1234567:_}')
print(sum(range(1000)), max(3, 9, 2), min([4, 1, 8]), abs(-7))
