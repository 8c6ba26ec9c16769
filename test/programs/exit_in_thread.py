import threading, os, sys
print('start', flush=True)
def t(): os._exit(5)
threading.Thread(target=t).start()
import time
time.sleep(5)
print('never')
