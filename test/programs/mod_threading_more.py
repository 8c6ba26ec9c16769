# threading: Event, Condition, Semaphore, Barrier, Timer, RLock, local, names, join, enumerate, exceptions, excepthook.
import threading, time, sys
out = []
e = threading.Event()
def waiter():
    out.append(e.wait(5)); out.append(threading.current_thread().name)
t = threading.Thread(target=waiter, name='w1'); t.start(); e.set(); t.join(); print(out, t.is_alive(), t.name, e.is_set(), e.wait(0))
cond, queue, got = threading.Condition(), [], []
def consumer():
    with cond:
        while not queue: cond.wait()
        got.append(queue.pop())
ts = [threading.Thread(target=consumer) for _ in range(3)]
for t in ts: t.start()
for i in range(3):
    with cond: queue.append(i); cond.notify()
for t in ts: t.join(10)
print(sorted(got))
s = threading.Semaphore(2); print(s.acquire(), s.acquire(), s.acquire(blocking=False), s.acquire(timeout=0.01)); s.release(2)
b = threading.BoundedSemaphore(1)
try: b.release()
except ValueError as x: print(x)
bar = threading.Barrier(3, action=lambda: out.append('action')); out.clear(); idx = []
ts = [threading.Thread(target=lambda: idx.append(bar.wait())) for _ in range(3)]
for t in ts: t.start()
for t in ts: t.join()
print(sorted(idx), out, bar.parties, bar.n_waiting, bar.broken)
r = threading.RLock()
with r, r: print(r.acquire(), repr(r)[:24]); r.release()
for bad in (lambda: threading.Lock().release(), lambda: r.release(), lambda: threading.Thread(target=print).join(), lambda: threading.current_thread().join(), lambda: cond.notify(), lambda: threading.Thread(group=1), lambda: setattr(threading.main_thread(), 'daemon', True), lambda: threading.Semaphore(-1)):
    try: bad()
    except Exception as x: print(type(x).__name__, x)
t = threading.Thread(target=lambda: None); t.start(); t.join()
try: t.start()
except RuntimeError as x: print(x)
loc = threading.local(); loc.v = 'main'; seen = []
class Local(threading.local):
    count = 0
    def __init__(self, start): self.start = start; seen.append('init')
sub = Local(5)
def use():
    seen.append(hasattr(loc, 'v')); loc.v = 1; sub.start += 1; seen.append((loc.v, sub.start, sorted(loc.__dict__)))
t = threading.Thread(target=use); t.start(); t.join(); print(seen, loc.v, sub.start)
hooked = []
threading.excepthook = lambda a: hooked.append((a.exc_type.__name__, str(a.exc_value), a.thread.name))
t = threading.Thread(target=lambda: 1 / 0, name='fails'); t.start(); t.join(); print(hooked)
def leave(): sys.exit('quiet')
t = threading.Thread(target=leave); t.start(); t.join()
print(threading.active_count(), [t.name for t in threading.enumerate()], threading.main_thread() is threading.current_thread(), threading.get_ident() == threading.main_thread().ident, threading.stack_size(), threading.TIMEOUT_MAX > 1e6)
tm = threading.Timer(0.01, lambda: out.append('timer')); tm.start(); tm.join(); print(out[-1]); tm = threading.Timer(10, print); tm.start(); tm.cancel(); tm.join()
class Sub(threading.Thread):
    def run(self): self.result = sum(range(1000))
x = Sub(daemon=True); x.start(); x.join(); print(x.result, x.daemon, x.ident is not None, x.name)
