# As error_paths.py, for the functions and classes of modules.
import sys, gc, builtins
SKIP = {'input', 'breakpoint', 'exit', 'quit', 'help', 'copyright', 'credits', 'license', 'print', 'open', '__import__', 'exec', 'eval', 'compile', 'pow'}
class Thing: pass
class Bad:
    def __index__(self): raise ValueError('index')
    def __len__(self): raise ValueError('len')
    def __iter__(self): raise ValueError('iter')
    def __hash__(self): raise ValueError('hash')
    def __eq__(self, other): raise ValueError('eq')
    def __bool__(self): raise ValueError('bool')
    def __getitem__(self, k): raise ValueError('item')
    def __repr__(self): raise ValueError('repr')
class HalfIter:
    def __iter__(self):
        yield 1
        yield 'two'
        raise ValueError('half')
def probes():
    return [Thing(), Bad(), HalfIter(), 'text' * 9, b'bytes' * 9, [1, 2], (1, 'x'), {'k': 1}, {1, 2}, 10 ** 18 + 1, 1.5, None, 3, lambda *a: 1 / 0, 'a,b']
def shapes(p):
    yield ()
    n = len(p)
    for i in range(n):
        yield (p[i],)
        yield (p[i], p[(i + 1) % n]); yield (p[i], p[(i * 3 + 4) % n])
        yield (p[i], p[(i + 2) % n], p[(i + 3) % n])
    yield (p[0],) * 4
def call_all(f, p):
    for a in shapes(p):
        try: r = f(*a)
        except Exception: pass
    try: r = f(p[3], nonsense=p[0])
    except Exception: pass
    try: r = f(p[4], **{'key': p[3], 'default': p[4]})
    except Exception: pass
    r = None
HEAVY = {'__mul__', '__rmul__', '__imul__', '__pow__', '__rpow__', '__lshift__', '__rlshift__', '__ilshift__', 'ljust', 'rjust', 'center', 'zfill', 'to_bytes', 'expandtabs', '__class__', '__subclasshook__', '__getnewargs__', '__new__2'}
MODS = 'math itertools _functools _collections _operator _codecs _string _bisect _heapq errno time _io _struct _abc _sre re struct io collections functools types'.split()
AVOID = {'sleep','exit','_exit','settrace','setprofile','_current_frames','set_debug','freeze','setrecursionlimit','setswitchinterval','start_new_thread','start_new','start_joinable_thread','interrupt_main','exit_thread','excepthook','displayhook','unraisablehook','_excepthook','breakpointhook','__breakpointhook__','__excepthook__','__displayhook__','__unraisablehook__','_shutdown','stack_size','addaudithook','set_int_max_str_digits','_register_atexit','disable','enable','set_threshold','count','repeat','cycle','pow','comb','perm','factorial','permutations','combinations','combinations_with_replacement','product','_make_forkchild_daemon','daemon_threads_allowed','_set_sentinel','open_code','open','text_encoding','set_coroutine_origin_tracking_depth','set_asyncgen_hooks','audit','_debugmallocstats','acquire_lock','call_tracing','_clear_type_cache','_clear_internal_caches','activate_stack_trampoline','deactivate_stack_trampoline','unregister','register','register_error', 'call_once','gather','intern','lshift','ilshift','mul','imul','ipow','setitem','iconcat','iadd','delitem','isub', '_getframemodulename','ContextVar', 'excepthook', '_forget_codec','getobjects','FileIO','local','lock_tests','main','test','print_last','print_stack','print_exc','print_exception','print_tb','get_referrers','set_lifeline','_acquire_restore','setprofile_all_threads','settrace_all_threads','dump','runpy','get_objects','finalize','heappush','heappop','Thread','Timer','atexit'}
def targets():
    import importlib
    for m in MODS:
        try: mod = importlib.import_module(m)
        except ImportError as e: print('no', m, e); continue
        for n in sorted(dir(mod)):
            f = getattr(mod, n)
            if n in AVOID or not callable(f) or isinstance(f, type) and issubclass(f, BaseException): continue
            if n.startswith('__'): continue
            yield m + '.' + n, f
MAKERS = []
def run(name, f):
    p = probes()
    call_all(f, p)
    seen = []
    for i in range(5):
        call_all(f, p)
        gc.collect(0)
        seen.append(sys.getallocatedblocks())
    steps = [y - x for x, y in zip(seen, seen[1:])]
    if min(steps) > 2: print('grows by', steps, 'blocks:', name)
gc.disable()
for name, f in targets(): run(name, f)
print('done')
