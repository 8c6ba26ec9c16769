# generators: send, throw, close, return values, yield from delegation, reentrancy, attributes, errors.
def g():
    try:
        got = yield 1
        print('got', got)
        yield 2
    except KeyError as e:
        print('caught', e)
        yield 'recovered'
    finally:
        print('final')
    return 'result'
x = g(); print(next(x), x.send('hi'), x.gi_running, x.gi_code.co_name)
try: next(x)
except StopIteration as e: print('value', e.value, e.args)
x = g(); next(x); print(x.throw(KeyError('k'))); print(x.close())
x = g(); print(x.close(), list(x))
try: g().send(5)
except TypeError as e: print(e)
def outer():
    r = yield from g()
    print('r', r)
    r = yield from [10, 20]
    return r
o = outer(); print(next(o), o.gi_yieldfrom.__name__, o.send('s'), next(o), next(o), list(o))
class It:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self): self.n += 1; return self.n
    def throw(self, *a): print('throw', a[0] if isinstance(a[0], BaseException) else a[0].__name__); return 'thrown'
    def close(self): print('closed it')
    def send(self, v): return ('sent', v)
def deleg(): yield from It()
d = deleg(); print(next(d), d.send('v'), d.throw(ValueError('q')), d.close())
def recursive():
    yield next(me)
me = recursive()
try: next(me)
except ValueError as e: print(e)
def bad_close():
    try: yield
    except GeneratorExit: yield 'ignored'
b = bad_close(); next(b)
try: b.close()
except RuntimeError as e: print(e)
def stop(): raise StopIteration('leak'); yield
try: list(stop())
except RuntimeError as e: print(e, repr(e.__cause__))
def closing():
    try: yield 1
    except GeneratorExit: return 'close value'
c = closing(); next(c); print(c.close())
gen = (i * j for i in range(3) for j in range(i)); print(gen.__name__, gen.__qualname__, list(gen), [*(z for z in 'ab')])
gen.__name__ = 'renamed'; print(repr(gen)[:29])
for bad in (lambda: setattr(gen, '__name__', 5), lambda: (i for i in 5), lambda: g().throw(5), lambda: g().throw(ValueError, 'v', 5), lambda: next(5), lambda: next(iter([])), lambda: next(iter([]), 'default')):
    try: print(bad())
    except Exception as e: print(type(e).__name__, e)
def tree(n):
    if n: yield from tree(n - 1); yield n; yield from tree(n - 1)
print(''.join(map(str, tree(4))), sum(1 for _ in tree(10)))
