# mappingproxy, SimpleNamespace, module objects, dict views, ChainMap-free: what they show and refuse.
import types
d = {'a': 1}
p = types.MappingProxyType(d)
d['b'] = 2
print(p, p['a'], len(p), list(p), 'b' in p, p.get('z', 0), p | {'c': 3}, {'z': 0} | p, p == d, p.copy() is d, list(p.items()), list(reversed(p)), repr(p), type(int.__dict__).__name__, hash is not None)
for e in ('p["x"] = 1', 'del p["a"]', 'p.clear()', 'p |= {}', 'types.MappingProxyType(5)', 'hash(p)', 'types.MappingProxyType()', 'int.__dict__["x"] = 1'):
    try: exec(e)
    except Exception as x: print(type(x).__name__, x)
n = types.SimpleNamespace(x=1, y='two')
n.z = n
print(n, n.x, vars(n)['y'], n == types.SimpleNamespace(x=1), types.SimpleNamespace() == types.SimpleNamespace(), types.SimpleNamespace({'k': 1}, j=2), types.SimpleNamespace(**{'with space': 1}))
class Sub(types.SimpleNamespace): pass
print(Sub(a=1), n.__reduce__()[0].__name__)
for e in ('types.SimpleNamespace(1)', 'types.SimpleNamespace({1: 2})', 'n.nope', 'n < n', 'types.SimpleNamespace(1, 2)'):
    try: print(eval(e))
    except Exception as x: print(type(x).__name__, x)
m = types.ModuleType('mod', 'its doc')
m.value = 5
print(m, m.__name__, m.__doc__, m.__dict__['value'], m.__spec__, m.__loader__, sorted(vars(m)))
m.__getattr__ = lambda name: f'dynamic {name}'
m.__dir__ = lambda: ['z', 'y']
print(m.anything, dir(m))
del m.__getattr__
try: m.anything
except AttributeError as x: print(x)
del m.__name__
try: m.anything
except AttributeError as x: print(x)
v = {'k': 1, 'l': 2}
k, vals, items = v.keys(), v.values(), v.items()
print(k, vals, items, k & {'k'}, k - {'k'}, k | {'z'}, k ^ {'k', 'q'}, ('k', 1) in items, k.isdisjoint({'n'}), k == {'l', 'k'}, vals == v.values(), list(reversed(items)), k.mapping, len(vals), items >= {('k', 1)})
v['new'] = 3
print(k, 3 in vals)
import sys
f = sys._getframe()
print(type(f.f_locals).__name__, types.GenericAlias(list, int), types.new_class('N', (dict,), {}, lambda ns: ns.update(q=1)).q, types.resolve_bases((object,)), types.DynamicClassAttribute.__name__, types.CellType(5).cell_contents, types.coroutine.__name__)
