# bytearray: growth, slices, methods, errors, buffer exports.
import sys
b = bytearray(b'hello')
b += b' world'; b.append(33); b.extend([1, 2]); b.insert(0, 65); b[1:3] = b'XYZ'; del b[::4]; b *= 2
print(b, len(b), b.pop(), b.pop(0), b.find(b'o'), b.count(b'l'), b[::-1], b[2], b[-3:])
b.remove(111); b.reverse(); print(b, b.hex(':', 2), bytearray.fromhex('dead beef'), b.copy() is b)
print(b.upper(), b.split(b'l'), b.replace(b'l', b'LL'), b.partition(b'r'), b.translate(None, b'lo'), b.strip(b'!'), b.center(30, b'*'), b.startswith((b'x', b'!')))
b.clear(); print(b, bytearray(3), bytearray('é', 'utf-8'), bytearray([1, 2]), bytearray(memoryview(b'mv')), bytearray(b'a') == b'a', bytearray(b'a') < b'b', b'%d' % 3, bytearray(b'%s!') % b'x')
for e in ('bytearray([256])', 'bytearray("x")', 'bytearray(b"a").append(300)', 'bytearray(b"a").pop(5)', 'bytearray().pop()', 'bytearray(b"a")[5]', 'bytearray(b"a").remove(1)', 'bytearray(-1)', 'hash(bytearray())', 'bytearray(b"a") + "s"', 'bytearray(b"a").index(b"z")', 'bytearray.fromhex("zz")', 'bytearray(b"a").join(["s"])'):
    try: print(eval(e))
    except Exception as x: print(type(x).__name__, x)
b = bytearray(b'export')
with memoryview(b) as m:
    m[0] = 69
    try: b.append(1)
    except BufferError as x: print(x)
b.append(46)
print(b, list(b[:3]), b in b'xExport.', 69 in b, max(b), sorted(b)[:2], bytes(reversed(b)))
sizes = []
b = bytearray()
for i in range(200):
    b.append(i)
    if not sizes or sys.getsizeof(b) != sizes[-1]: sizes.append(sys.getsizeof(b))
print(sizes)
