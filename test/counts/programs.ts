// Programs of test/programs whose counts are compared: no threads, no addresses in names.
export const PROGRAMS = [
  'bytes_.py', 'classes.py', 'closures.py', 'comprehensions.py', 'coroutines.py', 'cycles.py', 'deletion_order.py', 'descriptors_meta.py', 'dicts.py', 'exceptions_.py', 'floats.py', 'fstrings.py', 'functions.py', 'generators.py',
  'ints.py', 'json_like.py', 'lists.py', 'loops.py', 'match_.py', 'operators_over.py', 'primes.py', 'refcounts.py', 'sets.py', 'sorting.py', 'strings.py', 'tuples.py', 'unpack.py', 'with_.py', 'weakrefs.py', 'builtins_.py',
];
