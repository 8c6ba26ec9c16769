# complex: arithmetic, formatting, parsing, special values, errors.
z = 3 + 4j
print(z, abs(z), z.conjugate(), z.real, z.imag, -z, +z, z * z, z / (1 - 2j), z ** 2, z ** 0.5, z ** -1, 2 ** z, z == 3 + 4j, z == 3, hash(complex(5)) == hash(5), bool(0j))
print(repr(1j), repr(-1j), repr(-0.0 + 0j), complex(-0.0, -0.0), complex('1e3-2.5j'), complex(' ( 1+2j ) '), complex('j'), complex('-infj'), complex('nan+infj'), complex(1, 2), complex(1j, 1j), complex(True))
print(f'{z:.2f} {z:10.1e}|{z:>12}|{z:<12}|{z:+g} {z:,.1f} {complex(1e20, 1e-7)} {z!r} {z:^20}')
for e in ('complex("1+2")', 'complex("1 + 2j")', 'complex([])', 'complex("1", 2)', 'complex(1, "2")', '1j < 2', 'int(1j)', 'float(1j)', '1j // 2', '1j % 2', 'divmod(1j, 1)', '1j / 0', '0j ** -1', '0j ** 1j', 'round(1j)', 'format(1j, "d")', 'format(1j, "010")', 'pow(1j, 2, 3)', 'complex("")', '(1e200+1j) ** 10'):
    try: print(e, eval(e))
    except Exception as x: print(type(x).__name__, x)
print(sum([1j, 2, 3.5]), complex(1.5).__getnewargs__(), [1j, 1j + 1].index(1 + 1j), {1j: 1}[complex('1j')], complex.__doc__ is not None, complex.from_number(3) if hasattr(complex, 'from_number') else 'no from_number')
class C:
    def __complex__(self): return 5 + 6j
class F:
    def __float__(self): return 2.5
class I:
    def __index__(self): return 7
print(complex(C()), complex(F()), complex(I()), complex(F(), I()))
