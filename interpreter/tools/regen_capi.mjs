// Reads capi/api/*.api (functions), capi/headers/*.h (macros and inlines), include/structs.ts (layouts) and include/statics.ts
// (addresses); writes capi/include/*.h (what extensions are compiled with) and capi/generated/api.ts (what they are bound to).
// A declared function that no TypeScript file exports, or whose parameters do not fit, is an error. `--check` only compares.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path) => readFileSync(root + path, 'utf8');
const problems = [];

// ---- the functions -----------------------------------------------------------------------------------------------------

/** Splits at commas outside of brackets. */
function split(text) {
  const out = [];
  let depth = 0;
  let item = '';
  for (const c of text) {
    if ('([{<'.includes(c)) depth++;
    if (')]}>'.includes(c)) depth--;
    if (c === ',' && depth === 0) {
      out.push(item.trim());
      item = '';
    } else item += c;
  }
  if (item.trim()) out.push(item.trim());
  return out;
}

/** A line of a table: [ownership] C type, name, (parameters, each with its ownership). */
function parse_function(line, file) {
  const m = /^(?:(new|borrowed|null) )?(.+?)(\w+)\((.*)\)$/.exec(line);
  if (!m) throw new Error(`regen_capi: cannot read "${line}" in ${file}`);
  const params = m[4] === 'void' ? [] : split(m[4]).map((p) => {
    const o = /^(?:(steals|steals_ok|new_out|replaces) )?(.*)$/.exec(p);
    return { owns: o[1] ?? '', type: o[2] };
  });
  return { name: m[3], result: m[2].trim(), owns: m[1] ?? '', params, file };
}

const functions = [];
for (const file of readdirSync(`${root}capi/api`).sort()) {
  for (const line of read(`capi/api/${file}`).split('\n')) if (line && !line.startsWith('#')) functions.push(parse_function(line, file));
}

// ---- their implementations -----------------------------------------------------------------------------------------------

/** name -> [{ file, params: [ts type], result }] of every `export function` and re-export below interpreter/. */
const exported = new Map();
const put = (name, entry) => exported.set(name, [...(exported.get(name) ?? []), entry]);
for (const dir of ['include', 'objects', 'python', 'modules', 'capi']) {
  for (const f of readdirSync(root + dir, { recursive: true }).map((x) => x.replaceAll('\\', '/')).sort()) {
    if (!f.endsWith('.ts') || f.includes('generated/')) continue;
    const text = read(`${dir}/${f}`);
    for (const m of text.matchAll(/^export function (\w+)\s*\(((?:[^()]|\([^()]*\))*)\)\s*:\s*([^{\n]+) \{/gm)) {
      const params = split(m[2].replace(/\n/g, ' ').replaceAll('=>', '⇒')).map((p) => ({ optional: /\?:|=/.test(p), rest: p.startsWith('...'), type: (/:\s*(.*?)(\s*=[^>].*)?$/.exec(p)?.[1] ?? 'number').trim() }));
      put(m[1], { file: `${dir}/${f.slice(0, -3)}`, params, result: m[3].trim() });
    }
    for (const m of text.matchAll(/^export const (\w+)(?:: [\w()=> ,:]+)? = \w+;/gm)) put(m[1], { file: `${dir}/${f.slice(0, -3)}`, params: null, result: null });
    for (const m of text.matchAll(/^export \{([^}]*)\}( from)?/gm)) {
      for (const n of m[1].split(',')) put(n.trim().split(/ as /).at(-1).trim(), { file: `${dir}/${f.slice(0, -3)}`, params: null, result: null });
    }
  }
}
/** What capi/ has of a name goes before what CPython's own file has: it takes C's arguments. */
function implementation(name) {
  const all = exported.get(name) ?? [];
  return all.find((e) => e.file.startsWith('capi/')) ?? all.find((e) => e.params !== null) ?? all[0];
}

const POINTERS = /\*|^va_list$|^\.\.\.$|^(visitproc|destructor|PyCFunction|PyCapsule_Destructor|PyThread_type_lock|vectorcallfunc|Py_tracefunc|Py_complex|func|_PyXray_\w+func)$/;
const INTS = /^(int|unsigned int|char|Py_UCS4|PyGILState_STATE|PySendResult|PyLockStatus)$/;
const WIDE = /^(Py_ssize_t|size_t|long|unsigned long|long long|unsigned long long|int64_t|uint64_t|PyTime_t|PY_TIMEOUT_T|Py_hash_t)$/;

/** The letter of a C parameter; see capi/glue.ts. `ts` is the TypeScript type of the implementation's parameter. */
function param_kind(c, ts) {
  if (c === 'visitproc') return ts === 'number' ? 'P' : 'F';
  if (/^const char ?\*$/.test(c) && ts !== undefined && /string/.test(ts) && !/number|Name/.test(ts)) return /null/.test(ts) ? 'S' : 's';
  if (POINTERS.test(c)) return 'P';
  if (c === 'char' && ts === 'string') return 'c';
  if (INTS.test(c)) return 'i';
  if (WIDE.test(c)) return 'Z';
  if (c === 'double') return 'd';
  if (c === 'float') return 'f';
  return null;
}
function result_kind(c, ts) {
  if (c === 'void') return 'v';
  if (POINTERS.test(c)) return ts !== null && /string/.test(ts) ? null : 'P';
  if (c === 'Py_hash_t') return 'H';
  if (INTS.test(c)) return 'i';
  if (WIDE.test(c)) return ts === 'int64' ? 'L' : 'Z';
  return c === 'double' ? 'd' : null;
}

function bind(f) {
  const impl = implementation(f.name);
  if (!impl) {
    problems.push(`${f.file}: ${f.name} is exported by no file of interpreter/`);
    return null;
  }
  let kinds = '';
  let at = 0;
  const complain = (what) => problems.push(`${f.file}: ${f.name} in ${impl.file}.ts: ${what}`);
  const params = f.result === 'Py_complex' ? [{ owns: '', type: 'void *' }, ...f.params] : f.params;
  for (const p of params) {
    const ts = impl.params?.[at]?.type;
    if (impl.params && ts === undefined) return complain(`has no parameter ${at + 1}`);
    if (ts === 'int64_lo') {
      kinds += 'L';
      at += 2;
      continue;
    }
    at++;
    if (ts?.includes('[]') && impl.params[at - 1].rest) return complain('takes JavaScript rest parameters; it needs a va_list version in capi/');
    const kind = param_kind(p.type, ts);
    if (kind === null || (ts !== undefined && !/^(number|boolean|string|\(op|Name|OwnedArg)/.test(ts))) return complain(`${p.type} does not fit ${ts}`);
    kinds += kind;
  }
  if (impl.params?.slice(at).some((p) => !p.optional && !p.rest)) return complain('needs more parameters than C passes');
  const result = f.result === 'Py_complex' ? 'v' : result_kind(f.result, impl.result);
  if (result === null) return complain(`result ${f.result} does not fit ${impl.result}`);
  if (result !== 'v' && impl.result === 'void') return complain('returns nothing');
  const letter = { '': '.', steals: 's', steals_ok: 'k', new_out: 'o', replaces: 'r' };
  let owns = (f.owns === 'new' ? 'n' : '.') + f.params.map((p) => letter[p.owns]).join('');
  if (/^Py_(Va)?BuildValue$|^PyObject_Call(Function|Method)$/.test(f.name)) owns += 'f';
  return { ...f, impl: impl.file, signature: result + kinds, owns: /[nskor]/.test(owns) ? owns : '' };
}
const bound = functions.map(bind).filter(Boolean);
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}

const by_file = new Map();
for (const f of bound) by_file.set(f.impl, [...(by_file.get(f.impl) ?? []), f.name]);
const statics = [...read('include/statics.ts').matchAll(/^export const (\w+) = (0x[0-9a-f]+);/gm)].map((m) => [m[1], Number(m[2])]);
const types = statics.filter(([n, a]) => a >= 0x10000 && a < 0x34000 && /^_?Py\w+Type$/.test(n) && !n.startsWith('PyExc_'));
const exceptions = statics.filter(([n]) => n.startsWith('PyExc_') && n !== 'PyExc__IncompleteInputError');
const singletons = statics.filter(([n]) => /^_Py_(None|True|False|NotImplemented|Ellipsis)(Struct|Object)$/.test(n));
const objects_only = (f) => f.signature.replace(/[^PZidfv]/g, '') === f.signature;
const api = `// Generated by tools/regen_capi.mjs from capi/api/*.api. Do not edit.
${[...by_file].sort().map(([file, names]) => `import { ${names.join(', ')} } from '${file.startsWith('capi/') ? `../${file.slice(5)}` : `../../${file}`}';`).join('\n')}
import type { CFunction } from '../../include/functable';

/** name: function, signature (see glue.ts), ownership ('' none; result, then each argument: see ledger.ts). */
export const API: Record<string, readonly [CFunction, string, string]> = {
${bound.map((f) => `  ${f.name}: [${f.name}, '${f.signature}', '${f.owns}'],`).join('\n')}
};
/** Functions that a slot or a PyMethodDef may hold as they are: they get an index in every realm. */
export const SLOT_FUNCTIONS: readonly CFunction[] = [${bound.filter((f) => objects_only(f) && !f.params.some((p) => p.type === '...')).map((f) => f.name).join(', ')}];
/** Data symbols: name, address. */
export const DATA: Record<string, number> = { ${[...types, ...singletons].map(([n, a]) => `${n}: 0x${a.toString(16)}`).join(', ')} };
/** Exception types: in C a pointer variable each. */
export const EXCEPTIONS: Record<string, number> = { ${exceptions.map(([n, a]) => `${n}: 0x${a.toString(16)}`).join(', ')} };
`;

// ---- the header ------------------------------------------------------------------------------------------------------------

const SLOT_TYPES = {
  am_await: 'unaryfunc', am_aiter: 'unaryfunc', am_anext: 'unaryfunc', am_send: 'sendfunc', nb_power: 'ternaryfunc', nb_inplace_power: 'ternaryfunc', nb_bool: 'inquiry',
  mp_length: 'lenfunc', mp_subscript: 'binaryfunc', mp_ass_subscript: 'objobjargproc', sq_length: 'lenfunc', sq_concat: 'binaryfunc', sq_repeat: 'ssizeargfunc',
  sq_item: 'ssizeargfunc', sq_ass_item: 'ssizeobjargproc', sq_contains: 'objobjproc', sq_inplace_concat: 'binaryfunc', sq_inplace_repeat: 'ssizeargfunc',
  bf_getbuffer: 'getbufferproc', bf_releasebuffer: 'releasebufferproc', tp_dealloc: 'destructor', tp_getattr: 'getattrfunc', tp_setattr: 'setattrfunc', tp_repr: 'reprfunc',
  tp_hash: 'hashfunc', tp_call: 'ternaryfunc', tp_str: 'reprfunc', tp_getattro: 'getattrofunc', tp_setattro: 'setattrofunc', tp_traverse: 'traverseproc', tp_clear: 'inquiry',
  tp_richcompare: 'richcmpfunc', tp_iter: 'getiterfunc', tp_iternext: 'iternextfunc', tp_descr_get: 'descrgetfunc', tp_descr_set: 'descrsetfunc', tp_init: 'initproc',
  tp_alloc: 'allocfunc', tp_new: 'newfunc', tp_free: 'freefunc', tp_is_gc: 'inquiry', tp_del: 'destructor', tp_finalize: 'destructor', tp_vectorcall: 'vectorcallfunc',
  ml_meth: 'PyCFunction', get: 'getter', set: 'setter', vectorcall: 'vectorcallfunc', wrapper: 'wrapperfunc',
};
for (const u of ['negative', 'positive', 'absolute', 'invert', 'int', 'float', 'index']) SLOT_TYPES[`nb_${u}`] = 'unaryfunc';
const TAGS = { PyObject: 'struct _object', PyTypeObject: 'struct _typeobject' };
const SCALARS = { unsigned_long: 'unsigned long', unsigned_int: 'unsigned int', unsigned_char: 'unsigned char', uint64: 'uint64_t', uint32: 'uint32_t', uint16: 'uint16_t', uint8: 'uint8_t', int8: 'int8_t', bool: '_Bool' };
const declarations = new Map([.../* struct name -> body */ /STRUCT_DECLARATIONS = \/\* c \*\/ `([^`]*)`/.exec(read('include/structs.ts'))[1].matchAll(/struct !?(\w+) \{([^}]*)\};/g)].map((m) => [m[1], m[2]]));
const LAYOUTS = JSON.parse(/LAYOUTS: Record<string, Layout> = (\{[\s\S]*\});/.exec(read('include/generated/layouts.ts'))[1]);

function field(decl) {
  const [, type, stars, name, dim] = /^(\w+)\s+(\**)(\w+)(\[\d+\])?$/.exec(decl);
  if (type === 'func') return `${SLOT_TYPES[name] ?? (name.startsWith('nb_') ? 'binaryfunc' : 'void *')} ${name};`;
  const known = SCALARS[type] ?? (PUBLIC.has(type) || ['PyObject', 'PyTypeObject', 'char', 'int', 'long', 'double', 'void', 'Py_ssize_t', 'Py_hash_t', 'uintptr_t'].includes(type) ? type : 'void');
  const constant = type === 'char' && stars && /^(name|doc|ml_name|ml_doc|tp_name|tp_doc)$/.test(name) ? 'const ' : '';
  return `${constant}${known} ${stars}${name}${dim === '[0]' ? '[1]' : (dim ?? '')};`;
}
/** Structs that C code may look into, in this order. */
const PUBLIC_ORDER = ['PyObject', 'PyVarObject', 'PyMethodDef', 'PyMemberDef', 'PyGetSetDef', 'PyAsyncMethods', 'PyNumberMethods', 'PyMappingMethods', 'PySequenceMethods', 'Py_buffer', 'PyBufferProcs', 'PyTypeObject', 'PyHeapTypeObject', 'wrapperbase', 'PyLongObject',
  'PyFloatObject', 'PyComplexObject', 'PyASCIIObject', 'PyCompactUnicodeObject', 'PyUnicodeObject', 'PyBytesObject', 'PyByteArrayObject', 'PyTupleObject', 'PyListObject', 'PyDictObject', 'setentry', 'PySetObject', 'PySliceObject', 'PyFunctionObject', 'PyMethodObject',
  'PyCFunctionObject', 'PyCMethodObject', 'PyCellObject', 'PyWeakReference', 'PyMemoryViewObject', 'PyBaseExceptionObject'];
const PUBLIC = new Set(PUBLIC_ORDER);
const INLINE = { // what structs.ts simplifies
  PyASCIIObject: 'PyObject ob_base; Py_ssize_t length; Py_hash_t hash; struct { unsigned int interned:2; unsigned int kind:3; unsigned int compact:1; unsigned int ascii:1; unsigned int statically_allocated:1; unsigned int :24; } state;',
  PyComplexObject: 'PyObject ob_base; Py_complex cval;',
  PyLongObject: 'PyObject ob_base; _PyLongValue long_value;',
};
function struct(name) {
  const tag = TAGS[name] ?? `struct ${name}`;
  let body = INLINE[name];
  if (!body) {
    const decls = declarations.get(name).split(';').map((s) => s.trim()).filter(Boolean);
    // A variable-sized object begins with a PyVarObject.
    if (name !== 'PyVarObject' && decls[0] === 'PyObject ob_base' && decls[1] === 'Py_ssize_t ob_size') decls.splice(0, 2, 'PyVarObject ob_base');
    body = decls.map(field).join(' ');
  }
  // An array of C has at least one item.
  const last = LAYOUTS[name].fields.at(-1);
  const open = last.count === 0;
  const size = open ? '' : `\n_Static_assert(sizeof(${name}) == ${LAYOUTS[name].size}, "${name}");`;
  return `typedef ${tag} ${name};\n${tag} { ${body} };${size}\n${open && !INLINE[name] ? `_Static_assert(offsetof(${name}, ${last.name}) == ${last.offset}, "${name}");\n` : ''}`;
}
const prototype = (f) => `extern ${f.result}${f.result.endsWith('*') ? '' : ' '}${f.name}(${f.params.map((p) => p.type.replace(/^func$/, f.name === 'Py_AtExit' ? '_PyXray_atexitfunc' : '_PyXray_pendingfunc')).join(', ') || 'void'});`;
const header = (name) => read(`capi/headers/${name}`);
const python_h = `/* Generated by tools/regen_capi.mjs from capi/headers, capi/api and include/structs.ts. Do not edit. */
#ifndef Py_PYTHON_H
#define Py_PYTHON_H
#pragma clang system_header
${header('pyport.h')}
#ifdef __cplusplus
#define _Static_assert static_assert
#define _Bool bool
extern "C" {
#endif

${PUBLIC_ORDER.map(struct).join('')}
${header('moduleobject.h')}
${types.map(([n]) => `extern PyTypeObject ${n};`).join('\n')}
${exceptions.map(([n]) => `extern PyObject *${n};`).join('\n')}
extern PyObject _Py_NoneStruct, _Py_NotImplementedStruct, _Py_EllipsisObject;
extern PyLongObject _Py_TrueStruct, _Py_FalseStruct;

${bound.map(prototype).join('\n')}

${['object.h', 'objimpl.h', 'abstract.h', 'unicodewriter.h', 'identifier.h', 'initconfig.h'].map(header).join('\n')}
#ifndef PYXRAY_NO_REFERENCE_CHECK
/* Each call that hands over a reference says where it was written; so does each return. */
${bound.filter((f) => f.owns).map((f) => `#undef ${f.name}\n#define ${f.name}(...) (_PyXray_AT, ${f.name}(__VA_ARGS__))`).join('\n')}
#  ifndef __cplusplus
#    define return for (_PyXray_AT;;) return
#  endif
#endif
#ifdef __cplusplus
}
#endif
#endif
`;
const outputs = { 'capi/generated/api.ts': api, 'capi/include/Python.h': python_h, 'capi/include/structmember.h': header('structmember.h'), 'capi/include/errno.h': header('errno.h'), 'capi/include/datetime.h': header('datetime.h') };
let stale = false;
for (const dir of ['capi/generated', 'capi/include']) mkdirSync(root + dir, { recursive: true });
for (const [path, text] of Object.entries(outputs)) {
  let old = '';
  try { old = read(path); } catch {}
  if (old === text) continue;
  stale = true;
  if (process.argv.includes('--check')) console.error(`interpreter/${path} is stale: run npm run regen`);
  else writeFileSync(root + path, text);
}
if (stale && process.argv.includes('--check')) process.exit(1);
