"""Two threads count without a lock and lose updates; with a lock they lose none.

CPython 3.13 lets another thread run only where it looks at its eval breaker: when a function starts, at the end of
a loop's body and after a call. So `counter += 1` alone loses nothing. It does once a call stands between reading the
old value and storing the new one, as in count_without_lock below.

Tick "GIL hand-off" under Event Breakpoints and press F5: the program stops each time the GIL changes hands.
"""

import gc
import sys
import threading
import weakref

ROUNDS = 200_000
counter = 0
lock = threading.Lock()


def plus_one(value):
    return value + 1


def count_without_lock():
    global counter
    for _ in range(ROUNDS):
        old = counter
        new = plus_one(old)  # a hand-off here, and another thread counts on from the same old value
        counter = new


def count_in_one_go():
    global counter
    for _ in range(ROUNDS):
        counter += 1  # no call between load and store: nothing is lost


def count_with_lock():
    global counter
    for _ in range(ROUNDS):
        with lock:
            old = counter
            new = plus_one(old)
            counter = new


def run(target):
    global counter
    counter = 0
    sys.setswitchinterval(0.005)
    together = threading.Barrier(2)

    def work():
        together.wait()  # neither begins before the other is there
        sys.setswitchinterval(0.0005)  # a waiting thread asks for the GIL after 0.5 ms instead of 5: more hand-offs
        target()

    threads = [threading.Thread(target=work, name=f"worker-{number}") for number in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return counter


class Node:
    def __init__(self, name, parent=None):
        self.name = name
        self.parent = parent
        self.children = []
        if parent is not None:
            parent.children.append(self)

    def __repr__(self):
        return f"<Node {self.name!r}>"


def build_family():
    parent = Node("parent")
    child = Node("child", parent)
    watcher = weakref.ref(parent, lambda _: print("the parent is gone"))
    return parent, child, watcher  # parent and child hold each other: a cycle


def main():
    expected = 2 * ROUNDS
    lost = expected - run(count_without_lock)
    print("without a lock: lost updates" if lost else "without a lock: none lost, this time")
    print("counter += 1:", expected - run(count_in_one_go), "lost")
    print("with a lock:", expected - run(count_with_lock), "lost")

    gc.collect()
    parent, child, watcher = build_family()
    print(parent, "has", parent.children, "and", child, "has", child.parent)
    del parent, child
    print("nobody names them, but", watcher(), "is still there")
    print("the collector finds", gc.collect(), "objects")
    print("the weak reference answers", watcher())


main()
