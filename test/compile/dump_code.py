"""Prints the code objects of Python files as CPython compiles them, one JSON document a file, for compile.test.ts.

usage: python3.13 dump_code.py [--optimize N] FILE...      (or file names on stdin)
A code object is a list in the order of FIELDS of code_dump.ts; `null` stands for a file that CPython rejects.
The third item of a document has the Unicode names that the file uses.
"""
import json
import re
import struct
import sys
import types
import unicodedata
import warnings

warnings.simplefilter("ignore")


def const(c, codes):
    if isinstance(c, types.CodeType):
        return "code:%d" % code(c, codes)
    if c is None or c is True or c is False or c is Ellipsis:
        return repr(c)
    if isinstance(c, int):
        return "i%x" % c
    if isinstance(c, float):
        return "f" + struct.pack(">d", c).hex()
    if isinstance(c, complex):
        return "c" + struct.pack(">dd", c.real, c.imag).hex()
    if isinstance(c, str):
        return "s" + "".join(ch if 32 <= ord(ch) < 127 and ch != "\\" else "\\%x;" % ord(ch) for ch in c)
    if isinstance(c, bytes):
        return "b" + c.hex()
    if isinstance(c, tuple):
        return "(%s)" % ",".join(const(x, codes) for x in c)
    if isinstance(c, frozenset):
        return "{%s}" % ",".join(sorted(const(x, codes) for x in c))
    raise TypeError(type(c))


def code(co, codes):
    index = len(codes)
    codes.append(None)
    consts = [const(c, codes) for c in co.co_consts]
    codes[index] = [
        co.co_qualname, co.co_name, co.co_firstlineno, co.co_flags, co.co_argcount, co.co_posonlyargcount,
        co.co_kwonlyargcount, co.co_stacksize, co.co_code.hex(), consts, list(co.co_names), list(co.co_varnames),
        list(co.co_cellvars), list(co.co_freevars), co.co_linetable.hex(), co.co_exceptiontable.hex(),
    ]
    return index


def unicode_names(source):
    """What the \\N{...} escapes of the source mean: the parser has no table of its own without the heap."""
    names = {}
    for name in set(re.findall(rb"\\N\{([^{}\n]+)\}", source)):
        try:
            names[name.decode()] = ord(unicodedata.lookup(name.decode()))
        except (KeyError, UnicodeError, TypeError):
            pass
    return names


def main(argv):
    optimize = 0
    if argv[:1] == ["--optimize"]:
        optimize = int(argv[1])
        argv = argv[2:]
    for name in argv or (line.rstrip("\n") for line in sys.stdin):
        codes = []
        with open(name, "rb") as f:
            source = f.read()
        try:
            code(compile(source, "<oracle>", "exec", dont_inherit=True, optimize=optimize), codes)
        except (SyntaxError, ValueError, RecursionError, UnicodeError) as e:
            codes = None
        print(json.dumps([name, codes, unicode_names(source)]), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
