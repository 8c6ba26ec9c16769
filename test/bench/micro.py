"""Microbenchmarks: ns a round of a loop over one operation, the empty loop's time taken off (of `range` itself, not).

python3.13 micro.py prints one line a benchmark: name, ns. Each is repeated until a run takes MIN_SECONDS; best of ROUNDS.
"""
import sys
import time
from itertools import repeat

CLOCK = time.thread_time if '--cpu' in sys.argv else time.perf_counter
MIN_SECONDS = 0.02
ROUNDS = 3
BENCHMARKS = []


def bench(f):
    BENCHMARKS.append(f)
    return f


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def get(self):
        return self.x

    def add(self, dx):
        return self.x + dx

    @property
    def prop(self):
        return self.x


class Slotted:
    __slots__ = ('x', 'y')

    def __init__(self, x, y):
        self.x = x
        self.y = y


class Plain:
    pass


def nothing():
    pass


def one(a):
    return a


def three(a, b=2, c=3):
    return a


def star(*args, **kwargs):
    return args


GLOBAL = 5


@bench
def loop_range(n):
    for i in range(n):
        pass


@bench
def loop_while(n):
    while n:
        n -= 1


@bench
def int_add(n):
    x = 1
    for _ in repeat(None, n):
        y = x + 1000


@bench
def int_mixed(n):
    x = 7
    for i in range(n):
        x = (x * 31 + i) % 1000003


@bench
def int_bits(n):
    x = 12345
    for _ in repeat(None, n):
        x = (x << 3 ^ x >> 2) & 0xfffff


@bench
def int_big(n):
    x = 3 ** 100
    for _ in repeat(None, n):
        y = x * x + x


@bench
def float_arith(n):
    x, y = 1.5, 0.25
    for _ in repeat(None, n):
        x = x * 0.5 + y / 3.0 - 0.1


@bench
def compare_int(n):
    a, b = 1000, 2000
    for _ in repeat(None, n):
        a < b


@bench
def compare_str(n):
    a, b = 'spam' * 3, 'spamspam' + str(1)
    for _ in repeat(None, n):
        a == b


@bench
def branch(n):
    x = 5
    y = 0
    for i in range(n):
        if i & 1 and x > 3:
            y = i
        else:
            y = x


@bench
def global_load(n):
    for _ in repeat(None, n):
        GLOBAL


@bench
def attr_load(n):
    p = Point(1, 2)
    for _ in repeat(None, n):
        p.x


@bench
def attr_store(n):
    p = Point(1, 2)
    for _ in repeat(None, n):
        p.y = p


@bench
def attr_slot(n):
    p = Slotted(1, 2)
    for _ in repeat(None, n):
        p.x = p.y


@bench
def attr_property(n):
    p = Point(1, 2)
    for _ in repeat(None, n):
        p.prop


@bench
def method_call(n):
    p = Point(1, 2)
    for _ in repeat(None, n):
        p.get()


@bench
def method_call_arg(n):
    p = Point(1, 2)
    for _ in repeat(None, n):
        p.add(3)


@bench
def call_none(n):
    for _ in repeat(None, n):
        nothing()


@bench
def call_default(n):
    for _ in repeat(None, n):
        three(1)


@bench
def call_keyword(n):
    for _ in repeat(None, n):
        three(1, c=4)


@bench
def call_star(n):
    args = (1, 2)
    for _ in repeat(None, n):
        star(*args)


@bench
def call_closure(n):
    k = 3

    def inner(a):
        return a + k
    for _ in repeat(None, n):
        inner(1)


@bench
def call_lambda_map(n):
    for _ in map(lambda a: a, repeat(1, n)):
        pass


@bench
def call_len(n):
    x = [1, 2]
    for _ in repeat(None, n):
        len(x)


@bench
def call_isinstance(n):
    p = Point(1, 2)
    for _ in repeat(None, n):
        isinstance(p, Point)


@bench
def call_minmax(n):
    for i in range(n):
        max(i, 7)


@bench
def list_index(n):
    x = [1, 2, 3, 4]
    for _ in repeat(None, n):
        x[2]


@bench
def list_store(n):
    x = [1, 2, 3, 4]
    for _ in repeat(None, n):
        x[2] = n


@bench
def list_append(n):
    for _ in repeat(None, n // 100):
        x = []
        for i in range(100):
            x.append(i)


@bench
def list_iterate(n):
    x = list(range(100))
    for _ in repeat(None, n // 100):
        for v in x:
            pass


@bench
def list_comprehension(n):
    for _ in repeat(None, n // 100):
        [i for i in range(100)]


@bench
def list_slice(n):
    x = list(range(10))
    for _ in repeat(None, n):
        x[2:6]


@bench
def tuple_build_unpack(n):
    a, b = 1, 2
    for _ in repeat(None, n):
        t = (a, b)
        c, d = t


@bench
def dict_get_str(n):
    d = {'a': 1, 'b': 2, 'c': 3}
    k = 'b'
    for _ in repeat(None, n):
        d[k]


@bench
def dict_get_int(n):
    d = {i * 3: i for i in range(50)}
    for _ in repeat(None, n):
        d[30]


@bench
def dict_store(n):
    d = {'a': 1, 'b': 2, 'c': 3}
    k = 'b'
    for _ in repeat(None, n):
        d[k] = n


@bench
def dict_get_method(n):
    d = {'a': 1, 'b': 2}
    for _ in repeat(None, n):
        d.get('c', 0)


@bench
def dict_build(n):
    for _ in repeat(None, n // 20):
        d = {}
        for i in range(20):
            d[i] = i


@bench
def dict_iterate(n):
    d = {i: i for i in range(100)}
    for _ in repeat(None, n // 100):
        for k, v in d.items():
            pass


@bench
def set_contains(n):
    s = {1, 2, 'x', 'y'}
    for _ in repeat(None, n):
        'x' in s


@bench
def str_concat(n):
    a, b = 'spam', 'eggs'
    for _ in repeat(None, n):
        a + b


@bench
def str_append(n):
    for _ in repeat(None, n // 100):
        s = ''
        for i in range(100):
            s += 'x'


@bench
def str_format(n):
    a = 12
    for _ in repeat(None, n):
        f'{a}: {a!r}'


@bench
def str_percent(n):
    for _ in repeat(None, n):
        '%d-%s' % (12, 'x')


@bench
def str_methods(n):
    s = 'Hello World'
    for _ in repeat(None, n):
        s.lower().startswith('hello')


@bench
def str_split_join(n):
    s = 'a b c d e'
    for _ in repeat(None, n):
        ' '.join(s.split())


@bench
def str_index(n):
    s = 'hello'
    for _ in repeat(None, n):
        s[1]


@bench
def try_no_raise(n):
    for _ in repeat(None, n):
        try:
            pass
        except ValueError:
            pass


@bench
def raise_except(n):
    for _ in repeat(None, n):
        try:
            raise ValueError
        except ValueError:
            pass


@bench
def raise_from_call(n):
    def fail():
        raise KeyError('x')
    for _ in repeat(None, n):
        try:
            fail()
        except KeyError as e:
            pass


@bench
def instantiate_plain(n):
    for _ in repeat(None, n):
        Plain()


@bench
def instantiate_init(n):
    for _ in repeat(None, n):
        Point(1, 2)


@bench
def instantiate_slots(n):
    for _ in repeat(None, n):
        Slotted(1, 2)


@bench
def generator_next(n):
    def g(n):
        for i in range(n):
            yield i
    for _ in g(n):
        pass


@bench
def generator_expression(n):
    for _ in repeat(None, n // 20):
        sum(i for i in range(20))


@bench
def with_statement(n):
    class Manager:
        def __enter__(self):
            return self

        def __exit__(self, *exc):
            pass
    m = Manager()
    for _ in repeat(None, n):
        with m:
            pass


@bench
def zip_enumerate(n):
    a = list(range(100))
    for _ in repeat(None, n // 100):
        for i, (x, y) in enumerate(zip(a, a)):
            pass


def best(f):
    n = 1000
    while True:
        start = CLOCK()
        f(n)
        spent = CLOCK() - start
        if spent >= MIN_SECONDS:
            break
        n = n * 8 if spent < MIN_SECONDS / 10 else int(n * MIN_SECONDS * 1.2 / spent) + 100
    for _ in range(ROUNDS - 1):
        start = CLOCK()
        f(n)
        spent = min(spent, CLOCK() - start)
    return spent / n * 1e9


wanted = [a for a in sys.argv[1:] if not a.startswith('-')]
for f in BENCHMARKS:
    if not wanted or f.__name__ in wanted:
        print(f.__name__, round(best(f), 2), flush=True)
