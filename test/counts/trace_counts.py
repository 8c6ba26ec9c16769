"""Runs a program under a line trace and writes, at every line of it, the reference count of every local and of what it names.

Usage: trace_counts.py PROGRAM OUTPUT [MAX]. Plain Python: it runs on CPython and here; the two outputs must be equal.
"""
import gc
import sys

Module = type(sys)
program, output = sys.argv[1], sys.argv[2]
limit = int(sys.argv[3]) if len(sys.argv) > 3 else 4000
out = open(output, 'w', encoding='utf-8')
written = 0


def report(frame, event):
    global written
    if written >= limit:
        sys.settrace(None)
        return
    written += 1
    counts = []
    for name, value in frame.f_locals.items():
        # How often a module is imported elsewhere depends on what is loaded; so do the counts of its types and functions.
        if not name.startswith('__') and getattr(value, '__module__', None) in (None, '__main__', 'builtins') and not isinstance(value, Module):
            counts.append(f'{name}={sys.getrefcount(value)}')
    out.write(f'{frame.f_code.co_name}:{frame.f_lineno} {event} {" ".join(counts)}\n')


def tracer(frame, event, arg):
    if frame.f_code.co_filename != program:
        return None
    report(frame, event)
    return tracer


with open(program, 'rb') as f:
    code = compile(f.read(), program, 'exec')
namespace = {'__name__': '__main__', '__file__': program}


class Sink:
    def write(self, text):
        pass

    def flush(self):
        pass


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
out.close()
