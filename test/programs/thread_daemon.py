import threading, time
def forever():
    while True: time.sleep(1)
t = threading.Thread(target=forever, daemon=True); t.start()
def last():
    time.sleep(0.05); print('non-daemon ends')
threading.Thread(target=last).start()
print('main ends', t.daemon)
