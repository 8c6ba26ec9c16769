import ctypes

libc = ctypes.CDLL("libc.so.6")
print("Python 1")
libc.printf(b"C 1\n")
print("Python 2")
libc.printf(b"C 2, no end of line")
here = 1  # first stop
print(" Python 3")
libc.puts(b"C 3")
libc.write(2, b"C to stderr\n", 12)
there = 2  # second stop
libc.printf(b"C 4")
