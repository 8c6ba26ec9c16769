# warnings: filters, categories, once and error, catching, stack levels, registries, deprecated.
import sys, warnings
def f(n=1): warnings.warn('from f', UserWarning, stacklevel=n)
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter('always'); f(); f(2); warnings.warn(DeprecationWarning('d')); warnings.warn_explicit('explicit', RuntimeWarning, 'file.py', 7)
    print([(x.category.__name__, str(x.message), x.lineno > 0, x.filename.endswith('.py')) for x in w])
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter('default')
    for _ in range(3): f()
    warnings.resetwarnings(); warnings.simplefilter('once')
    for _ in range(3): f(); f(2)
    warnings.filterwarnings('ignore', message='from', category=UserWarning); f(); print(len(w))
with warnings.catch_warnings():
    warnings.simplefilter('error')
    for g in (f, lambda: warnings.warn('x', FutureWarning), lambda: eval('1 is 1'), lambda: eval("'\\q'"), lambda: ~True, lambda: exec('assert (1, "x")')):
        try: g()
        except (Warning, SyntaxError) as e: print(type(e).__name__, e)
for bad in (lambda: warnings.warn('x', int), lambda: warnings.warn('x', 5), lambda: warnings.simplefilter('bad'), lambda: warnings.filterwarnings('ignore', 5), lambda: warnings.warn(), lambda: warnings.warn('x', stacklevel='a')):
    try: bad()
    except Exception as e: print(type(e).__name__, e)
@warnings.deprecated('use new')
def old(): return 'old'
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter('always'); print(old(), old.__deprecated__, str(w[0].message), w[0].category.__name__)
print(warnings.formatwarning('msg', UserWarning, 'f.py', 3, 'the line'), end='')
print('to stderr', file=sys.stderr); warnings.warn('shown'); warnings.warn('shown twice?', DeprecationWarning); f(2)
