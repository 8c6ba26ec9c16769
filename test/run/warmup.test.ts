// The warm-up of the eval loop (interpreter/python/ceval_warmup.py) goes through every opcode of the loop's switch, and leaves
// nothing behind in the program's process.
import assert from 'node:assert';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { run } from './oracle';

/** Of code that dis does not show, and what is rare enough to pay for itself. */
const NOT_REACHED = new Set(['EXIT_INIT_CHECK', 'EXTENDED_ARG', 'LOAD_ATTR_GETATTRIBUTE_OVERRIDDEN', 'LOAD_ATTR_METHOD_LAZY_DICT', 'LOAD_FAST_CHECK', 'NOP']);

const pyxray = (code: string): string => {
  const r = run(process.execPath, ['dist/pyxray.mjs', 'run', '-c', code], {});
  assert.strictEqual(r.status, 0, r.stderr);
  return r.stdout;
};

test('the warm-up has each opcode of the switch, specialised', () => {
  const loop = readFileSync('interpreter/python/generated/ceval_cases.ts', 'utf8');
  const cases = [...loop.matchAll(/^ {6}case OP\.([A-Z0-9_]+):/gm)].map((m) => m[1]).filter((name) => !NOT_REACHED.has(name));
  assert.ok(cases.length > 80, `only ${cases.length} opcodes found in the loop`);
  const seen = new Set(pyxray(`
import dis
with open('interpreter/python/ceval_warmup.py') as f:
    code = compile(f.read(), 'warm-up', 'exec')
exec(code, {})
def walk(co):
    for i in dis.get_instructions(co, adaptive=True):
        print(i.opname, i.baseopname, sep='\\n')
    for c in co.co_consts:
        if hasattr(c, 'co_code'):
            walk(c)
walk(code)
`).split('\n'));
  assert.deepStrictEqual(cases.filter((name) => !seen.has(name)), [], 'add these to interpreter/python/ceval_warmup.py, then npm run regen');
});

test('nothing of the warm-up is left when the program begins', () => {
  const out = pyxray(`
import gc
names = {c.__name__ for c in object.__subclasses__()} & {'w_Values', 'w_Slots'}
codes = [o for o in gc.get_objects() if getattr(getattr(o, '__code__', None), 'co_filename', '') == '<warm-up>']
print(sorted(names), len(codes), gc.isenabled(), gc.get_count()[2], gc.get_threshold())
`);
  assert.strictEqual(out.trim(), '[] 0 True 0 (2000, 10, 10)');
});
