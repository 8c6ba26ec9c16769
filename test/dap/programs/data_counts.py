import ctypes
import gc
import sys
import threading


def user(x, out):
    out.append(x)
    return len(out)


def true_count(x):
    return ctypes.c_long.from_address(id(x)).value


def main():
    x = [1, 2]
    out = []
    number = 300
    y = x  # here
    user(x, out)
    print(sys.getrefcount(x), true_count(x), len(gc.get_referrers(x)))
    number += 1
    out.clear()
    z = sorted([x, [1, 1], [0]])
    z = None
    gc.collect()
    thread = threading.Thread(target=user, args=(x, out))
    thread.start()
    thread.join()
    del thread, y
    out = None
    x = None
    number = 5
    print('done')


main()
