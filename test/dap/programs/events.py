import gc
import threading
import time


def nap():
    time.sleep(0.001)


thread = threading.Thread(target=nap, name="sleeper")
thread.start()
thread.join()
loop = []
loop.append(loop)
del loop
print("collected", gc.collect() > 0)
