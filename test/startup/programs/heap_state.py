# What a program can see of the heap it starts with: objects with counts and sizes, modules, namespaces. (Not the counts of names:
# the cache of types holds some, and which ones depends on their addresses.)
import gc
import sys

for o in gc.get_objects():
    print(type(o).__name__, sys.getrefcount(o), sys.getsizeof(o), gc.is_tracked(o))
print(gc.get_count(), gc.get_threshold(), sys.getunicodeinternedsize())
for name, module in sys.modules.items():
    print(name, list(vars(module)))
    for key, value in vars(module).items():
        print(' ', key, sys.getrefcount(value))
print(sys.argv, sys.orig_argv, sys.path, sys.flags, sys.executable, sys.stdin, sys.stdout, sys.stderr)
import os
print(sorted(os.environ.items()), os.getcwd())
