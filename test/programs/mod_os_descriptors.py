# Descriptors: pipes between threads, copies that share a position, blocking and inheriting, and files that outlive their thread.
import os
import tempfile
import threading

r, w = os.pipe()
print(os.get_inheritable(r), os.get_blocking(r))


def writer():
    for part in (b'one ', b'two ', b'three'):
        os.write(w, part)
    os.close(w)


thread = threading.Thread(target=writer)
thread.start()
with open(r, 'rb') as pipe:
    print(pipe.read())
thread.join()
r, w = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
try:
    os.read(r, 1)
except BlockingIOError as error:
    print(error)
os.set_inheritable(r, True)
os.set_blocking(w, True)
print(os.get_inheritable(r), os.get_inheritable(w), os.get_blocking(r), os.get_blocking(w))
os.close(r)
try:
    os.write(w, b'nobody reads')
except BrokenPipeError as error:
    print(error)
os.close(w)
folder = tempfile.mkdtemp()
path = os.path.join(folder, 'digits')
with open(path, 'w') as f:
    f.write('0123456789')
a = os.open(path, os.O_RDWR)
print(os.read(a, 3))
b = os.dup(a)
print(os.read(b, 2), os.read(a, 2), os.lseek(b, 0, os.SEEK_CUR))
os.lseek(a, 1, os.SEEK_SET)
print(os.read(b, 1), os.dup2(a, 400), os.read(400, 1), os.get_inheritable(400))
for fd in (a, b, 400):
    os.close(fd)
for call in (lambda: os.dup(4000), lambda: os.dup2(4000, 401), lambda: os.get_inheritable(4000), lambda: os.set_blocking(4000, True), lambda: os.read(4000, 1), lambda: os.pipe2(-1)):
    try:
        call()
    except OSError as error:
        print(type(error).__name__, error)
opened = []
thread = threading.Thread(target=lambda: opened.append(open(path)))
thread.start()
thread.join()
print(opened[0].read())
opened[0].close()
os.utime(path, ns=(1002002999123456789, 5))
st = os.stat(path)
print(st.st_atime_ns, st.st_mtime_ns)
with os.scandir(folder) as entries:
    entry = next(entries)
os.unlink(path)
print(entry.name, entry.is_file(), entry.is_dir(), entry.is_symlink(), entry.inode() == st.st_ino)
os.rmdir(folder)
