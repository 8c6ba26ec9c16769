# Under a hash secret that the snapshot was not made with, every key is where its hash says.
import gc
import sys

checked = 0
for o in gc.get_objects():
    if o is globals():
        continue
    if type(o) is dict:
        for key, value in o.copy().items():
            assert o[key] is value and key in o.keys()
            checked += 1
    elif isinstance(o, (set, frozenset)):
        for key in o.copy():
            assert key in o
            checked += 1
    elif isinstance(o, type):
        for name in vars(o):
            assert name in vars(o)
            checked += 1
for name, module in list(sys.modules.items()):
    for attribute in list(vars(module)):
        assert attribute in vars(module) and sys.intern(''.join(list(attribute))) is sys.intern(attribute)
        checked += 1
for code in (f.__code__ for f in gc.get_objects() if type(f).__name__ == 'function'):
    for const in code.co_consts:
        if isinstance(const, frozenset):
            assert all(x in const for x in const) and hash(const) == hash(frozenset(list(const)))
            checked += 1
        elif isinstance(const, (str, bytes)):
            assert hash(const) == hash(const[:1] + const[1:])
            checked += 1


class New:
    def __init__(self):
        self.path = self.name = 1


assert New().__dict__ == {'path': 1, 'name': 1}
assert sys.stdlib_module_names == frozenset(list(sys.stdlib_module_names)) and 'os' in sys.stdlib_module_names
assert checked > 5000, checked
print('ok', hash('a'), hash(b'a'), hash(('a', 1)), hash(frozenset(['a'])))
