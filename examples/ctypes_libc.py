"""Python calls C: ctypes on the real libc of this machine.

ctypes loads a C library into the process, makes C values out of Python objects and back, and calls. The C code reads and
writes the very memory that Python's objects live in. PyXray keeps its heap in real memory, so all of this is true here too:
the addresses are real ones, and a reference count can be read as the number in memory that it is.

Tick "GIL release" under Event Breakpoints: each call gives the GIL up until C returns. Step into compare() while qsort
runs: Python calls C, which calls Python.
"""

import ctypes
import sys

libc = ctypes.CDLL("libc.so.6")


def text():
    libc.printf(b"Hello from C!\n")
    libc.fflush(None)  # C keeps what it prints in a buffer of its own
    print("strlen:", libc.strlen(b"PyXray"), "abs:", libc.abs(-42))


def sort():
    """C sorts the array and asks Python which of two items comes first."""
    comparison = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_int), ctypes.POINTER(ctypes.c_int))

    @comparison
    def compare(a, b):  # two pointers into the array
        return a[0] - b[0]

    numbers = (ctypes.c_int * 6)(5, 1, 4, 2, 6, 3)
    libc.qsort(numbers, len(numbers), ctypes.sizeof(ctypes.c_int), compare)
    print("sorted by C:", list(numbers))


class Time(ctypes.Structure):
    """struct tm of <time.h>: C finds each field at the offset that ctypes gives it."""

    _fields_ = [(f"tm_{name}", ctypes.c_int) for name in "sec min hour mday mon year wday yday isdst".split()] + [
        ("tm_gmtoff", ctypes.c_long),
        ("tm_zone", ctypes.c_char_p),
    ]


def structure():
    moment = ctypes.c_long(1_728_306_000)  # 7 October 2024, when Python 3.13.0 came out
    time = Time()
    libc.gmtime_r(ctypes.byref(moment), ctypes.byref(time))  # by reference: C fills it in
    print(f"C says: {time.tm_mday}.{time.tm_mon + 1}.{time.tm_year + 1900} {time.tm_hour}:{time.tm_min:02}")
    print("tm_year is", Time.tm_year.size, "bytes at offset", Time.tm_year.offset)


def count(thing):
    """ob_refcnt is the first field of every object: read it where it lies, without asking Python."""
    return ctypes.c_ssize_t.from_address(id(thing)).value


def reference_count():
    thing = object()
    others = [thing, thing]
    # getrefcount counts its own argument too; reading the memory counts nothing.
    print("getrefcount:", sys.getrefcount(thing) - 1, "in memory:", count(thing) - 1)
    others.clear()
    print("getrefcount:", sys.getrefcount(thing) - 1, "in memory:", count(thing) - 1)


text()
sort()
structure()
reference_count()
