import sys
sys.stdout.reconfigure(line_buffering=True)
print('a', 1, 2.5, None, 'x\ny'); print(); print(1); print('é', 1); print(10**30, -5, True)
class S(str):
    def __str__(self): return 'S!'
print(S('q'), 1); print('a', end=''); print('b'); print(1,2,sep='-'); print('z', flush=True)
try: print('a', 10**5000)
except ValueError as e: print('VE', e)
print('x'*9000); print('y'*8191, 1)
sys.stdout.buffer.write(b'raw\n'); print('after')
sys.stdout.write('p'); print('q', 1)

class Loud:
    def __str__(self):
        sys.stdout.write('<loud>')
        return 'loud'
print('before', Loud(), 'after')
class Twice:
    def write(self, s):
        sys.__stdout__.write(s.upper())
sys.stdout = Twice()
print('own', 'stream', 3)
sys.stdout = sys.__stdout__
sys.stdout.write = lambda s: sys.__stderr__.write(repr(s) + '\n')
print('attribute', 4)
del sys.stdout.write
print('again', -0.0, 1e300)
sys.stdout.reconfigure(newline='\r\n')
print('crlf', 1)
