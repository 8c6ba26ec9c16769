import threading


class Point:
    def __init__(self, x):
        self.x = x


class Slotted:
    __slots__ = ('s',)


setting = 1


def change(point, slotted, items, table):
    point.x = 5
    setattr(point, 'x', 6)
    point.__dict__['x'] = 7
    slotted.s = 'two'
    items[0] = 'zero'
    table.update(a=2)
    for i in range(100):
        table[i] = i
        items.append(i)
    table['a'] = 2
    items.insert(0, 'new')
    try:
        table['a'] = 'raised' + 1
    except TypeError:
        table.pop('a')


def lasting():
    global setting
    number = 0
    shared = 'first'

    def inner():
        nonlocal shared
        shared = 'second'

    number += 1
    inner()
    setting = number + 1
    for number in (1, 2):
        pass
    return number


def main():
    point = Point(1)
    slotted = Slotted()
    slotted.s = 'one'
    items = [1, 2, 3]
    table = {'a': 1}
    change(point, slotted, items, table)  # here
    thread = threading.Thread(target=change, args=(point, slotted, items, table))
    thread.start()
    thread.join()
    print(lasting(), point.x, slotted.s, items[0], len(table))


main()
