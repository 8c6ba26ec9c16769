class MyErr(Exception):
    def __init__(self, a, b): super().__init__(a, b); self.a = a
def f(n):
    try:
        if n == 0: return 'ret'
        if n == 1: raise MyErr(1, 2)
        if n == 2: raise KeyError('k')
        if n == 3: 1 / 0
        print('body', n)
    except MyErr as e:
        print('my', e, e.args, e.a)
    except (KeyError, IndexError) as e:
        print('lookup', repr(e), str(e))
    else:
        print('else')
    finally:
        print('finally', n)
    return 'end'
for i in range(5):
    try:
        print(f(i))
    except ZeroDivisionError as e:
        print('escaped', e)
try:
    try:
        raise ValueError('inner')
    except ValueError as e:
        raise TypeError('outer') from e
except TypeError as e:
    print(repr(e.__cause__), repr(e.__context__), e.__suppress_context__)
try:
    try:
        raise ValueError('a')
    finally:
        raise KeyError('b')
except KeyError as e:
    print(repr(e.__context__))
try:
    raise ValueError from None
except ValueError as e:
    print(e.__cause__, e.__suppress_context__)
def g():
    for i in range(3):
        try:
            continue
        finally:
            print('fin', i)
    try:
        return 1
    finally:
        return 2
print(g())
try:
    raise ExceptionGroup('eg', [ValueError(1), TypeError(2), ExceptionGroup('in', [KeyError(3)])])
except* ValueError as e:
    print('values', e.exceptions)
except* (TypeError, KeyError) as e:
    print('others', e.exceptions)
e = ValueError('note')
e.add_note('n1')
print(e.__notes__, BaseException.__subclasses__()[:3])
import sys
try:
    raise OSError(2, 'No such file', 'x.txt')
except FileNotFoundError as e:
    print(e, e.errno, e.filename, sys.exc_info()[0])
print(sys.exc_info())
try:
    x = undefined_name
except NameError as e:
    print(e, e.name)
def h():
    print(loc)
    loc = 1
try:
    h()
except UnboundLocalError as e:
    print(e)
try:
    raise 5
except TypeError as e:
    print(e)
try:
    assert 1 == 2, 'msg'
except AssertionError as e:
    print(e)
for exc in (StopIteration(3), SystemExit(4), KeyError('x'), UnicodeDecodeError('utf8', b'\xff', 0, 1, 'bad'), ImportError('i', name='n'), SyntaxError('s', ('f', 1, 2, 't'))):
    print(repr(exc), str(exc), exc.args)
try:
    del e
    del e
except NameError as ex:
    print(ex)
