import threading, queue, time
q = queue.Queue()
def prod():
    for i in range(5): q.put(i)
    q.put(None)
got = []
def cons():
    while (x := q.get()) is not None: got.append(x)
a, b = threading.Thread(target=cons), threading.Thread(target=prod)
a.start(); b.start(); a.join(); b.join(); print(got)
ev = threading.Event()
def waiter(): print('event', ev.wait(5))
t = threading.Thread(target=waiter); t.start(); ev.set(); t.join()
print(ev.is_set(), threading.Event().wait(0.01))
c = threading.Condition(); state = []
def cw():
    with c:
        c.wait_for(lambda: state); print('state', state)
t = threading.Thread(target=cw); t.start()
with c: state.append(1); c.notify_all()
t.join()
s = threading.Semaphore(2); peak = []; cur = 0; lk = threading.Lock()
def use():
    global cur
    with s:
        with lk: cur += 1; peak.append(cur)
        time.sleep(0.005)
        with lk: cur -= 1
ts = [threading.Thread(target=use) for _ in range(6)]; [t.start() for t in ts]; [t.join() for t in ts]
print(max(peak) <= 2)
bar = threading.Barrier(3); res = []
def bw(): res.append(bar.wait() >= 0)
ts = [threading.Thread(target=bw) for _ in range(3)]; [t.start() for t in ts]; [t.join() for t in ts]; print(res)
tm = threading.Timer(0.01, lambda: print('timer')); tm.start(); tm.join()
try:
    t = threading.Thread(target=len, args=("x",)); t.start(); t.start()
except RuntimeError as e: print(e)
t.join()
