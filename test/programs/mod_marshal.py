# marshal's bytes, both ways, and what it refuses.
import io
import marshal

shared = ['shared']
values = [None, True, ..., StopIteration, 0, -1, 2**31, -2**70, 1.5, float('inf'), 1 - 2j, '', 'name', 'h\xe9\u1234\U0001f40d\udc80', b'\0\xff', (), (1, (2,)), [1, [2]], {'a': {1: 2}}, {3, 1, 2}, frozenset({5, 6, 7}), tuple(range(300)), [shared, shared], bytearray(b'buffer')]
for value in values:
    print(repr(value)[:40], [marshal.dumps(value, version)[:40] for version in range(5)])
    if not isinstance(value, bytearray):
        assert marshal.loads(marshal.dumps(value)) == value
loaded = marshal.loads(marshal.dumps([shared, shared]))
print(loaded[0] is loaded[1])
code = compile('def f(a, *b, c=1, **d):\n    return [x for x in b if x > a]\nprint(f(1, 0, 2, 3))', 'made', 'exec')
exec(marshal.loads(marshal.dumps(code)))
file = io.BytesIO()
for value in values[:8]:
    marshal.dump(value, file)
file.seek(0)
print([marshal.load(file) for _ in range(8)])
deep = []
for _ in range(3000):
    deep = [deep]
bad = [b'', b'?', b'i\0', b'(\x02\0\0\0N', b'r\x05\0\0\0', b'l\x01\0\0\0\0\0', b'l\x01\0\0\0\xff\xff', b'[\xff\xff\xff\xff', b'0', b'{N0', b'c']
for action in [lambda: marshal.dumps(object()), lambda: marshal.dumps(deep), lambda: marshal.dumps(code, allow_code=False), lambda: marshal.loads(marshal.dumps(code), allow_code=False), lambda: marshal.load(io.StringIO('x')),
               lambda: marshal.loads(b'[\x01\0\0\0' * 3000), *[lambda data=data: marshal.loads(data) for data in bad]]:
    try:
        print('read', action())
    except Exception as error:
        print(type(error).__name__, error)
