# ast: parse, walk, transform, compile, unparse, literal_eval, what a bad tree says.
import ast
t = ast.parse('def f(a, *b, c=1, **d) -> int:\n    "doc"\n    return [x for x in b if x > c] or {**d}\nclass C(f, m=1): x: int = 2\n')
print(ast.dump(t, indent=1)[:400], ast.get_docstring(t.body[0]), [type(n).__name__ for n in ast.walk(t)][:12], ast.unparse(t))
class Fold(ast.NodeTransformer):
    def visit_BinOp(self, n):
        self.generic_visit(n)
        if isinstance(n.left, ast.Constant) and isinstance(n.right, ast.Constant) and isinstance(n.op, ast.Add): return ast.copy_location(ast.Constant(n.left.value + n.right.value), n)
        return n
    def visit_Name(self, n): return ast.copy_location(ast.Name('renamed', n.ctx), n) if n.id == 'old' else n
tree = ast.fix_missing_locations(Fold().visit(ast.parse('old = 1 + 2 + 3\nresult = old * (4 + 5)'))); ns = {}; exec(compile(tree, '<ast>', 'exec'), ns); print(ns['renamed'], ns['result'], ast.unparse(tree))
built = ast.Expression(ast.Call(ast.Name('max', ast.Load()), [ast.Constant(3), ast.Starred(ast.List([ast.Constant(5)], ast.Load()), ast.Load())], [])); print(eval(compile(ast.fix_missing_locations(built), '<b>', 'eval')))
for src in ('[1, (2.5, "s"), {None: {True}}, -3, 1+2j, b"x"]', 'set()', 'f(1)', '1 + "a"', '__import__("os")', '[', '{**{}}', '-"x"'):
    try: print(ast.literal_eval(src))
    except Exception as e: print(src, type(e).__name__, str(e).split(' at 0x')[0])
fix = ast.fix_missing_locations
for bad in (lambda: compile(ast.parse('1'), 'f', 'eval'), lambda: compile(fix(ast.Module([ast.Expr(5)], [])), 'f', 'exec'), lambda: compile(fix(ast.Module([ast.If(ast.Constant(1), [], [])], [])), 'f', 'exec'), lambda: compile(ast.Module([ast.Pass()], []), 'f', 'exec'), lambda: compile(fix(ast.Module([ast.Return(ast.Constant(1))], [])), 'f', 'exec'), lambda: compile(fix(ast.Expression(ast.Name('x', ast.Store()))), 'f', 'eval'), lambda: compile(fix(ast.Expression(ast.Constant([]))), 'f', 'eval'), lambda: compile(fix(ast.Expression(ast.BoolOp(ast.And(), [ast.Constant(1)]))), 'f', 'eval'), lambda: compile(fix(ast.Expression(ast.Compare(ast.Constant(1), [ast.Lt()], []))), 'f', 'eval'), lambda: ast.Name(1, 2, 3), lambda: ast.Name().id, lambda: ast.parse('x', mode='bad'), lambda: ast.parse(5), lambda: ast.Module.body):
    try: print(bad())
    except Exception as e: print(type(e).__name__, e)
print(ast.unparse(ast.parse('x = yield\nasync def g():\n async with a as b: await c\nmatch x:\n case [1, *r] | {"k": v} if v: pass\ntry: pass\nexcept* E as e: pass\nprint(f"{a!r:>{w}}", not a or b and c, lambda *a, k=1: 0, a[1:2, ::3], a if b else c, (y := 3))\ndel a.b, c[0]\nfrom . import q as z\nglobal n\nassert a, "m"\ntype T[U: int] = list[U]\nwhile 1: continue\nelse: x += 1')))
print(ast.dump(ast.parse('a.b[c](*d, e=f)', mode='eval')), isinstance(ast.Constant(1), ast.expr), ast.Constant(5)._fields, ast.iter_child_nodes.__name__, [n.lineno for n in ast.parse('a\nb').body], ast.get_source_segment('x = 1 + 2', ast.parse('x = 1 + 2').body[0].value), ast.parse('x: int', type_comments=True).body[0].simple, ast.dump(ast.parse('(int) -> str', mode='func_type')))
