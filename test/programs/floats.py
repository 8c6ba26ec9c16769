print(0.1 + 0.2, 1e16, 1e15, 1.0, -0.0, 1e-5, 0.0001, 123456789.123456789, 5e-324, 1.7976931348623157e308)
print(float('inf'), -float('inf'), float('nan'), float(' 1e3 '), float('1_0.5'))
print(7.5 // 2, -7.5 // 2, 7.5 % 2, -7.5 % 2, divmod(-7.5, 2), 2.0 ** 0.5, 2 ** -1)
print(round(2.5), round(3.5), round(2.675, 2), round(-0.5), round(1234.5678, -2))
print((0.1).as_integer_ratio(), (3.5).is_integer(), (1.5).hex(), float.fromhex('0x1.8p+1'))
print(hash(1.0), hash(0.5), hash(float('inf')), hash(1e300))
print(f'{3.14159:.2f} {1e10:g} {0.00001234:e} {1234.5:,.1f} {0.5:%} {float("nan"):f} {1.0:10.3f}| {2.5:<8}|')
print(1 == 1.0, 2 ** 53 == 2.0 ** 53, 2 ** 53 + 1 == 2.0 ** 53, 0.1 + 0.2 == 0.3, float('nan') == float('nan'))
print(repr(1e22), repr(1e21), str(100000000000000000000.0), 1.5e300 * 1e10)
print(complex(1, 2) * complex(3, -1), abs(3 + 4j), (1 + 2j).conjugate(), complex('1+2j'), -1j, 1j ** 2)
try:
    1.0 / 0
except ZeroDivisionError as e:
    print(e)
try:
    float('x')
except ValueError as e:
    print(e)
try:
    2.0 ** 10000
except OverflowError as e:
    print(e)
print(sum([0.1] * 10), max(1.5, 1), sorted([2.5, -1.0, 3]))
