// Makes python/generated/ceval_cases.ts, the eval loop, from the opcode definitions in python/bytecodes/.
//   node interpreter/tools/regen_eval.mjs [--check]
// Hot definitions are copied into the switch with the macros of ceval_macros.ts expanded; the others are called. V8 gives no
// function more inlining than a small budget, hence textual expansion; and it optimises none over 61,440 bytes of bytecode,
// hence not all of them (test/run/ceval.test.ts measures).

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const bytecodes = join(here, '../python/bytecodes');
const target = join(here, '../python/generated/ceval_cases.ts');

async function metadata() {
  const entry = `export * from ${JSON.stringify(join(here, '../include/pycore_opcode_metadata.ts'))};
    import { OP } from ${JSON.stringify(join(here, '../include/pycore_opcode_ids.ts'))}; export const ops = OP;`;
  const out = await esbuild.build({ stdin: { contents: entry.replace('export const ops = OP;', ''), resolveDir: here, loader: 'ts' }, bundle: true, write: false, format: 'esm' });
  return import(`data:text/javascript;base64,${Buffer.from(out.outputFiles[0].text).toString('base64')}`);
}

/** Every opcode definition: { name, file, doc, body }. */
function definitions() {
  const found = [];
  for (const file of readdirSync(bytecodes).filter((f) => f.endsWith('.ts')).sort()) {
    const text = readFileSync(join(bytecodes, file), 'utf8');
    const re = /\/\*\* ([^\n]*) \*\/\nexport function ([A-Z][A-Z0-9_]*)\(tstate: number, frame: number, sp: number, oparg: number\): number \{\n([\s\S]*?)\n\}\n/g;
    for (const m of text.matchAll(re)) found.push({ name: m[2], file, doc: m[1], body: m[3] });
  }
  return found;
}

/** How opcodes end (bytecodes/tails.ts): { name, params, body }. */
function tail_definitions() {
  const re = /\/\*\* tail: [^\n]* \*\/\nexport function ([A-Z][A-Z0-9_]*)\(([^)]*)\): number \{\n([\s\S]*?)\n\}\n/g;
  return [...readFileSync(join(bytecodes, 'tails.ts'), 'utf8').matchAll(re)].map((m) => ({ name: m[1], params: m[2].split(', ').map((p) => p.split(':')[0]), body: m[3] }));
}

/** name -> module, over all imports of the definition files. */
function imports() {
  const from = new Map();
  for (const file of readdirSync(bytecodes).filter((f) => f.endsWith('.ts')).sort()) {
    for (const m of readFileSync(join(bytecodes, file), 'utf8').matchAll(/^import \{ ([^}]*) \} from '([^']*)';$/gm)) {
      for (const name of m[1].split(', ')) from.set(name.trim(), m[2]);
    }
  }
  return from;
}

/** Splits at top-level commas. */
function split_args(s) {
  const out = [];
  let depth = 0;
  let cur = '';
  for (const c of s) {
    if ('([{'.includes(c)) depth++;
    if (')]}'.includes(c)) depth--;
    if (c === ',' && depth === 0) {
      out.push(cur.trim());
      cur = '';
    } else cur += c;
  }
  if (cur.trim()) out.push(cur.trim());
  return out;
}

/** Replaces each `name(args)` (and, for statements, the `;` behind) by f(args). */
function expand(text, name, f, statement) {
  const re = new RegExp(`(?<![\\w.])${name}\\(`, 'g');
  let m;
  while ((m = re.exec(text))) {
    let depth = 1;
    let i = m.index + m[0].length;
    for (; depth > 0; i++) {
      if (text[i] === '(') depth++;
      if (text[i] === ')') depth--;
    }
    const args = split_args(text.slice(m.index + m[0].length, i - 1));
    if (statement && text[i] !== ';') throw new Error(`${name} is a statement: ${text.slice(m.index, i + 5)}`);
    const out = f(args);
    text = text.slice(0, m.index) + out + text.slice(statement ? i + 1 : i);
    re.lastIndex = m.index;
  }
  return text;
}

const slot = (sp, n) => (/^\d+$/.test(n) ? `HEAP32[(${sp} - ${n * 8}) >> 2]` : `HEAP32[(${sp} - (${n} << 3)) >> 2]`);
const LOCALSPLUS = '((frame + _PyInterpreterFrame.localsplus) >> 2)';
const CODE = 'HEAP32[(frame + _PyInterpreterFrame.f_executable) >> 2]';
const item = (field, i) => `HEAP32[((HEAP32[(${CODE} + PyCodeObject.${field}) >> 2] + PyTupleObject.ob_item) >> 2) + ((${i}) << 1)]`;

const EXPRESSIONS = {
  PEEK: ([sp, n]) => slot(sp, n),
  GETLOCAL: ([, i]) => `HEAP32[${LOCALSPLUS} + ((${i}) << 1)]`,
  GETCONST: ([, i]) => item('co_consts', i),
  GETNAME: ([, i]) => item('co_names', i),
  GLOBALS: () => 'HEAP32[(frame + _PyInterpreterFrame.f_globals) >> 2]',
  BUILTINS: () => 'HEAP32[(frame + _PyInterpreterFrame.f_builtins) >> 2]',
  INSTR: () => 'ip',
  Py_TYPE: ([o]) => `HEAP32[(${o} + 8) >> 2]`,
  read_u32: ([p]) => `(HEAPU16[(${p}) >> 1] | (HEAPU16[(${p} + 2) >> 1] << 16))`,
  PyType_FastSubclass: ([t, flag]) => `((HEAP32[(${t} + PyTypeObject.tp_flags) >> 2] & ${flag}) !== 0)`,
};
const STATEMENTS = {
  POKE: ([sp, n, v]) => `${slot(sp, n)} = ${v};`,
  PUSH: ([sp, v]) => `HEAP32[${sp.includes(' ') ? `(${sp})` : sp} >> 2] = ${v};`,
  JUMPBY: ([, n]) => `{ ip += (${n}) << 1; }`,
  // Without a branch for immortal objects: see bytecodes/tails.ts on places that have never run.
  Py_INCREF: ([o]) => `{ const $c = HEAP32[${o} >> 2]; if ($c < -1) refcount_hooks.incref(${o}); else HEAP32[${o} >> 2] = ($c + (~$c >>> 31)) | 0; }`,
  Py_DECREF: ([o]) => `{ const $c = HEAP32[${o} >> 2]; if ($c > 1) HEAP32[${o} >> 2] = $c - 1; else if ($c !== -1) decref_slow(${o}); }`,
};

/**
 * Called by name, as specialised opcodes are. The others are called through a table: a place of its own for each would be
 * one more place that V8 compiles to "leave the optimised code" until it has run once.
 */
const CALLED = new Set(`BINARY_OP BINARY_SLICE BINARY_SUBSCR BUILD_LIST BUILD_MAP BUILD_STRING BUILD_TUPLE CALL CALL_FUNCTION_EX CALL_INTRINSIC_1 CALL_KW
  CHECK_EXC_MATCH COMPARE_OP CONTAINS_OP COPY_FREE_VARS EXIT_INIT_CHECK FORMAT_SIMPLE GET_ITER LOAD_ATTR LOAD_GLOBAL LOAD_NAME MAKE_CELL
  POP_EXCEPT PUSH_EXC_INFO RAISE_VARARGS RETURN_GENERATOR STORE_ATTR STORE_GLOBAL STORE_NAME STORE_SUBSCR TO_BOOL UNARY_NEGATIVE UNPACK_SEQUENCE`.split(/\s+/));

/** What runs before the next instruction of a frame that became the current one. */
const CHANGE_FRAME = `{
          frame = HEAP32[(tstate + PyThreadState.current_frame) >> 2];
          ip = HEAP32[(frame + _PyInterpreterFrame.instr_ptr) >> 2] + (HEAPU16[(frame + _PyInterpreterFrame.return_offset) >> 1] << 1);
          sp = frame + _PyInterpreterFrame.localsplus + (HEAP32[(frame + _PyInterpreterFrame.stacktop) >> 2] << 3);
          HEAP32[(frame + _PyInterpreterFrame.stacktop) >> 2] = -1;
          continue dispatch;
        }`;

/** Assigns a tail's arguments to the loop's variables of its parameters. */
function enter_tail(tail, args, advance) {
  let out = '';
  const set = new Set();
  tail.params.forEach((p, i) => {
    if (p === 'tstate' || p === 'frame' || p === 'oparg' || p === 'sp') return;
    for (const s of set) if (args[i].includes(s)) throw new Error(`${tail.name}: ${args[i]} reads ${s}, which is overwritten`);
    if (args[i] === p) return;
    out += `${p} = ${args[i]}; `;
    set.add(p);
  });
  const sp = args[tail.params.indexOf('sp')];
  return `{ ${out}${sp === 'sp' ? '' : `sp = ${sp}; `}${advance}break ${tail.name}; }`;
}

/** A definition's body as statements of the loop; `advance` moves ip behind the instruction. */
function inline(body, advance, tails) {
  for (const [macro, f] of Object.entries(EXPRESSIONS)) body = expand(body, macro, f, false);
  for (const [macro, f] of Object.entries(STATEMENTS)) body = expand(body, macro, f, true);
  for (const tail of tails) body = body.replace(new RegExp(`return ${tail.name}\\((.*)\\);`, 'g'), (_, args) => enter_tail(tail, split_args(args), advance));
  return body.replace(/return ([^;]+);/g, (_, e) => {
    if (e === 'sp') return `{ ${advance}continue dispatch; }`;
    if (/^(sp|base|top|\$a) [+-] /.test(e)) return `{ sp = ${e}; ${advance}continue dispatch; }`;
    if (e === 'FRAME_CHANGED') return CHANGE_FRAME;
    const other = e.match(/^([A-Z][A-Z0-9_]*)\(tstate, frame, sp, oparg\)$/);
    if (other) return `{ $op = OP.${other[1]}; continue redo; }`;
    const redo = e.match(/^REDO\((.*)\)$/);
    if (redo) return `{ $op = ${redo[1]}; continue redo; }`;
    const err = e.match(/^ERROR\((.*)\)$/);
    return err ? `{ $r = -(${err[1]}); break sw; }` : `{ $r = ${e}; break sw; }`;
  });
}

function hot_case(def, size, tails) {
  const body = inline(def.body.replace('  const ip = INSTR(frame);\n', ''), `ip += ${size}; `, tails);
  return `      case OP.${def.name}: {\n${body.replace(/^/gm, '      ')}\n      }`;
}

/** Tails that go on to others come first: they stand in the inner blocks. */
function inner_first(tails) {
  const out = [];
  const add = (t) => {
    if (out.includes(t)) return;
    for (const other of tails) if (other !== t && new RegExp(`return ${other.name}\\(`).test(t.body)) add(other);
    out.unshift(t);
  };
  tails.forEach(add);
  return out;
}

const meta = await metadata();
const defs = definitions();
const names = meta._PyOpcode_OpName;
const number_of = new Map(names.map((n, i) => [n, i]));
const size_of = (name) => 2 * (1 + meta._PyOpcode_Caches[meta._PyOpcode_Deopt[number_of.get(name)]]);
for (const d of defs) if (!number_of.has(d.name)) throw new Error(`${d.name} is no opcode`);

const hot = defs.filter((d) => /\bhot\b/.test(d.doc));
const specialized = (d) => meta._PyOpcode_Deopt[number_of.get(d.name)] !== number_of.get(d.name);
const called = defs.filter((d) => !hot.includes(d) && (specialized(d) || CALLED.has(d.name)));
const looked_up = defs.filter((d) => !hot.includes(d) && !called.includes(d));
const tails = inner_first(tail_definitions());
const cases = hot.map((d) => hot_case(d, size_of(d.name), tails)).join('\n');
const tail_blocks = tails.map((t) => `      }\n      // ${t.name}\n${inline(t.body, '', tails).replace(/^/gm, '    ')}`).join('\n');
const calls = called.map((d) => `      case OP.${d.name}: $r = ${d.name}(tstate, frame, sp, oparg); break sw;`).join('\n');

const sizes = Array.from({ length: 256 }, (_, i) => {
  const name = names[i];
  if (!name) return 2;
  const base = name.startsWith('INSTRUMENTED_') ? name.slice(13) : name;
  return number_of.has(base) ? size_of(base) : 2;
});

let text = `// Answers to Python/generated_cases.c.h of CPython 3.13 and the loop of Python/ceval.c.
// Generated by interpreter/tools/regen_eval.mjs from python/bytecodes/. Do not edit.
IMPORTS
/** Bytes of an instruction with its caches. */
const SIZE = new Uint8Array([${sizes.join(', ')}]);

type Opcode = (tstate: number, frame: number, sp: number, oparg: number) => number;

function unknown_opcode(_tstate: number, frame: number, sp: number): number {
  const code = HEAP32[(frame + _PyInterpreterFrame.f_executable) >> 2];
  const opcode = HEAPU8[HEAP32[(frame + _PyInterpreterFrame.instr_ptr) >> 2]];
  PyErr_Format(PyExc_SystemError, '%U:%d: unknown opcode %d', HEAP32[(code + PyCodeObject.co_filename) >> 2], PyUnstable_InterpreterFrame_GetLine(frame), opcode);
  return -sp;
}

const OPCODES: Opcode[] = new Array(256).fill(unknown_opcode);
${looked_up.map((d) => `OPCODES[OP.${d.name}] = ${d.name};`).join('\n')}

/** Runs tstate->current_frame from \`ip\` until its entry frame is left. The result (new), or NULL with an error. */
export function ceval_loop(tstate: number, ip: number): number {
  let frame = HEAP32[(tstate + PyThreadState.current_frame) >> 2];
  let sp = frame + _PyInterpreterFrame.localsplus + (HEAP32[(frame + _PyInterpreterFrame.stacktop) >> 2] << 3);
  HEAP32[(frame + _PyInterpreterFrame.stacktop) >> 2] = -1;
  let $r = 0;
  let $a = 0;
  let $b = 0;
  let $v = 0;
  let $x = 0;
  dispatch: for (;;) {
    const word = HEAPU16[ip >> 1];
    let $op = word & 255;
    let oparg = word >> 8;
    redo: for (;;) {
      sw: {
${tails.map((t) => `      ${t.name}: {`).reverse().join('\n')}
      // The one opcode that must know which instruction ran before it.
      if ($op === OP.INSTRUMENTED_LINE) {
        $r = INSTRUMENTED_LINE(tstate, frame, sp, ip);
        break sw;
      }
      HEAP32[(frame + _PyInterpreterFrame.instr_ptr) >> 2] = ip;
      switch ($op) {
${cases}
${calls}
      case OP.EXTENDED_ARG: {
        ip += 2;
        $op = HEAPU8[ip];
        oparg = (oparg << 8) | HEAPU8[ip + 1];
        continue redo;
      }
      default:
        $r = OPCODES[$op](tstate, frame, sp, oparg);
        break sw;
      }
${tail_blocks}
      }
      if ($r >= 4096) {
        sp = $r;
        ip += SIZE[$op] + take_jump();
        continue dispatch;
      }
      if ($r === FRAME_CHANGED) ${CHANGE_FRAME}
      if ($r === JUMPED) {
        ip = HEAP32[(frame + _PyInterpreterFrame.instr_ptr) >> 2];
      } else if ($r >= 16) {
        $op = $r - 16;
        continue redo;
      } else if ($r === EXIT_EVAL) {
        return HEAP32[(sp - 8) >> 2];
      } else {
        ip = $r < 0
          ? _PyEval_Error(tstate, frame, -$r, HEAP32[(frame + _PyInterpreterFrame.instr_ptr) >> 2] + SIZE[$op])
          : _PyEval_Unwind(tstate, frame, frame + _PyInterpreterFrame.localsplus + (HEAP32[(frame + _PyInterpreterFrame.stacktop) >> 2] << 3), ip + SIZE[$op]);
        if (ip === 0) return 0;
        frame = HEAP32[(tstate + PyThreadState.current_frame) >> 2];
      }
      sp = frame + _PyInterpreterFrame.localsplus + (HEAP32[(frame + _PyInterpreterFrame.stacktop) >> 2] << 3);
      HEAP32[(frame + _PyInterpreterFrame.stacktop) >> 2] = -1;
      continue dispatch;
    }
  }
}
`;

const wanted = new Map(imports());
for (const [name, mod] of Object.entries({
  HEAP32: '../../include/heap', HEAPU16: '../../include/heap', HEAPU8: '../../include/heap', _PyInterpreterFrame: '../../include/generated/offsets',
  PyThreadState: '../../include/generated/offsets', PyCodeObject: '../../include/generated/offsets', PyTupleObject: '../../include/generated/offsets',
  OP: '../../include/pycore_opcode_ids', refcount_hooks: '../../include/pydtrace', FRAME_CHANGED: '../ceval_macros', EXIT_EVAL: '../ceval_macros',
  JUMPED: '../ceval_macros', take_jump: '../ceval_macros', decref_slow: '../ceval_macros', _PyEval_Error: '../ceval', _PyEval_Unwind: '../ceval', PyErr_Format: '../errors', PyExc_SystemError: '../../include/statics',
  PyUnstable_InterpreterFrame_GetLine: '../frame', Py_DECREF: '../../include/object',
})) wanted.set(name, mod);
for (const d of defs) wanted.set(d.name, `../bytecodes/${d.file.slice(0, -3)}`);
// Private helpers of the definition files that hot bodies call must be exported there.
for (const file of readdirSync(bytecodes).filter((f) => f.endsWith('.ts'))) {
  for (const m of readFileSync(join(bytecodes, file), 'utf8').matchAll(/^(export )?function ([a-z_]\w*)\(/gm)) {
    if (m[1]) wanted.set(m[2], `../bytecodes/${file.slice(0, -3)}`);
    else if (new RegExp(`\\b${m[2]}\\(`).test(cases)) throw new Error(`${file}: export ${m[2]}, a hot body calls it`);
  }
}
for (const t of tails) wanted.delete(t.name);
wanted.set('INSTRUMENTED_LINE', '../bytecodes/instrumented');
const by_module = new Map();
const code_words = new Set(text.match(/[A-Za-z_$][\w$]*/g));
for (const [name, mod] of wanted) {
  if (!code_words.has(name) || name === 'unknown_opcode') continue;
  if (!by_module.has(mod)) by_module.set(mod, new Set());
  by_module.get(mod).add(name);
}
text = text.replace('IMPORTS', [...by_module].sort().map(([mod, ns]) => `import { ${[...ns].sort().join(', ')} } from '${mod}';`).join('\n'));

const missing = names.filter((n, i) => n && i < 256 && !defs.some((d) => d.name === n) && !['CACHE', 'RESERVED', 'EXTENDED_ARG', 'ENTER_EXECUTOR', 'INSTRUMENTED_LINE'].includes(n) && meta._PyOpcode_valid_entry[i]);
if (missing.length) throw new Error(`not defined: ${missing.join(' ')}`);
if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) {
    console.error('python/generated/ceval_cases.ts is stale: run node interpreter/tools/regen_eval.mjs');
    process.exit(1);
  }
} else writeFileSync(target, text);
