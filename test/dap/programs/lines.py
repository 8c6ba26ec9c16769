import sys


def total(numbers, scale):
    result = 0
    for number in numbers:
        result += number * scale
    return result


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y


def shared():
    point = Point(1, [2.5, None])
    other = point
    return point, other


names = ["a", "b"]
print("first line")
value = total([1, 2, 3], 10)
print("value", value)
pair = shared()
print("to stderr", file=sys.stderr)
print("end")
