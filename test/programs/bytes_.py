b = bytes(range(5)) + b'abc\xff'
print(b, len(b), b[0], b[-1], b[2:6], b.hex(), b.hex(':'), bytes.fromhex('00 ff 10'), b'%d-%s' % (5, b'x'))
print(b'a,b'.split(b','), b' x '.strip(), b'abc'.replace(b'b', b'__'), b'abc'.find(b'c'), b'AbC'.lower(), b'x' * 3, b'abc' < b'abd')
ba = bytearray(b'hello')
ba.append(33)
ba.extend(b' you')
ba[0:1] = b'J'
del ba[-1]
print(ba, len(ba), ba.pop(), ba.index(b'l'), bytes(ba), ba.upper())
ba.insert(1, 120)
ba.reverse()
print(ba, ba == bytes(ba), 120 in ba)
mv = memoryview(bytearray(b'abcdef'))
mv[1:3] = b'XY'
print(mv.tobytes(), mv[0], mv[2:4].tolist(), mv.nbytes, mv.readonly, mv.format, len(mv))
print(repr(b"it's"), repr(b'\\\n\t\x00'), bytes(3), bytes([1, 2]), bytes('é', 'utf8'))
for f in (lambda: bytes([256]), lambda: b'a' + 'b', lambda: b'abc'.index(b'z'), lambda: bytes.fromhex('0g')):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
