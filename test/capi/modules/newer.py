import datetime, newer, sys

def shown(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e)

for args in (("a", 3, "!"), ("é", 1, ""), ("", 5, "\U0001F600z"), ("x", 0, ""), ("ab", 1, ""), ("€", 40, "end")):
    print(ascii(newer.repeat(*args)))
shown(newer.repeat, b"a", 1, "")
print(newer.classify("aZ 5é\n٣ßǅ\U0001F600"))
for v in (0, 1, -1, 127, 128, 255, 256, -128, -129, 2**31, 2**63, -2**63, 2**64 - 1, 2**64, -2**64, 2**100, True):
    print(v, [newer.native_bytes(v, n, flags) for n in (0, 1, 2, 8, 12) for flags in (-1, 0, 1, 3, 4)], newer.compact(v))
shown(newer.native_bytes, -5, 4, 8)
shown(newer.native_bytes, "x", 4, -1)
shown(newer.native_bytes, 1.5, 4, 16)
for b in (b"", b"\xff", b"\x01\x80", b"\xff" * 9):
    print(newer.from_bytes(b, -1), newer.from_bytes(b, 0), newer.from_bytes(b, 4))
print(newer.product(2**64 - 1, 2**64 - 1), newer.product(12345678901234, 98765432109), newer.long_double(1.25), newer.long_double(-0.75))
print(newer.dates(None))
for o in (datetime.datetime(2020, 5, 6, 7, 8, 9, 10, datetime.timezone.utc), datetime.date(1999, 12, 31), datetime.time(4, 5, 6), datetime.timedelta(-1, 5), datetime.timezone.utc):
    print(newer.dates(o))
shown(newer.locked, lambda: 5)
shown(newer.locked, lambda: 1 / 0)
print(newer.chain(20000))
for i in range(5):
    print(newer.boxed(i, 2, 3), newer.boxed("a", "b"), newer.boxed([i], [2]), newer.boxed())
print(newer.lent([1]))

def two():
    a = 1
    return a + 1

print(newer.trace(two))
sys.addaudithook(lambda event, args: print(event, args) if event.startswith("newer") else None)
newer.audit(1, 2)
print(newer.unicode_error())
print(newer.marshalled((1, "a", [None, 2.5, b"x"], {"k": 3})), newer.numbers(), newer.identified(7))
p = newer.pair()
print(p, p.left, p[1], p.hidden, len(p), newer.Pair.__doc__, newer.Pair.n_fields, newer.Pair.__match_args__)
print(type(newer.Plain.x), newer.Plain().x)
