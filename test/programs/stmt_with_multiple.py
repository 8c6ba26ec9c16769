# with: several items, parentheses, unpacking targets, suppression, errors in enter and exit, order.
class Manager:
    def __init__(self, name, swallow=False, fail_enter=False, fail_exit=False):
        self.name, self.swallow, self.fail_enter, self.fail_exit = name, swallow, fail_enter, fail_exit

    def __enter__(self):
        print('enter', self.name)
        if self.fail_enter:
            raise RuntimeError(f'enter {self.name}')
        return self.name, len(self.name)

    def __exit__(self, kind, value, tb):
        print('exit', self.name, kind.__name__ if kind else None, value, tb is not None)
        if self.fail_exit:
            raise KeyError(self.name)
        return self.swallow


with Manager('a') as (x, y), Manager('bb') as [z, w]:
    print(x, y, z, w)
with (
    Manager('paren') as p,
    Manager('comma'),
):
    print(p)
with Manager('swallows', swallow=True), Manager('inner'):
    raise ValueError('lost')
print('after')
try:
    with Manager('outer'), Manager('broken', fail_enter=True):
        print('never')
except RuntimeError as e:
    print('caught', e, e.__context__)
try:
    with Manager('exit fails', fail_exit=True):
        raise ZeroDivisionError('first')
except KeyError as e:
    print('caught', repr(e), 'context', repr(e.__context__))


def returns():
    with Manager('r'):
        return 'value'


def loops():
    for i in range(3):
        with Manager(f'i{i}'):
            if i == 0:
                continue
            break
    return i


print(returns(), loops())
for thing in (5, object()):
    try:
        with thing:
            pass
    except TypeError as e:
        print(e)


class NoExit:
    def __enter__(self): pass


try:
    with NoExit():
        pass
except TypeError as e:
    print(e)
targets = {}
with Manager('t') as targets['k']:
    print(targets)
