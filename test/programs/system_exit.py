import sys, atexit
atexit.register(lambda: print('atexit'))
try:
    sys.exit(3)
finally:
    print('cleanup')
