import threading, sys
sys.stderr = sys.stdout
def boom(): raise ValueError('in thread')
t = threading.Thread(target=boom, name='T1'); t.start(); t.join()
print('main goes on', t.is_alive())
def quiet(): raise SystemExit(3)
t = threading.Thread(target=quiet); t.start(); t.join(); print('quiet')
threading.excepthook = lambda a: print('hook', a.exc_type.__name__, a.exc_value, a.thread.name)
t = threading.Thread(target=boom, name='T2'); t.start(); t.join()
