"""What the GIL does to threads that compute, and to threads that wait.

A thread needs the GIL to run Python code, not to sleep or to read. So two threads that count take turns and are
no faster than one; four that sleep do so at the same time. A thread that sleeps beside one that counts comes back
late: it has to ask for the GIL, and gets it one switch interval (5 ms) later.

In PyXray: run this with "PyXray: Open GIL Timeline" open (button on the debug toolbar, or in Threads & GIL). Look at
the lanes: solid is "holds the GIL", hatched is "waits for it", pale is "blocked without it". The table below says
which threads are CPU-bound and which I/O-bound. Drag the timeline to one of the three parts, and it says it for that.
Tick "GIL hand-off" with the condition  reason == 'drop_request'  to stop where a thread is made to give up.
"""

import sys
import threading
import time

ROUNDS = 300_000
NAP = 0.04


def count(rounds=ROUNDS):
    total = 0
    for number in range(rounds):
        total += number
    return total


def nap():
    time.sleep(NAP)


def one_after_the_other(work, times):
    begin = time.perf_counter()
    for _ in range(times):
        work()
    return time.perf_counter() - begin


def at_once(work, times):
    ready = threading.Barrier(times + 1)

    def wait_and_work():
        ready.wait()
        work()

    threads = [threading.Thread(target=wait_and_work, name=f"{work.__name__}-{n}") for n in range(1, times + 1)]
    for thread in threads:
        thread.start()
    ready.wait()  # starting them is not what is measured
    begin = time.perf_counter()
    for thread in threads:
        thread.join()
    return time.perf_counter() - begin


def speedup(work, times):
    """The middle one of three: other programs want the processor too."""
    return sorted(one_after_the_other(work, times) / at_once(work, times) for _ in range(3))[1]


def say(kind, factor, times):
    print(f"{kind}: {times} threads are", "faster than one" if factor > 1.7 else "no faster than one")


def lateness():
    """How late a sleeper is beside a thread that counts, in switch intervals (the middle one of nine)."""
    done = False

    def busy():
        while not done:
            count(1000)

    late = []
    counter = threading.Thread(target=busy, name="counter")
    counter.start()
    for _ in range(9):
        begin = time.perf_counter()
        time.sleep(0.02)  # without the GIL
        late.append(time.perf_counter() - begin - 0.02)  # with it
    done = True
    counter.join()
    return sorted(late)[4] / sys.getswitchinterval()


def main():
    count()  # warm up
    say("counting", speedup(count, 2), 2)
    say("sleeping", speedup(nap, 4), 4)
    late = lateness()
    print("a sleeper beside a counter comes back", "a switch interval late" if late > 0.6 else "in time")


main()
