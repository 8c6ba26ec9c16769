"""breakpoint() calls what sys.breakpointhook or $PYTHONBREAKPOINT say."""
import os
import sys
import warnings


def call(*args, **kw):
    with warnings.catch_warnings(record=True) as w:
        warnings.simplefilter('always')
        try:
            print('->', breakpoint(*args, **kw))
        except Exception as e:
            print(type(e).__name__, e)
        for seen in w:
            print(seen.category.__name__, seen.message)


for name in '0', 'print', 'os.path.join', 'int', '.', 'nosuch.thing', 'os.nosuch', 'nosuch', 'builtins.len':
    os.environ['PYTHONBREAKPOINT'] = name
    print(name)
    call('1')
sys.breakpointhook = lambda *args, **kw: (args, kw)
call(1, 2, key=3)
sys.breakpointhook = sys.__breakpointhook__
os.environ['PYTHONBREAKPOINT'] = 'print'
call(1, sep='')
del sys.breakpointhook
call()
