import traceback
def show(f):
    try:
        f()
    except Exception:
        traceback.print_exc()
d = {'a': {'b': None}}
def f1(): return d['a']['b']['c']
def f2(): return (1 + 2) * (3 / 0) - 4
def f3(): return d.foo.bar
def f4(): return undefined + 1
def f5():
    return [1, 2,
            3][10]
def f6(): raise RuntimeError('line1\nline2')
import sys
sys.stderr = sys.stdout
for f in (f1, f2, f3, f4, f5, f6): show(f)
class Thing:
    attribute = 1
def f7(): return Thing().atribute
def f8(): return lenn([])
show(f7); show(f8)
