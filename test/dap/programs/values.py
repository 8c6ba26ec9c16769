class Point:
    kind = 'point'

    def __init__(self, x):
        self.x = x

    @property
    def loud(self):
        print('the property ran')
        return 1


class Slotted:
    __slots__ = ('s',)


def outer():
    cell = 1
    plain = [10, 20]
    table = {'a': 1, 2: 'two'}
    point = Point(255)
    slotted = Slotted()
    slotted.s = 's'

    def inner():
        nonlocal cell
        total = 0
        total += cell
        total += 100
        return total

    result = inner()
    return cell, plain, table, point, slotted, result


total = outer()
print(total[0], total[1], total[2], total[3].x, total[4].s, total[5])
