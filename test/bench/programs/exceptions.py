"""Exceptions, with statements and generators as coroutines."""
from contextlib import contextmanager


class Refused(ValueError):
    def __init__(self, n):
        super().__init__(n)
        self.n = n


def check(n):
    if n % 3 == 0:
        raise Refused(n)
    if n % 5 == 0:
        return {}['missing']
    return n


@contextmanager
def counted(log):
    log.append('in')
    try:
        yield log
    finally:
        log.append('out')


def average():
    total = count = 0
    value = None
    while True:
        x = yield value
        total += x
        count += 1
        value = total / count


def flatten(tree):
    for item in tree:
        if isinstance(item, list):
            yield from flatten(item)
        else:
            yield item


def run(size):
    refused = missing = fine = 0
    mean = average()
    next(mean)
    last = 0
    for i in range(size):
        log = []
        try:
            with counted(log):
                fine += check(i) > 0
        except Refused as e:
            refused += e.n & 1
        except (KeyError, IndexError):
            missing += 1
        finally:
            last = mean.send(len(log))
    tree = [[1, [2, 3]], [[[4]], 5]] * (size // 10)
    return refused, missing, fine, last, sum(flatten(tree))


SHORT, LONG = 8000, 150000
