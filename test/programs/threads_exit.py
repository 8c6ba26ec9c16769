# leaving while threads run: daemon threads are cut off, others are waited for, atexit and threading's own hooks come in order.
import atexit, sys, threading, time
atexit.register(print, 'atexit')
threading._register_atexit(print, 'threading atexit')
done = threading.Event()
def worker():
    done.wait(5); print('worker finishes after main'); sys.stdout.flush()
def forever():
    while True: time.sleep(0.005)
threading.Thread(target=worker).start()
threading.Thread(target=forever, daemon=True).start()
print('main ends', threading.active_count())
threading.Timer(0.05, done.set).start()
class Last:
    def __del__(self): print('last object dies')
last = Last()
