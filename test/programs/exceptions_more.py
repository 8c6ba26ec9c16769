# exceptions: attributes of every kind, notes, args, pickling protocol, OSError mapping, SyntaxError fields, chaining display.
import copy, errno, traceback
for e in (OSError(2, 'no file', 'a', None, 'b'), OSError(errno.EEXIST, 'x'), OSError('one'), OSError(), FileNotFoundError(2, 'm', b'f'), BlockingIOError(11, 'b', 5), UnicodeDecodeError('utf8', b'\xff', 0, 1, 'bad'), UnicodeEncodeError('ascii', 'é', 0, 1, 'r'), UnicodeTranslateError('xé', 1, 2, 'r'), SyntaxError('m', ('f', 1, 2, 'text', 1, 5)), SystemExit(3), SystemExit(), StopIteration(7), KeyError('k'), KeyError(), ImportError('m', name='n', path='p'), AttributeError('a', name='x', obj=5), NameError('n', name='q'), ExceptionGroup('g', [ValueError(1)]), IndentationError('i'), MemoryError(), AssertionError('a', 2)):
    print(type(e).__name__, repr(e), '|', str(e), '|', e.args, {k: getattr(e, k) for k in ('errno', 'strerror', 'filename', 'filename2', 'characters_written', 'encoding', 'start', 'reason', 'code', 'value', 'name', 'path', 'obj', 'lineno', 'offset', 'text', 'end_offset', 'exceptions') if hasattr(e, k)}, type(e.__reduce__()).__name__)
e = ValueError('base'); e.add_note('note 1'); e.add_note('line\nbreak'); e.extra = [1]; c = copy.copy(e); print(e.__notes__, c.extra, repr(c), c.__notes__ == e.__notes__)
try: e.add_note(5)
except TypeError as x: print(x)
def chain():
    try:
        try: {}['k']
        except KeyError as k: raise ValueError('second') from k
    except ValueError:
        try: [][1]
        except IndexError as i: i.add_note('noted'); raise
try: chain()
except IndexError as i: print(''.join(traceback.format_exception(i)).replace(__file__, 'F')); print([type(x).__name__ for x in (i.__context__, i.__context__.__cause__)])
class E(Exception):
    def __init__(self, a, b=2): super().__init__(a); self.b = b
    def __str__(self): return f'E<{self.args[0]}>'
print(repr(E(1)), str(E('x')), E(1).__reduce__())
class Bad(Exception):
    def __str__(self): raise RuntimeError('no str')
try: raise Bad
except Bad as b: print(traceback.format_exception_only(b))
for f in (lambda: (_ for _ in ()).throw(5), lambda: exec('raise 5'), lambda: exec('raise ValueError from 5'), lambda: exec('raise'), lambda: exec('raise int'), lambda: BaseException.__new__(5), lambda: setattr(e, '__cause__', 5), lambda: setattr(e, '__traceback__', 5), lambda: delattr(e, 'args'), lambda: setattr(e, 'args', 5), lambda: UnicodeDecodeError('a'), lambda: ExceptionGroup(), lambda: OSError(1, 2, 3, 4, 5, 6), lambda: ImportError(bad=1), lambda: ValueError(x=1), lambda: e.with_traceback(5)):
    try: print(f())
    except BaseException as x: print(type(x).__name__, x)
try:
    try: raise ValueError
    except int | str: pass
except TypeError as x: print(x)
try:
    try: raise ValueError
    except (ValueError, 5): print('matched first')
except TypeError as x: print(x)
print(issubclass(FileNotFoundError, OSError), IOError is OSError, EnvironmentError is OSError, [c.__name__ for c in ModuleNotFoundError.__mro__], len(BaseException.__subclasses__()) >= 4, OSError(errno.EPERM, 'x').__class__, OSError(errno.ETIMEDOUT, '').__class__, OSError(99999, '').__class__)
