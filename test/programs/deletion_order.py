class D:
    def __init__(self, n): self.n = n
    def __del__(self): print('del', self.n)
def f():
    a, b = D('a'), D('b')
    print('in f')
f()
x = D(1); x = D(2); print('rebound'); del x; print('deleted')
l = [D('l0'), D('l1')]; l[0] = None; print('item gone'); del l; print('list gone')
d = {'k': D('v')}; d.clear(); print('cleared')
print(D('tmp').n)
class P:
    def __init__(self): self.c = D('child')
    def __del__(self): print('parent')
p = P(); del p
def gen():
    g = D('ingen')
    yield 1
g = gen(); next(g); del g; print('gen gone')
try:
    t = D('t'); raise ValueError
except ValueError: pass
t = None
[D(i) for i in range(3)]
print('end'); last = D('global at exit')
