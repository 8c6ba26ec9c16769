import io, os, sys, tempfile
D = tempfile.mkdtemp()
os.chdir(D)
def t(f):
    try: print(repr(f()))
    except BaseException as e: print(type(e).__name__, e)
P='io1.txt'
with open(P,'w') as f:
    print(f, f.mode, f.encoding, f.errors, f.newlines, f.line_buffering, f.write_through)
    t(lambda: f.write('héllo\nwörld\n'))
    t(lambda: f.tell()); t(lambda: f.read()); 
t(lambda: f.write('x')); t(lambda: f.closed)
with open(P) as f:
    t(lambda: f.read(3)); t(lambda: f.tell()); pos=f.tell(); t(lambda: f.readline()); t(lambda: f.seek(pos)); t(lambda: f.read()); t(lambda: f.read()); t(lambda: f.seek(0)); t(lambda: list(f)); t(lambda: f.seek(0,2)); t(lambda: f.seek(1,1)); t(lambda: f.newlines)
with open(P,'rb') as f:
    print(f, f.raw)
    t(lambda: f.read(2)); t(lambda: f.peek(3)); t(lambda: f.readline()); t(lambda: f.tell()); t(lambda: f.seek(-3,2)); t(lambda: f.read()); t(lambda: f.write(b'x')); b=bytearray(4); f.seek(0); t(lambda: f.readinto(b)); print(b); t(lambda: f.readlines())
with open(P,'r+b') as f:
    t(lambda: f.read(3)); t(lambda: f.write(b'ZZ')); t(lambda: f.tell()); t(lambda: f.read(2)); f.seek(0); t(lambda: f.read()); t(lambda: f.truncate(4)); f.seek(0); t(f.read)
with open(P,'a') as f: t(lambda: f.tell()); f.write('app')
with open(P,'wb',buffering=0) as f: print(f); t(lambda: f.write(b'a\r\nb\rc\nd'))
for nl in (None,'','\n','\r','\r\n'):
    with open(P,newline=nl) as f: print(repr(nl), f.readlines(), repr(f.newlines))
    with open(P,newline=nl) as f: print(repr(nl), repr(f.read()), repr(f.newlines))
    with open('io2.txt','w',newline=nl) as f: f.write('a\nb\r\nc')
    with open('io2.txt','rb') as f: print(f.read())
    s=io.StringIO('a\r\nb\rc\nd',newline=nl); print(repr(s.getvalue()), s.readlines(), repr(s.newlines))
s=io.StringIO(); t(lambda: s.write('abc')); t(lambda: s.seek(5)); t(lambda: s.write('x')); t(lambda: s.getvalue()); t(lambda: s.truncate(2)); t(lambda: s.getvalue()); t(lambda: s.tell()); t(lambda: s.seek(0)); t(lambda: s.read(1)); t(lambda: s.read())
b=io.BytesIO(b'hello\nworld'); t(b.readline); t(lambda: b.read(2)); v=b.getbuffer(); v[0]=72; t(lambda: b.write(b'x'*100)); v.release(); t(b.getvalue); t(lambda: b.seek(0,2)); t(lambda: b.write(b'!!')); t(b.getvalue); t(lambda: b.truncate(3)); t(b.getvalue)
print([x for x in io.BytesIO(b'a\nb\nc')], io.BytesIO(b'a\nb').readlines())
w=io.TextIOWrapper(io.BytesIO(), encoding='utf-16'); w.write('hi\n'); w.flush(); t(w.buffer.getvalue); w.write('x'); w.flush(); t(w.buffer.getvalue); w.seek(0); t(w.read)
w=io.TextIOWrapper(io.BytesIO(), encoding='latin-1', errors='replace'); w.write('a€b'); w.flush(); t(w.buffer.getvalue); t(lambda: w.reconfigure(encoding='utf-8', newline='\r\n')); w.write('€\n'); w.flush(); t(w.buffer.getvalue); print(w)
t(lambda: type(w.detach())); t(lambda: w.read())
for c in ("open('/nonexistent/x')","open('/tmp')","open('io1.txt','x')","open(P,'rr')","open([])","open(-1)","open(P,'rb',encoding='x')","open(P,encoding='nope')","open(P,'r',0)","io.BufferedReader(1)","io.FileIO(P,'q')","io.RawIOBase().read()","io.IOBase().seek(0)","io.TextIOBase().read()","open(P,newline='x')","io.BufferedReader(io.BytesIO(),0)"):
    t(lambda: eval(c))
class R(io.RawIOBase):
    def __init__(s): s.d=[b'abc',b'def\ngh',b'',b'',b'',b'']
    def readable(s): return True
    def readinto(s,b):
        x=s.d.pop(0); b[:len(x)]=x; return len(x)
r=io.BufferedReader(R()); t(lambda: r.read(4)); t(r.readline); t(r.read); print(R().readall(), R().read(20))
print([l for l in io.TextIOWrapper(io.BufferedReader(R()))])
class W(io.RawIOBase):
    def __init__(s): s.o=[]
    def writable(s): return True
    def write(s,b): s.o.append(bytes(b)); return len(b)
raw=W(); w=io.BufferedWriter(raw,4); w.write(b'ab'); w.write(b'cdefgh'); print(raw.o); w.flush(); print(raw.o); w.close(); print(raw.closed)
p=io.BufferedRWPair(R(),W()); t(lambda: p.read(2)); t(lambda: p.write(b'z')); t(p.flush); print(p.closed)
class L(io.IOBase):
    def close(self): print('closing'); super().close()
l=L(); del l
with L() as l: pass
d=io.IncrementalNewlineDecoder(None,True); print(repr(d.decode('a\r')),repr(d.decode('\nb\r')),repr(d.decode('',True)),d.newlines,d.getstate())
print(io.text_encoding(None), io.text_encoding('x'), io.DEFAULT_BUFFER_SIZE)
f=open(P); print(f.fileno()>2, f.isatty(), f.seekable(), f.readable(), f.writable()); f.close()
t(lambda: io.UnsupportedOperation.__mro__)
import sys
print(sys.getsizeof(io.StringIO()), sys.getsizeof(io.BytesIO()), io.FileIO.__basicsize__, sys.getsizeof(io.BufferedReader(R(),100)))

os.chdir('/')
import shutil
shutil.rmtree(D)
