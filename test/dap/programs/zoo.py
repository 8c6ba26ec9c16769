import collections
import functools
import gc
import threading
import types
import weakref


class Plain:
    def __init__(self):
        self.a = [1.5]
        self.b = {}


class Slots:
    __slots__ = ("x", "y", "__weakref__")

    def __init__(self):
        self.x = [2.5]


class Both(Slots):
    pass


class Listed(list):
    pass


class Point(collections.namedtuple("Point", "x y")):
    pass


class Failure(Exception):
    pass


def closure():
    kept = [1]
    other = {}

    def inner(a=[], *, b={}):
        return kept, other

    return inner


def generator():
    kept = [3.5]
    yield kept


def dicted():
    p = Plain()
    p.__dict__
    return p


def failure():
    try:
        try:
            {}["no"]
        except KeyError as first:
            raise Failure([1]) from first
    except Failure as exc:
        return exc


both = Both()
both.x, both.z = [1], {}
listed = Listed([[1], [2]])
listed.extra = {}
started = generator()
next(started)
plain = Plain()
zoo = {
    "list": [[1], {}], "tuple": ([1], {}), "dict": {"k": [1], (1, [].__len__): {}}, "set": {(1, plain), 2.5}, "frozenset": frozenset([plain]), "plain": plain, "dicted": dicted(),
    "slots": Slots(), "both": both, "listed": listed, "point": Point([1], 2), "function": closure(), "lambda": lambda x=[1]: x, "method": closure, "bound": listed.append,
    "bound method": threading.Event().set, "generator": generator(), "started": started, "exception": failure(), "traceback": failure().__traceback__, "frame": failure().__traceback__.tb_frame,
    "weakref": weakref.ref(plain, closure()), "property": property(closure(), closure()), "classmethod": classmethod(closure()), "staticmethod": staticmethod(closure()),
    "partial": functools.partial(closure(), [1], k={}), "deque": collections.deque([[1], {}]), "defaultdict": collections.defaultdict(closure(), a=[1]), "counter": collections.Counter("abca"),
    "ordered": collections.OrderedDict(a=[1]), "class": Plain, "subclass": Both, "module": types, "slice": slice([1], {}), "cell": closure().__closure__[0], "namespace": types.SimpleNamespace(a=[1]),
    "map": map(closure(), [[1]]), "zip": zip([[1]], [{}]), "enumerate": enumerate([[1]]), "list iterator": iter([[1]]), "dict values": {1: [1]}.values(), "dict iterator": iter({1: [1]}.items()),
    "mappingproxy": types.MappingProxyType({"a": [1]}), "super": super(Both, both), "alias": list[Plain], "union": int | Plain, "event": threading.Event(), "lock": threading.RLock(),
}
print("zoo")
