"""Runs programs under a line trace and writes, at every line of each, the reference count of every local and of what it names.

Usage: trace_counts.py FOLDER PROGRAM...  writes FOLDER/NAME.counts for each. Plain Python: it runs on CPython and here; the
outputs must be equal. The programs run one after the other in one process, which is quicker than a process each.
"""
import gc
import os
import sys

Module = type(sys)
LIMIT = 4000


class Sink:
    def write(self, text):
        pass

    def flush(self):
        pass


def elsewhere(value):
    """A module, or a type or function of one: its count depends on what is loaded."""
    return isinstance(value, Module) or hasattr(value, '__qualname__') and getattr(value, '__module__', None) not in (None, '__main__', 'builtins')


def report(out, frame, event):
    counts = []
    for name, value in frame.f_locals.items():
        if not name.startswith('__') and not elsewhere(value):
            counts.append(f'{name}={sys.getrefcount(value)}')
    out.write(f'{frame.f_code.co_name}:{frame.f_lineno} {event} {" ".join(counts)}\n')


def trace(program, out):
    written = 0

    def tracer(frame, event, arg):
        nonlocal written
        if frame.f_code.co_filename != program:
            return None
        if written >= LIMIT:
            sys.settrace(None)
            return None
        written += 1
        report(out, frame, event)
        return tracer

    with open(program, 'rb') as f:
        code = compile(f.read(), program, 'exec')
    namespace = {'__name__': '__main__', '__file__': program}
    sys.stdout = Sink()
    # When a collection is due depends on what the library allocates, and that on its version.
    gc.collect()
    gc.disable()
    sys.settrace(tracer)
    try:
        exec(code, namespace)
    except BaseException as e:
        sys.settrace(None)
        out.write(f'raised {type(e).__name__}\n')
    sys.settrace(None)
    sys.stdout = sys.__stdout__


for program in sys.argv[2:]:
    with open(os.path.join(sys.argv[1], os.path.basename(program) + '.counts'), 'w', encoding='utf-8') as out:
        trace(program, out)
