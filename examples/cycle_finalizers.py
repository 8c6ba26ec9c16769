"""Objects that hold each other: who frees them, and in which order their finalizers and weakref callbacks run.

A reference count falls to 0 only when nobody holds the object. Two that hold each other never get there: the cycle
collector finds them. It runs the weakref callbacks first, then every __del__, and only then takes the cycle apart.

In PyXray: set a breakpoint on the line "del parent, child" and open the heap graph (button on the debug toolbar):
the cycle is outlined. Tick "Garbage collection starts", "Unreachable objects found" and "Reference count reaches zero"
(condition:  type == 'Node') under Event Breakpoints, and continue: the stops come in the order of the output.
"""

import gc
import weakref


class Node:
    def __init__(self, name):
        self.name = name
        self.other = None

    def __del__(self):
        print("  __del__ of", self.name)


def pair(first, second):
    a, b = Node(first), Node(second)
    a.other, b.other = b, a
    return a, b


def without_a_cycle():
    print("no cycle: freed at once")
    node = Node("alone")
    watch = weakref.ref(node, lambda _: print("  weakref callback"))
    del node
    print("  the weak reference answers", watch())


def with_a_cycle():
    print("a cycle: freed by the collector")
    parent, child = pair("parent", "child")
    watch = weakref.ref(parent, lambda _: print("  weakref callback: parent"))
    del parent, child
    print("  nobody names them, and yet:", watch().name, "holds", watch().other.name)
    print("  the collector finds", gc.collect(), "objects; the weak reference answers", watch())


def with_resurrection():
    print("a finalizer that brings its object back")
    saved = []

    class Phoenix(Node):
        def __del__(self):
            print("  __del__ of", self.name)
            saved.append(self)

    bird = Phoenix("phoenix")
    bird.other = bird
    del bird
    gc.collect()
    print("  it lives:", saved[0].name)
    saved.clear()
    gc.collect()
    print("  and dies without a second __del__")


def kept_as_garbage():
    print("gc.DEBUG_SAVEALL: what the collector finds is kept in gc.garbage")
    gc.collect()
    gc.set_debug(gc.DEBUG_SAVEALL)
    pair("left", "right")
    gc.collect()
    gc.set_debug(0)
    print("  gc.garbage has", sorted(x.name for x in gc.garbage if isinstance(x, Node)))
    gc.garbage.clear()
    gc.collect()


gc.disable()  # only when asked to, so that the output is always the same
gc.collect()  # what there is already
without_a_cycle()
with_a_cycle()
with_resurrection()
kept_as_garbage()
