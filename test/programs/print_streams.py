"""print() and write() to streams with and without methods of their own: the bytes, in order, and when they arrive."""
import io, os, sys, tempfile

path = os.path.join(tempfile.mkdtemp(), 'out')
seen = 0


def arrived():
    """What came into the file since the last call."""
    global seen
    with open(path, 'rb') as f:
        f.seek(seen)
        data = f.read()
    seen += len(data)
    return data


def raw(cls=io.FileIO):
    return cls(path, 'a')


class Raw(io.FileIO):
    pass


class Buffer(io.BufferedWriter):
    def write(self, data):
        print('Buffer.write', bytes(data))
        return super().write(data)

    def flush(self):
        print('Buffer.flush')
        super().flush()


# Line-buffered, with a buffer smaller than some lines.
buffer = io.BufferedWriter(raw(Raw), 16)
text = io.TextIOWrapper(buffer, encoding='utf-8', line_buffering=True)
print('a', 1, file=text)
print(arrived())
print('b', end='', file=text)
print(arrived())
buffer.write(b'Z')
print('c', file=text)
print(arrived())
print('x' * 40, 'é', -5, 0, 1073741823, 1073741824, -1073741824, 10**9, 9, 10, 99, 100, file=text)
print(arrived())
text.write('u\rv')
print(arrived())
text.write('no end')
print(arrived(), text.tell() > 0)
print(arrived())

# A write of its own, given and taken away.
text.write = lambda s: sys.stdout.write('[%s]' % s)
print('own', 2, file=text, end='|\n')
del text.write
print('again', file=text)
print(arrived())


class Shy:
    def __str__(self):
        return 'references: %d' % (sys.getrefcount(text) - base)


base = sys.getrefcount(text)
print(Shy(), file=text)
print(arrived())


class Swaps:
    def __str__(self):
        text.write = lambda s: sys.stdout.write('<%s>' % s)
        return 'swapped'


# The writer was looked up before __str__ ran.
print(Swaps(), 'then', file=text)
del text.write
print(arrived())

wrapped = io.TextIOWrapper(Buffer(raw()), line_buffering=True, newline='\r\n')
print('k', 'l', file=wrapped)
print(arrived())
ascii_only = io.TextIOWrapper(io.BufferedWriter(raw()), line_buffering=True, encoding='ascii', newline='')
print('q\r', end='', file=ascii_only)
print(arrived())
try:
    print('é', file=ascii_only)
except UnicodeEncodeError as e:
    print(e)
block = io.TextIOWrapper(io.BufferedWriter(raw()))
print('block', 'buffered', file=block)
print(arrived())
print('flushed', file=block, flush=True)
print(arrived())
own_flush = io.BufferedWriter(raw())
held = io.TextIOWrapper(own_flush, line_buffering=True)
try:
    own_flush.flush = lambda: print('flush of its own')
    print('held', file=held)
    print(arrived())
    del own_flush.flush
    print('let go', file=held)
    print(arrived())
except AttributeError as e:
    print(e)

closed = io.TextIOWrapper(io.BufferedWriter(raw()), line_buffering=True)
closed.buffer.close()
try:
    print('x', file=closed)
except ValueError as e:
    print('ValueError', e)
both = io.TextIOWrapper(io.BufferedRandom(io.FileIO(path + '2', 'w+')), line_buffering=True)
print('abc', file=both)
both.seek(0)
print(repr(both.readline()))
print('d', file=both)
both.seek(0)
print(repr(both.read()))
for bad in ({'sep': 3}, {'end': b''}, {'nothing': 1}):
    try:
        print('x', **bad)
    except TypeError as e:
        print(e)
for t in (text, wrapped, ascii_only, block, held, both):
    t.close()
