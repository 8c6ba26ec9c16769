# except*: splitting groups, nesting, re-raising, naked exceptions, what is left over.
import traceback


def attempt(exc):
    try:
        try:
            raise exc
        except* ValueError as g:
            print('ValueErrors', g.exceptions, type(g).__name__)
        except* (TypeError, KeyError) as g:
            print('others', [repr(e) for e in g.exceptions])
            raise
        else:
            print('no exception')
        finally:
            print('finally')
    except BaseException as left:
        print('left', repr(left))


attempt(ExceptionGroup('one', [ValueError(1), ValueError(2)]))
attempt(ExceptionGroup('two', [ValueError(1), TypeError(2), OSError(3)]))
attempt(ExceptionGroup('deep', [ExceptionGroup('in', [ValueError(1), KeyError('k')]), ValueError(4)]))
attempt(ValueError('naked'))
attempt(KeyboardInterrupt())
attempt(BaseExceptionGroup('base', [KeyboardInterrupt(), ValueError(0)]))


def raises_new():
    try:
        raise ExceptionGroup('eg', [ValueError(1), TypeError(2)])
    except* ValueError:
        raise RuntimeError('from value')
    except* TypeError as g:
        raise LookupError('from type') from g


try:
    raises_new()
except ExceptionGroup as g:
    print(repr(g))
    for e in g.exceptions:
        print(repr(e), repr(e.__cause__), repr(e.__context__))
g = ExceptionGroup('msg', [ValueError(1), ExceptionGroup('n', [TypeError('t'), ValueError('v')])])
print(g.split(ValueError))
print(g.subgroup(lambda e: isinstance(e, TypeError)))
print(g.derive([OSError()]), g.message, str(g))
try:
    raise g
except ExceptionGroup as caught:
    print(''.join(traceback.format_exception(caught)).replace(__file__, 'FILE'))
for bad in (lambda: ExceptionGroup('x', []), lambda: ExceptionGroup('x', [1]), lambda: ExceptionGroup('x', [KeyboardInterrupt()]), lambda: ExceptionGroup(1, [ValueError()])):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)
try:
    try:
        raise ValueError
    except* 5:
        pass
except TypeError as e:
    print('TypeError', e)
try:
    exec('try:\n    pass\nexcept* ValueError:\n    pass\nexcept KeyError:\n    pass')
except SyntaxError as e:
    print(e.msg)
