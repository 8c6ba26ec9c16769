import clib, os, sys

print(clib.maths())
print(clib.times())
try:
    clib.os_error()
except FileNotFoundError as e:
    print(e, e.errno)
print(clib.files(os.path.join(os.path.dirname(os.path.abspath(__file__)), "clib.tmp")))
sys.stdout.flush()
clib.numbers()
clib.strings()
