import api, sys

print(api.formats("a\0b", 1, -2, 3, 255, 1.5, 0.1, [], (1,), None, 1 + 2j, -32768, 2**32 - 1, 2**64 - 1, sys.maxsize, "x"))
def attempt(f, *a, **k):
    try:
        print(f(*a, **k))
    except Exception as e:
        print(type(e).__name__, e)
good = ["s", 1, 2, 3, 4, 5.0, 6.0, 1, (), "z", 1j, 1, 2, 3, 4]
for i, bad in enumerate([3, "x", 2**63, 2**63, 256, "d", None, None, [], 3, "c", 32768, 1.5, "k", 1.5]):
    attempt(api.formats, *(good[:i] + [bad] + good[i + 1:]))
attempt(api.formats)
attempt(api.formats, *good, 1, 2)
attempt(api.keywords, 1)
attempt(api.keywords, "p", 3, state="dead", action=None)
attempt(api.keywords)
attempt(api.keywords, 1, 2, "positional")
attempt(api.keywords, 1, volts=3)
attempt(api.keywords, 1, voltage="x")
attempt(api.keywords, 1, 2, voltage=3)
print(api.fast(1, 2, 3), api.fast(), api.fastkw(1, a=2, b=[3]))
for t in ("abc", "", "häß", "日本", "\U0001f600x", "\ud800"):
    attempt(api.texts, t)
for n in (0, 7, -1, 2**31, -2**63, 2**63 - 1, 2**63, 2**64 - 1, 2**64, -2**70, 10**30, "no", 1.5):
    attempt(api.integers, n)
class Index:
    def __index__(self): return 12
attempt(api.integers, Index())
attempt(api.containers, "mississippi")
attempt(api.containers, [3, 1, 2, 1])
attempt(api.containers, 5)
attempt(api.containers, [[]])
attempt(api.calls, lambda *a, **k: (a, k))
attempt(api.iterate, [1, 2.5, True])
attempt(api.iterate, iter([1, "x"]))
def gen():
    yield 1
    raise RuntimeError("in gen")
attempt(api.iterate, gen())
for b in (b"abc", bytearray(b"xyz"), memoryview(b"12"), "str", memoryview(b"abcd")[::2]):
    attempt(api.buffer, b)
    attempt(api.ystar, b)
class C: pass
c = C()
print(api.attributes(c), api.attributes(c))
attempt(api.attributes, 3)
big = object()
n = sys.getrefcount(big)
print(api.remember(1), api.remember(big), sys.getrefcount(big) - n, api.remember(None) is big, sys.getrefcount(big) - n)
attempt(api.raise_, api.Error, "x")
attempt(api.raise_, KeyError, "y")
try:
    api.chain()
except ValueError as e:
    print(repr(e), repr(e.__cause__), repr(e.__context__))
k = api.capsule("hello")
print(type(k).__name__, "api.text" in repr(k))
sys.stdout.flush()
del k
print(api.complex_(1 + 2j), api.complex_(3))
attempt(api.complex_, "x")
print(api.imports(), api.threads(), api.ANSWER, api.NAME, api.METH_O, api.Error.__mro__[:2], api.__doc__)
print(api.formats.__doc__, api.formats.__text_signature__, api.fast, api.__name__)
import threading
results = []
ts = [threading.Thread(target=lambda i=i: results.append((i, api.threads(), api.fast(i), api.texts("t%d" % i)[1]))) for i in range(4)]
for t in ts: t.start()
for t in ts: t.join()
print(sorted(results))
