"""A leak through a closure, and how to find who holds on.

Each Session registers a function that reads one number of it. The function's closure holds a cell, the cell holds the
Session, the Session holds its data; the list of functions outlives them all. Nothing is wrong with the counts:
somebody still holds a reference, and the question is who.

In PyXray: set a breakpoint on the line "follow(leaked)" and open the heap graph. Choose the Session in it and press
"Reveal what holds it", then the same on the cell, the tuple and the function, up to the list ON_EXIT. In Variables
the counts say the same: the Session's count does not fall to 0 when its name goes away.
"""

import gc
import weakref

ON_EXIT = []


class Session:
    def __init__(self, number):
        self.number = number
        self.data = bytearray(1_000_000)

    def __repr__(self):
        return f"<Session {self.number}>"


def leaky(number):
    session = Session(number)
    ON_EXIT.append(lambda: print("bye", session.number))  # the closure holds all of it
    return weakref.ref(session)


def mended(number):
    session = Session(number)
    ON_EXIT.append(lambda number=session.number: print("bye", number))  # only what it needs
    return weakref.ref(session)


def holders(thing, kind):
    """What holds `thing`, as far as it is of this kind."""
    return [holder for holder in gc.get_referrers(thing) if type(holder).__name__ == kind]


def follow(thing):
    """Prints the way from a leaked object up to the list that holds it."""
    print(thing, "is held by")
    for kind in ("cell", "tuple", "function", "list"):
        found = [holder for holder in holders(thing, kind) if kind != "list" or holder is ON_EXIT]
        print(f"  a {kind}", "(ON_EXIT)" if kind == "list" else "")
        thing = found[0]


def main():
    leak = leaky(1)
    gc.collect()  # does not help: it is no cycle
    leaked = leak()
    print("the function that made it has returned; it is still there:", leaked)
    follow(leaked)
    del leaked

    print("mended:", mended(2)())
    for function in ON_EXIT:
        function()
    ON_EXIT.clear()
    print("with the functions gone:", leak())


main()
