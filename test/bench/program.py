"""Runs one program of programs/: python3.13 program.py FILE. Prints the ms of the first, short run, the ms of the best long one, and the results."""
import sys
import time

CLOCK = time.thread_time if '--cpu' in sys.argv else time.perf_counter
LONG_RUNS = 2


def timed(run, size):
    start = CLOCK()
    value = run(size)
    return (CLOCK() - start) * 1000, value


namespace = {'__name__': 'program'}
with open(sys.argv[1]) as f:
    exec(compile(f.read(), sys.argv[1], 'exec'), namespace)
short, value1 = timed(namespace['run'], namespace['SHORT'])
long = 1e9
for _ in range(LONG_RUNS):
    ms, value2 = timed(namespace['run'], namespace['LONG'])
    long = min(long, ms)
print(round(short, 2), round(long, 2), repr((value1, value2)))
