# Only what is right in faulty.c: nothing may be reported.
import faulty, sys

class K: pass
big = "a text %d" % len(sys.argv)
for i in range(3):
    faulty.none_owned(); faulty.argument_owned(big); faulty.item_owned([big]); faulty.no_leak_temporary(big); faulty.stolen_once(big); faulty.cache_set(big); faulty.cache_get()
    faulty.cache_set(None); faulty.cache_get(); faulty.cache_set([i]); faulty.cache_move(); faulty.cache_move() if False else None
    faulty.cache_set(3); faulty.through_helper(big); faulty.build_n(big); faulty.call_back(lambda f: K()); faulty.converter(3); faulty.converter(3, "/x"); faulty.append(big); faulty.fetch()
    faulty.argument_unowned(None)
    try:
        faulty.error_path(1)
    except AttributeError:
        pass
    try:
        faulty.item_owned([])
    except IndexError:
        pass
    try:
        faulty.converter(3, 4)
    except TypeError:
        pass
    # Callbacks that come back into the module.
    faulty.call_back(lambda f: [faulty.cache_set(f), faulty.cache_get(), faulty.cache_set(None)])

class Sub(faulty.Thing):
    pass

for T in (faulty.Thing, Sub):
    a, b = T(big), T([1])
    for i in range(5):
        a.push([i]); b.push(big); a.push(a if T is Sub and i == 9 else None)
    print(a.pop(), a.pop(), b.pop(), a.swap(b) is a, a.name, b.name)
    a.name = "set by Python %d" % len(big)
    a.name = None
    a.name = {"x": 1}
    print(a.take(), a.take())
    a.name = big
    a.__init__("again")
    a.__init__(a.name)
    del b.name
    b.__init__(big)
    del a, b
assert sys.getrefcount(big) < 10, sys.getrefcount(big)
print("done")
