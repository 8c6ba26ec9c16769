import sys, os.path as p, collections.abc
from functools import partial, reduce as red
from math import *
print(p.join('a', 'b'), red(lambda a, b: a * b, [1, 2, 3, 4]), partial(int, base=2)('101'), floor(2.7), 'math' in sys.modules)
import importlib
print(importlib.import_module('string').ascii_lowercase, __name__, __import__('keyword').iskeyword('def'))
for code in ('import nope', 'import os.nope', 'from os import nope', 'from . import x', 'import collections.nope.x'):
    try: exec(code)
    except ImportError as e: print(type(e).__name__, e)
print(collections.abc.Sized.__name__, isinstance([], collections.abc.Iterable), sys.implementation.name, sys.version_info[:2])
