import struct, random, contextvars, stat, errno
def t(f,*a,**k):
    try: return f(*a,**k)
    except BaseException as e: return type(e).__name__+': '+str(e)
for p in ('','<','>','=','!'):
    for c in 'bBhHiIlLqQnNP?cefdspx':
        if p and c in 'nNP': continue
        for v in (2**70,-2**70,2**33,-1,5,1.5,'x',b'a'):
            print(p+c, v, t(struct.pack,p+c,v))
for a in (('i',),('i',1,2),('ii',1),('z',1),('2',),('99999999999999999999i',),('3s','abc'),('3s',1),('c',b'ab'),('',1),('i i',1,2),('<n',1),('5',),('i\0',1),('é',),(b'i',1),(1,1),('0s',b''),('0p',b'x'),('300p',b'a'*400),('e',65520.0),('e',1e6),('f',1e40),('?','a'),('?',[]),('2x',),('<f',1e40),('5s',b'ab'),('5p',b'ab')):
    print(a[0], t(struct.pack,*a))
u=t
print(u(struct.unpack,'i',b'abc'),u(struct.unpack_from,'i',b'abc'),u(struct.unpack_from,'i',b'abcdefg',5),u(struct.unpack_from,'i',b'abcdefg',-5),u(struct.unpack_from,'i',b'abcdefg',-9),u(struct.unpack_from,'i',b'abcdefg',-3),u(struct.unpack_from,'i'))
b=bytearray(6)
print(u(struct.pack_into,'i',b,0,5),b,u(struct.pack_into,'i',b,5,5),u(struct.pack_into,'i',b,-5,5),u(struct.pack_into,'i',b,-3,5),u(struct.pack_into,'i',b,-9,5),u(struct.pack_into,'i',b,0),u(struct.pack_into,'i'),u(struct.pack_into,'i',b'x',0,1),u(struct.pack_into,'i',b),u(struct.pack_into,'i',b,'x',1))
print(u(struct.iter_unpack,'i',b'abc'),u(struct.iter_unpack,'',b'abc'),list(struct.iter_unpack('h',b'abcd')))
s=struct.Struct('<hi'); print(s, s.format,s.size, s.unpack(b'\1\0\2\0\0\0'), u(s.pack,1), u(s.pack,1,2), repr(struct.error), struct.error.__mro__, s.__sizeof__(), struct.Struct('10sh5x3i').__sizeof__(), u(struct.Struct), u(struct.Struct,'z'), struct.calcsize('bhilq'), struct.calcsize('=bhilq'))
print([ (c,struct.calcsize('b'+c)) for c in 'bBhHiIlLqQnNP?cefd'])
d=bytes(range(200,256))
for f in ('bBhHiIlLqQ','<bBhHiIlLqQ','>bBhHiIlLqQ','>efd','<efd','5s3p?c'): print(f, struct.unpack_from(f,d))
random.seed(42); print(random.random(), random.randint(1,100), random.getrandbits(100), random.choice('abc'), random.sample(range(100),5), random.gauss(0,1), random.shuffle([1]))
random.seed('hello'); print(random.random()); random.seed(-5); print(random.random()); random.seed(2**100); print(random.random()); random.seed(3.5); print(random.random())
st=random.getstate(); a=random.random(); random.setstate(st); print(a==random.random(), len(st[1]), t(random.getrandbits,-1), random.getrandbits(0))
r=random.Random(7); print(r.random(), [r.getrandbits(k) for k in (1,8,31,32,33,64,65)])
import _random; print(t(_random.Random,1,2), t(_random.Random,x=1), _random.Random(3).random())
v=contextvars.ContextVar('v',default=3); w=contextvars.ContextVar('w')
print(v.get(), t(w.get)[:30], w.get(5), v.name); tok=v.set(10); print(v.get(), tok.old_value, tok.var is v, contextvars.Token.MISSING); c=contextvars.copy_context(); v.reset(tok); print(v.get(), c[v], t(v.reset,tok)[:40], len(c), v in c, w in c, list(c)==[v], t(lambda: c['x']), t(lambda: c[w])[:25], c.get(w,9))
def f(x): v.set(x); return v.get()
print(c.run(f,99), v.get(), c[v], t(c.run), t(contextvars.Context,1), contextvars.Context()==contextvars.Context(), t(hash,c), dict(c.items())=={v:99}, list(c.values()))
def g(): return c.run(f,1)
print(t(c.run,g)[:60]); print(repr(v)[:35], repr(tok)[:20])
print(stat.filemode(0o100644), stat.filemode(0o41777), stat.S_ISDIR(0o40000), stat.S_IMODE(0o100644), t(stat.S_IFMT,'x'))
print(errno.ENOENT, errno.errorcode[2], len(errno.errorcode), errno.errorcode[11], errno.errorcode[95])
