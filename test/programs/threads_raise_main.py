# an uncaught exception in the main thread while others run: they are finished first, the status is 1.
import threading, time
def worker(n):
    time.sleep(0.02 * n); print('worker', n, flush=True)
for i in (1, 2): threading.Thread(target=worker, args=(i,)).start()
raise RuntimeError('main fails')
