# What an exception keeps alive: tracebacks, the locals of their frames, context and cause, notes, groups.
import sys
R = sys.getrefcount


class Big:
    pass


def fail(big):
    inner = [big]
    raise KeyError(big)


def middle(big):
    mine = big
    try:
        fail(big)
    except KeyError as e:
        raise ValueError('from middle') from e


def context(big):
    try:
        fail(big)
    except KeyError:
        other = big
        raise TypeError


big = Big()
for f in (fail, middle, context):
    try:
        f(big)
    except Exception as e:
        kept = e
    tb = kept.__traceback__
    depth = 0
    while tb is not None:
        depth += 1
        frame = tb.tb_frame
        locals_ = frame.f_locals
        print(R(tb), R(frame), R(locals_), sorted(locals_)[:2] if frame.f_code.co_name != '<module>' else '')
        tb = tb.tb_next
    print(f.__name__, depth, R(big), R(kept), R(kept.__traceback__))
    cause, ctx = kept.__cause__, kept.__context__
    print(R(cause), R(ctx))
    del frame, locals_, cause, ctx
    kept.__traceback__ = None
    print(R(big))
    kept = None
    print(R(big))

e = ValueError(big, 'x')
e.add_note('note ' + str(1))
print(R(big), R(e.args), R(e.__notes__), R(e))
args = e.args
e.args = (1,)
print(R(args), R(big))
del args
print(R(big))
g = ExceptionGroup('g', [e, TypeError(big)])
match, rest = g.split(ValueError)
print(R(e), R(big), R(match), R(rest), R(g), R(g.exceptions))
sub = g.derive([e])
print(R(e), R(sub))
del g, match, rest, sub
print(R(e), R(big))
try:
    raise e
except ValueError as again:
    print(R(e), R(again), sys.exception() is e)
    info = sys.exc_info()
    print(R(e), R(info))
del info
print(R(e))
try:
    try:
        raise e
    finally:
        held = [e]
except ValueError:
    pass
print(R(e), R(e.__traceback__))
e.__traceback__ = None
e.__context__ = KeyError(big)
print(R(big), R(e.__context__))
e.__cause__ = e.__context__
print(R(big), R(e.__context__))
del e, held
print(R(big))


def cleans():
    x = big
    try:
        1 / 0
    except ZeroDivisionError as z:
        kept = z
        del kept
    try:
        z
    except NameError as n:
        name = n
    return name


n = cleans()
print(R(n), R(n.__traceback__.tb_frame), R(big))
n = n.with_traceback(None)
print(R(big))
try:
    try:
        raise ExceptionGroup('two', [ValueError(big), TypeError(big)])
    except* ValueError as eg:
        seen = eg
        print(R(eg), R(big))
except ExceptionGroup as left:
    print(R(left), R(seen), R(big))
    seen = None
print(R(big))
import traceback
try:
    middle(big)
except ValueError as v:
    te = traceback.TracebackException.from_exception(v, capture_locals=True)
    print(R(v), R(big), R(te))
del te
print(R(big))
