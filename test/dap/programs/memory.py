import gc
import weakref


class Node:
    def __init__(self, name):
        self.name = name
        self.friends = []


def cycle():
    a = Node("a")
    b = Node("b")
    a.friends.append(b)
    b.friends.append(a)
    watch = weakref.ref(a)
    return watch


def drop():
    lonely = Node("lonely")
    kept = Node("kept")
    del lonely
    return kept


gc.collect()
print("start")
kept = drop()
watch = cycle()
print("alive", watch() is not None)
found = gc.collect()
print("found", found >= 2, watch())
