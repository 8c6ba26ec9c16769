import threading, time
bar = threading.Barrier(4)
def worker(n, out):
    bar.wait()
    time.sleep(0.2 * (3 - n))
    out.append(n)
out = []
ts = [threading.Thread(target=worker, args=(i, out), name=f'w{i}') for i in range(3)]
for t in ts: t.start()
bar.wait()
print([t.is_alive() for t in ts], threading.active_count(), threading.current_thread().name)
for t in ts: t.join()
print(out, threading.active_count(), [t.name for t in ts], threading.main_thread() is threading.current_thread())
lock = threading.Lock(); n = 0
def inc():
    global n
    for _ in range(1000):
        with lock: n += 1
ts = [threading.Thread(target=inc) for _ in range(4)]
[t.start() for t in ts]; [t.join() for t in ts]
print(n, lock.locked(), lock.acquire(blocking=False), lock.acquire(timeout=0.01)); lock.release()
r = threading.RLock()
with r:
    with r: print('reentrant')
try: lock.release()
except RuntimeError as e: print(e)
loc = threading.local(); loc.v = 'main'
def tl():
    loc.v = 'thread'; print(loc.v)
t = threading.Thread(target=tl); t.start(); t.join(); print(loc.v)
