# del of names, attributes, items, slices, nested targets; what is left, and what is raised.
class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print('del', self.name)

    def __delattr__(self, name):
        print('delattr', name)
        object.__delattr__(self, name)

    def __delitem__(self, key):
        print('delitem', key)


a = b = Noisy('ab')
del a
print('still there')
del b
n = Noisy('n')
n.x = 1
del n.x
del n['key'], n[1:2], n[::2, ...]
numbers = list(range(10))
del numbers[2:8:2]
print(numbers)
del numbers[0], numbers[-1]
print(numbers)
del (numbers[0], [numbers[0]])
print(numbers)
d = {'x': 1, 'y': 2}
del d['x']
print(d)
for bad in ('del undefined_name', 'del d["no"]', 'del numbers[99]', 'del n.nothing', 'del (1).real', 'del None', 'del f()', 'del x + 1'):
    try:
        exec(bad)
    except Exception as e:
        print(type(e).__name__, e)


def local():
    x = 1
    del x
    try:
        x
    except UnboundLocalError as e:
        print(e)

    def inner():
        return y
    y = 5
    print(inner())
    del y
    try:
        inner()
    except NameError as e:
        print(e)


local()
