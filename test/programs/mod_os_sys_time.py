# os, os.path, sys, time, io: files and folders in a temporary place, environment, what is deterministic.
import errno, io, os, stat, sys, tempfile, time
d = tempfile.mkdtemp(); os.chdir(d)
with open('a.txt', 'w', encoding='utf-8', newline='') as f: print(f.write('line1\nzwei é\n'), f.tell(), f.name, f.mode, f.encoding, f.closed)
with open('a.txt', 'rb') as f: print(f.read(3), f.seek(-3, 2), f.read(), f.readable(), f.writable())
with open('a.txt', encoding='utf-8') as f: print(list(f), f.read(), f.seek(0), f.readline(), next(f))
with open('a.txt', 'a+') as f: f.write('more'); f.seek(0); print(len(f.read()))
os.makedirs('x/y/z'); open('x/y/file', 'x').close(); os.rename('a.txt', 'x/b.txt'); print(sorted(os.listdir('x')), os.path.exists('a.txt'), os.stat('x/b.txt').st_size, stat.S_ISDIR(os.stat('x').st_mode), [(p.replace(d, ''), sorted(ds), sorted(fs)) for p, ds, fs in os.walk('x')], sorted(e.name + str(e.is_dir()) for e in os.scandir('x')))
for f in (lambda: open('none'), lambda: os.mkdir('x'), lambda: os.rmdir('x'), lambda: os.remove('none'), lambda: os.listdir('none'), lambda: open('x'), lambda: open('f', 'q'), lambda: open('x/y/file', 'x'), lambda: os.stat('x/none'), lambda: os.chdir('none'), lambda: open('x/b.txt', 'rb', buffering=0, encoding='x'), lambda: open('x/b.txt').write('r'), lambda: os.readlink('x'), lambda: os.rename('q', 'r'), lambda: open('\0'), lambda: os.close(999), lambda: open('z', 'rw'), lambda: os.environ['NOPE'], lambda: os.path.getsize('none')):
    try: print(f())
    except Exception as e: print(type(e).__name__, e, getattr(e, 'filename', None))
fd = os.open('raw', os.O_CREAT | os.O_RDWR); print(os.write(fd, b'raw data'), os.lseek(fd, 4, 0), os.read(fd, 10), os.fstat(fd).st_size); os.close(fd)
os.symlink('raw', 'link'); print(os.path.islink('link'), os.readlink('link'), os.lstat('link').st_size); os.unlink('link'); os.truncate('raw', 2); print(open('raw').read(), os.access('raw', os.R_OK)); os.utime('raw', (1, 2)); print(os.stat('raw').st_mtime, oct(os.stat('raw').st_mode & 0o7000))
os.environ['PX'] = '1'; print(os.getenv('PX'), os.environ.get('none', 'd'), 'PX' in os.environ, os.environ.pop('PX'), os.getenv('PX'), os.sep, os.name, os.linesep, os.curdir, os.pathsep, os.devnull, os.getcwd() == os.path.realpath(d), os.path.join('a', '/b', 'c'), os.path.split('/a/b.c'), os.path.splitext('x.tar.gz'), os.path.normpath('a/../b//./c'), os.path.basename('/a/'), os.path.commonpath(['/a/b', '/a/c']), os.path.relpath('/a/b', '/a/c'), os.path.expanduser('~') != '~', os.path.isabs('/x'), os.fspath('p'), os.path.splitroot('/a'), os.strerror(2), errno.errorcode[2])
print(sys.byteorder, sys.maxsize, sys.maxunicode, sys.version_info[:3], sys.implementation.name, sys.getrecursionlimit(), sys.platform, sys.flags.optimize, sys.getdefaultencoding(), sys.getfilesystemencoding(), sys.float_repr_style, sys.hash_info.width, sys.int_info, sys.thread_info.name, sys.intern('ab') is sys.intern('a' + 'b'), sys.getswitchinterval(), sys.exc_info(), sys.gettrace(), len(sys.argv), sys.stdout.encoding, sys.stdin is not None, sys.api_version, sys.hexversion >> 16, sys.copyright[:13])
print(time.gmtime(0), time.strftime('%Y-%m-%d %H:%M:%S %j %a %b', time.gmtime(86400 * 365)), time.mktime((1970, 1, 2, 0, 0, 0, 0, 0, 0)) is not None, time.asctime(time.gmtime(1e9)), time.strptime('2024-02-29', '%Y-%m-%d')[:8], time.time() > 1e9, time.monotonic() <= time.monotonic(), time.perf_counter_ns() > 0, time.get_clock_info('monotonic').monotonic)
for f in (lambda: time.sleep(-1), lambda: time.sleep('x'), lambda: time.gmtime(1e30), lambda: time.strftime('%Y', (1,)), lambda: time.strptime('x', '%Y'), lambda: time.mktime(5)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
b = io.BytesIO(b'abc'); s = io.StringIO('x\ny\n'); print(b.read(2), b.getvalue(), b.getbuffer()[0], s.readlines(), s.getvalue(), io.TextIOWrapper(io.BytesIO(b'a\r\nb')).read(), io.BufferedReader(io.BytesIO(b'peek')).peek(2), io.open is open)
import shutil; os.chdir('/'); shutil.rmtree(d); print(os.path.exists(d))
