# Calls the function argv[1] of faulty.c with an argument of its own.
import faulty, sys

keep = []
name = sys.argv[1]
if hasattr(faulty.Thing, name):
    t = faulty.Thing("the name %d" % len(sys.argv))
    f, args = getattr(t, name), ((["x"],) if name == "lose" else ())
else:
    f = getattr(faulty, name)
    arguments = {"argument_unowned": "abc%d", "item_unowned": ["def"], "leak_temporary": 1.5, "leak_incref": [1], "leak_in_error_path": 2.5, "leak_set_item": "key", "stolen_twice": [2], "decref_borrowed": [[3]], "build_n_unowned": [4]}
    args = (arguments[name],) if name in arguments else ()
    keep.append(args)
    if name == "cache_get_unowned":
        faulty.cache_set([5])
# Its count must survive what the fault gives away.
for o in list(args) + ([args[0][0]] if args and isinstance(args[0], list) else []):
    keep.extend([o] * 8)
for i in range(2):
    try:
        keep.append(f(*args))
    except AttributeError:
        pass
import os
sys.stdout.flush()
os._exit(0)
