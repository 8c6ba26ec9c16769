import threading
import time

lock = threading.Lock()
both = threading.Barrier(2)
total = 0


def bump(value):
    return value + 1


def count():
    global total
    both.wait()
    for _ in range(40):
        with lock:
            total = bump(total)


def nap():
    time.sleep(0.01)


threads = [threading.Thread(target=count, name=f"counter-{n}") for n in (1, 2)]
threads.append(threading.Thread(target=nap, name="sleeper"))
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("total", total)
