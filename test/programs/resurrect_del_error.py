import sys
sys.stderr = sys.stdout
class E:
    def __del__(self): raise ValueError('in del')
e = E()
try:
    del e
except BaseException: print('never')
print('after')
import weakref
class O: pass
o = O()
def cb(r): 1 / 0
r = weakref.ref(o, cb)
del o
print('done')
