# What C prints goes out when C's buffer does: here at the end, after Python's own.
import ctypes
import os
import sys

libc = ctypes.CDLL('libc.so.6')
print('Python 1')
libc.printf(b'C 1: %d\n', 1)
os.write(1, b'at once\n')
print('Python 2')
sys.stdout.flush()
libc.puts(b'C 2')
libc.fflush(None)
print('Python 3')
libc.printf(b'C 3 without end of line')
if len(sys.argv) > 1:
    sys.stdout.flush()
    os._exit(3)  # flushes nothing of C's
sys.exit(2)
