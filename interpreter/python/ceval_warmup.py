# Runs once, before the program: every opcode in the loop's switch, each way through it, so that V8 has seen them all before it
# compiles the loop. (A place that has never run it compiles to "leave the optimised code", and a program that comes there later
# pays for it with a hundred slow milliseconds.) ceval_warmup.ts runs it and leaves nothing behind.
# An instruction specialises itself when it runs for the second time: three rounds are enough.
# What dies is a list, never an object(): the heap checker would see one in the rest of its block.
# Names begin with w_: a string that was a name here may stay immortal, and a program's own must not be that one.
import sys


class w_Values:
    w_shared = 1

    def __init__(self, a, b):
        self.a = a
        self.b = b

    def get(self):
        return self.a

    def w_add(self, n):
        self.b = self.b + n
        return self

    @property
    def w_both(self):
        return self.a

    def w_keywords(self, a, b=2):
        return b


class w_Slots:
    __slots__ = ('a', 'b')
    w_shared = 1

    def __init__(self, a, b):
        self.a = a
        self.b = b

    def get(self):
        return self.a


class w_Sub(w_Values):
    def __init__(self, a):
        super().__init__(a, None)
        super().get()
        super().w_both

    def __getitem__(self, i):
        return i


def w_nothing():
    pass


def w_one(a):
    return a


def w_keywords(a, b=2, *args, c=3, **kwargs):
    return b


def w_fail(n):
    raise ValueError(n)


def w_generator(n):
    for i in range(n):
        yield i


def w_delegates(n):
    yield from w_generator(n)


def w_attributes(i):
    v = w_Values(i, 1000)
    s = w_Slots(i, 1000)
    v.a = []
    v.a = v.b
    s.a = s.b
    s.b = []
    s.b = None
    s.get()
    v.get()
    v.w_add(i).w_add(i)
    v.w_both
    v.w_shared
    w_Values(1, 2).a
    w_Values(1, 2).get()
    w_Slots(1, 2).a
    w_Slots(1, 2).get()
    w_Sub(i).a
    len(v.__dict__)
    v.a
    v.a = i
    v.get()
    h = w_Sub(i)
    h.__dict__ = {'x': 1, 'a': 2}
    h.x
    h.x = 2
    h.a = 3
    w_fail.__name__
    w_fail.__code__
    w_fail.x = 1
    w_fail.x
    f''.join
    w_Values.w_shared
    (1).real
    s.w_shared
    sys.maxsize
    if v:
        v.a
    w_Sub(i)[i]


def w_integers(i):
    w_big = 1 << 40
    w_mid = 1 << 29
    x = i + 1000
    x = x + 1000
    x = x + x
    x = x - 500
    x = x - x
    y = w_big + i
    y = y - w_big
    y = w_mid + w_mid
    y = w_mid * w_mid
    y = w_mid * i
    y = w_big * w_mid
    y = y * y
    y = -w_mid - w_mid
    y = (x + 1000) + (x + 1000)
    y = (x + 1000) * (x + 1000)
    y = (x + 1000) - (x + 1000)
    (i + 1000) & 1, i | 1, i ^ 5, i << 3, w_mid >> 2, w_mid // 3, w_mid % 7, -i
    i / 3
    i < 3, x < w_mid, x == w_mid, i > 2, x <= 5, x != 3
    (x + 1000) < (x + 1001)
    not i
    w_flag = i < 3
    if w_flag and not w_flag:
        y = 1
    if x:
        y = 1
    else:
        y = 4
    if not i:
        y = 2
    if x + 1000:
        y = 3
    if i < 3 and x > 2 or y:
        y = 3
    while y:
        y -= 1
    for j in range(-10, 1000, 500):
        y = j
    for j in range(1 << 40, (1 << 40) + 2):
        y = j


def w_floats(i):
    x = 1.5 + i
    y = 0.5
    a = x + y
    b = x - y
    c = x * y
    a = (x + y) * (x - y)
    a = x - (x * y)
    a = x + x * y
    a = x * (x + y)
    b = a / y
    c = -a
    x < y, x > y, x == y
    a = x * i
    a = i + x
    if x < y or x > y or x == 1.5:
        a = c
    return c


def w_exceptions(i):
    try:
        w_fail(i)
    except KeyError:
        pass
    except ValueError as e:
        pass
    try:
        try:
            {}['x']
        finally:
            i
    except (KeyError, IndexError):
        pass


def w_calls(i):
    global w_calls_made
    w_calls_made = k = i
    w_method = w_Values(1, 2).get

    def w_closure(a):
        nonlocal k
        k = []
        k = a
        return k
    w_nothing()
    w_one(i)
    w_one([])
    w_one([i])
    w_closure(i)
    w_method()
    w_keywords(i)
    w_keywords(i, c=4)
    w_keywords(*(1, 2, 3), **{'d': 2})
    len('abc')
    isinstance(i, int)
    max(i, 7)
    abs(i)
    ord('a')
    str(i)
    type(i)
    list((1, 2))
    (lambda a, b: a)(i, i)
    print
    isinstance(i, (str, list))
    tuple([i])
    dict(a=i)
    w_first = w_Values(1, 2).w_add
    w_first(i)
    w_keywords(i, 2, 3)
    w_method_general = w_Values(1, 2).w_keywords
    w_method_general(i)
    w_Values.get(w_Values(1, 2))
    sorted([2, 1], key=w_one)
    print.__name__
    'a'.join(['x'])
    'a b'.split()
    'a,b'.split(',')
    'a b'.startswith('a')
    'a'.upper()
    'a'.encode()
    (1).__add__(2)
    iter([1])
    next(iter([1]))
    getattr(i, 'real')
    min(i, 7, key=w_one)
    divmod(7, 2)
    int('1')
    range(3)
    enumerate(())
    []


def w_containers(i):
    a = [1, 2000, [], 'x']
    t = (1, 2, [])
    d = {'a': 1, 'b': 2}
    s = {1, 'x'}
    w_lists = []
    a[0]
    a[2]
    a[i % 3 + 0]
    t[1]
    [1, []][1]
    (a, t)[0]
    [1000, i][0]
    (i, 1000)[1]
    a[1] = i
    a[2] = []
    a[1] = a[0]
    a[-1] = i
    a[1:3]
    d['a']
    d['b'] = i
    d.get('x', 0)
    'a' in d
    'x' in s
    i in a
    w_lists.append(i)
    w_lists.append([i])
    p, q = i, a
    p, q = t[:2]
    q, p = p, q
    p, q, r = t
    for v in a:
        v
    for v in [[], 1]:
        v
    for v in t:
        v
    for v in (i, []):
        v
    for v in ([], 1)[:1]:
        v
    for k, v in d.items():
        pass
    for x in w_generator(2):
        pass
    [x for x in a if x]
    [x + 1 for x in range(3)]
    sum(x for x in range(3))
    None is a
    [] is a
    a is not None
    v = None
    if v is None:
        p = 1
    if v is not None:
        p = 2
    if [] is None:
        p = 1
    if [] is not None:
        p = 1
    if a is None:
        p = 2
    if a is not None:
        p = 1
    if a and d and s and not 'x':
        p = 1
    f'{i} {p!r:>3}'
    'a' + 'b' * i
    w_text = 'a b'
    w_text[1]
    'a' == 'b'
    w_text = 'a'
    w_text = w_text + 'b'
    w_text += 'c'
    if w_text == 'abc' and w_text != 'x' and w_text < 'x':
        p = 1
    if d and w_text and w_lists and w_Values and v and None or w_fail:
        p = 1
    for v in {1: 2}:
        pass
    a[-1]
    {1: 2, (1, 2): 3}[1]
    p, q = [1, 2]
    p, q, r = [1, 2, []]
    w_first, *w_rest = a
    i in {1: 2}
    i not in a
    [i, *t]
    {**d}
    del d['a']
    g = w_generator(3)
    next(g)
    g.send(None)
    list(w_delegates(2))


def w_interrupted(i):
    """Collections (ceval_warmup.ts makes them frequent) become due at a backward jump and behind a call."""
    v = []
    for j in range(40):
        v = [v, [j]]
    for j in range(20):
        v = list((v, [j]))


for n in range(3):
    for f in (w_attributes, w_integers, w_floats, w_exceptions, w_calls, w_containers, w_interrupted):
        f(n)
