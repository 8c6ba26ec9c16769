# try, except, else, finally: every way out, and which value wins.
log = []


def f(what):
    try:
        log.append('try')
        if what == 'raise':
            raise ValueError('v')
        if what == 'return':
            return 'from try'
        if what == 'exit':
            raise SystemExit(3)
    except ValueError as e:
        log.append(f'except {e}')
        return 'from except'
    except (KeyError, SystemExit):
        log.append('system')
        raise
    else:
        log.append('else')
    finally:
        log.append('finally')
        if what == 'override':
            return 'from finally'
    return 'end'


for what in ('nothing', 'raise', 'return', 'override'):
    print(what, f(what), log)
    log.clear()
try:
    f('exit')
except SystemExit as e:
    print('SystemExit', e.code, log)


def loop():
    out = []
    for i in range(5):
        try:
            if i == 1:
                continue
            if i == 3:
                break
            out.append(i)
        finally:
            out.append(f'f{i}')
    else:
        out.append('no break')
    return out


print(loop())


def swallow():
    while True:
        try:
            raise KeyError('gone')
        finally:
            break
    return 'swallowed'


print(swallow())


def nested():
    try:
        try:
            raise TypeError('inner')
        finally:
            raise ValueError('outer')
    except ValueError as e:
        return repr(e), repr(e.__context__), e.__cause__


print(nested())


def generator():
    try:
        yield 1
        yield 2
    except GeneratorExit:
        print('closing')
        raise
    finally:
        print('cleanup')


g = generator()
print(next(g))
g.close()
g = generator()
print(list(g))


def name_is_gone():
    try:
        raise OSError(1, 'x')
    except OSError as e:
        pass
    try:
        return e
    except UnboundLocalError as err:
        return str(err)


print(name_is_gone())
try:
    try:
        1 / 0
    except ZeroDivisionError as e:
        raise LookupError('mapped') from e
except LookupError as e:
    print(repr(e.__cause__), e.__suppress_context__)
try:
    raise LookupError('hidden') from None
except LookupError as e:
    print(e.__cause__, e.__suppress_context__)
