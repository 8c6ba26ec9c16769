"""A slot's descriptor in another class raises TypeError, also when the instruction has run often enough to be specialised."""


class Lender:
    __slots__ = ('value', 'other')


class Borrower:
    value = Lender.value
    other = Lender.other


class Shadow:
    __slots__ = ()
    value = Lender.value


def load(o):
    return o.value


def store(o):
    o.other = 1


def outcome(f, o):
    try:
        return f(o)
    except (TypeError, AttributeError) as e:
        return f'{type(e).__name__}: {e}'


good = Lender()
good.value = 5
for o in Borrower(), Shadow(), good, Borrower():
    seen = {outcome(load, o) for _ in range(100)} | {outcome(store, o) for _ in range(100)}
    print(type(o).__name__, sorted(map(str, seen)))


class SubStr(str):
    pass


class Named:
    __slots__ = (SubStr('x'),)


n = Named()
n.x = 1
print(n.x, [type(k).__name__ for k in vars(Named) if k == 'x'], Named.__slots__)


class Failing(Exception):
    def method(self):
        return 1


def call(items):
    return sum(item.method() for item in items)


items = [Failing() for _ in range(200)]
print(call(items), call(items))
for item in items:
    item.method = lambda: 2
print(call(items))
