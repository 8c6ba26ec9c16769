from contextlib import contextmanager, ExitStack, suppress, closing, nullcontext
class C:
    def __init__(self, n, swallow=False): self.n, self.s = n, swallow
    def __enter__(self): print('enter', self.n); return self
    def __exit__(self, t, v, tb): print('exit', self.n, t and t.__name__); return self.s
with C(1) as a, C(2): print('body', a.n)
with (C(3), C(4, True) as b,): raise ValueError
try:
    with C(5): 1 / 0
except ZeroDivisionError: print('escaped')
@contextmanager
def cm(x):
    print('start')
    try: yield x * 2
    except KeyError: print('caught')
    finally: print('stop')
with cm(21) as v: print(v)
with cm(1): raise KeyError
with suppress(ZeroDivisionError): 1 / 0
with ExitStack() as st:
    for i in range(3): st.enter_context(C(i))
    st.callback(print, 'callback')
def f():
    with C('r'): return 'value'
print(f())
for i in range(2):
    with C(f'loop{i}'):
        if i == 0: continue
        break
with nullcontext(5) as n: print(n)
