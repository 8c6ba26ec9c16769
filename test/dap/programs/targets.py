def outer(a, b=0):
    return a + b


def inner(n):
    return n + 1


def other(n):
    return n * 2


def deco(f):
    return f


class Adder:
    def __init__(self, n):
        self.n = n

    def add(self, n):
        self.n += n
        return self


def main():
    a = outer(inner(1), other(2))  # one
    b = outer(
        inner(len('äö')), b=other(  # several
            3))
    c = inner(1) if a > 100 else other(inner(2))  # branch
    d = Adder(1).add(inner(2)).add(3)  # chain
    while inner(a) < 0 or other(a) < 0: inner(a)
    for i in range(other(1)):  # loop
        inner(i)
    return outer(a, inner(b))  # last


main()
