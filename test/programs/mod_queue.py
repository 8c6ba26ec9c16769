# queue: FIFO, LIFO, priority, simple, limits, timeouts, task_done and join, shutdown, producers and consumers.
import queue, threading
for kind in (queue.Queue, queue.LifoQueue, queue.PriorityQueue):
    q = kind()
    for x in (3, 1, 2): q.put(x)
    print(kind.__name__, q.qsize(), q.empty(), [q.get() for _ in range(3)], q.empty())
q = queue.Queue(maxsize=1); q.put('a')
for f in (lambda: q.put_nowait('b'), lambda: q.put('b', timeout=0.01), lambda: (q.get(), q.get_nowait()), lambda: q.get(timeout=0.01), lambda: q.get(timeout=-1), lambda: (q.task_done(), q.task_done()), lambda: queue.SimpleQueue().get(block=False), lambda: queue.SimpleQueue().get(timeout=0.01)):
    try: f()
    except Exception as e: print(type(e).__name__, e)
jobs, results = queue.Queue(5), queue.Queue()
def worker():
    while (n := jobs.get()) is not None:
        results.put(n * n); jobs.task_done()
    jobs.task_done()
ts = [threading.Thread(target=worker) for _ in range(3)]
for t in ts: t.start()
for i in range(40): jobs.put(i)
for _ in ts: jobs.put(None)
jobs.join()
for t in ts: t.join()
print(sorted(results.get() for _ in range(40))[:5], results.qsize(), jobs.unfinished_tasks)
p = queue.PriorityQueue(); [p.put(x) for x in ((2, 'b'), (1, 'z'), (1, 'a'))]; print([p.get() for _ in range(3)], p.full())
s = queue.Queue(); s.put(1); s.shutdown(); print(s.get())
for f in (s.get, lambda: s.put(2)):
    try: f()
    except queue.ShutDown as e: print('ShutDown', e)
