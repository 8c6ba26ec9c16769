import gc, sys
import custom

c = custom.Custom("Ada", last="Lovelace", number=7)
print(c.name(), c, c.number, c.first, c.last)
c.first = "Grace"
c.last = "Hopper"
c.number += 1
print(c, c == custom.Custom("Grace"), c != custom.Custom("Grace"), c == 3, hash(c) == (hash("Grace") ^ 8))
for bad in (lambda: setattr(c, "first", 3), lambda: delattr(c, "first"), lambda: setattr(c, "number", "x"), lambda: custom.Custom(1), lambda: custom.Custom("a", "b", 1, 2), lambda: custom.Custom(nope=1)):
    try:
        bad()
    except (TypeError, SystemError) as e:
        print(type(e).__name__, e)
print(sys.getsizeof(c) - sys.getsizeof(custom.Plain()), custom.Custom.__basicsize__, custom.Plain.__basicsize__, custom.SubList.__basicsize__)

class Sub(custom.Custom):
    def __init__(self, *a):
        super().__init__(*a)
        self.me = self

s = Sub("x", "y")
print(s.name(), isinstance(s, custom.Custom), Sub.__mro__)
del s
print("collected", gc.collect() > 0)

p = custom.Plain()
try:
    p.anything
except AttributeError as e:
    print(e)
p.anything = [1]
print(sys.getrefcount(p.anything), p.anything)
p.anything = p
p.anything = None
p.big = -2**63
p.real = 1.5
p.letter = "q"
print(p.big, p.real, p.letter)
try:
    p.big = 2**63
except OverflowError as e:
    print("OverflowError", e)
x = object()
n = sys.getrefcount(x)
p.anything = x
print(sys.getrefcount(x) - n)
del p
print(sys.getrefcount(x) - n)

l = custom.SubList(range(65))
l.extend([1, 2])
print(len(l), l.increment(), l.increment(), l[-1], l == list(range(65)) + [1, 2])
print(custom.__doc__, custom.Custom.__doc__, custom.Custom.__module__, custom.Custom.name.__doc__)
for i in range(100):
    a = custom.Custom(str(i), "z" * i, i)
    a.first = a.last
del a
gc.collect()
