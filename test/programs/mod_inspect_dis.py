# inspect and dis: signatures, members, source, frames, generator states; disassembly as text.
import dis, inspect, io
def f(a, b: int = 2, /, *args: str, c, d=4, **kw) -> list:
    "doc of f"
    return [a, b]
class C:
    "doc of C"
    x: int = 1
    def m(self, y=1): return y
    @classmethod
    def cm(cls): pass
    @staticmethod
    def sm(z): pass
    @property
    def p(self): pass
    async def co(self): pass
    def gen(self): yield
    async def ag(self): yield
s = inspect.signature(f); print(s, s.return_annotation, [(p.name, str(p.kind), p.default is p.empty) for p in s.parameters.values()], s.bind(1, c=3).arguments, s.bind_partial(1).args, s.replace(return_annotation=int))
for bad in (lambda: s.bind(), lambda: s.bind(1, c=1, a=2), lambda: inspect.signature(5), lambda: inspect.signature(type), lambda: inspect.getsource(5), lambda: inspect.Parameter('1x', inspect.Parameter.POSITIONAL_ONLY), lambda: inspect.getfile(int)):
    try: print(bad())
    except Exception as e: print(type(e).__name__, e)
print(inspect.signature(C), inspect.signature(C().m), inspect.signature(C.cm), inspect.signature(len), inspect.signature(print), inspect.signature(int.to_bytes), inspect.signature(lambda *, k: 0), inspect.getdoc(C), inspect.getdoc(f), inspect.cleandoc('  a\n    b'), inspect.getsource(C.m).strip(), inspect.getsourcelines(f)[1], inspect.getmodule(f).__name__)
print([n for n, v in inspect.getmembers(C) if not n.startswith('__')], [n for n, v in inspect.getmembers(C, inspect.isfunction)], inspect.iscoroutinefunction(C.co), inspect.isgeneratorfunction(C.gen), inspect.isasyncgenfunction(C.ag), inspect.isclass(C), inspect.ismethod(C().m), inspect.isbuiltin(len), inspect.isroutine(len), inspect.isdatadescriptor(C.p), inspect.isabstract(C), inspect.getmro(C), inspect.classify_class_attrs(C)[-1].name, inspect.getattr_static(C, 'p').__class__.__name__)
g = C().gen(); print(inspect.getgeneratorstate(g)); next(g); print(inspect.getgeneratorstate(g), inspect.getgeneratorlocals(g).keys()); g.close(); print(inspect.getgeneratorstate(g))
c = C().co(); print(inspect.getcoroutinestate(c)); c.close(); print(inspect.getcoroutinestate(c))
def where(): return inspect.currentframe().f_code.co_name, inspect.stack()[1].function, inspect.getframeinfo(inspect.currentframe()).lineno > 1
print(where(), inspect.unwrap(f) is f, inspect.getclosurevars(lambda: f).globals.keys(), inspect.get_annotations(f), inspect.getcallargs(f, 1, c=2), inspect.getfullargspec(f).kwonlyargs)
def simple(n):
    total = 0
    for i in range(n):
        if i % 2:
            total += i
    return [x for x in (total,)]
def tries():
    try:
        with open('x') as fh: pass
    except OSError as e:
        return e
    finally:
        print()
for fn in (simple, tries, compile('x: int = 1\nclass A[T]: y = x', '<s>', 'exec')):
    out = io.StringIO(); dis.dis(fn, file=out, depth=0); print(out.getvalue())
print([i.opname for i in dis.get_instructions(lambda a: a.b[0](1, k=2))], dis.stack_effect(dis.opmap['LOAD_CONST'], 0), dis.opname[dis.opmap['CALL']], dis.code_info(simple).split('\n')[0], dis.findlinestarts.__name__, dis.Bytecode('1 + x').codeobj.co_names)
try: dis.dis(5)
except TypeError as e: print(e)
