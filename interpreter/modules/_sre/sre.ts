// Answers to the module _sre of CPython 3.13's Modules/_sre/sre.c. Its types: sre_pattern.ts, sre_match.ts, sre_template.ts; the engine: sre_lib.ts.

import { PyModuleObject } from '../../include/generated/offsets';
import { HEAP32, write_ptr } from '../../include/heap';
import { METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, METH_O } from '../../include/object';
import { builtin_module } from '../../include/typespec';
import { PyBool_FromLong } from '../../objects/boolobject';
import { PyLong_FromLong } from '../../objects/longobject';
import { PyMem_Malloc } from '../../objects/obmalloc';
import { PyType_FromModuleAndSpec } from '../../objects/typeobject';
import { PyErr_NoMemory } from '../../python/errors';
import { PyModule_Add, PyModule_AddIntConstant, PyModule_AddStringConstant } from '../../python/modsupport';
import { as_int } from '../clinic';
import { sre_lower_ascii, sre_lower_unicode, sre_upper_ascii, sre_upper_unicode } from './sre_chars';
import { SRE_MAGIC, SRE_MAXGROUPS, SRE_MAXREPEAT } from './sre_constants';
import { match_spec } from './sre_match';
import { _sre_compile, pattern_spec, scanner_spec } from './sre_pattern';
import { sremodulestate } from './sre_state';
import { _sre_template, template_spec } from './sre_template';

const CODESIZE = 4;

function _sre_getcodesize(): number {
  return PyLong_FromLong(CODESIZE);
}

function ascii_iscased(_module: number, arg: number): number {
  const ch = as_int(arg);
  if (ch === null) return 0;
  return PyBool_FromLong(ch >= 0 && ch < 128 && (sre_lower_ascii(ch) !== ch || sre_upper_ascii(ch) !== ch));
}

function unicode_iscased(_module: number, arg: number): number {
  const ch = as_int(arg);
  if (ch === null) return 0;
  return PyBool_FromLong(ch >= 0 && (ch !== sre_lower_unicode(ch) || ch !== sre_upper_unicode(ch)));
}

function ascii_tolower(_module: number, arg: number): number {
  const ch = as_int(arg);
  return ch === null ? 0 : PyLong_FromLong(sre_lower_ascii(ch));
}

function unicode_tolower(_module: number, arg: number): number {
  const ch = as_int(arg);
  return ch === null ? 0 : PyLong_FromLong(ch < 0 ? ch : sre_lower_unicode(ch));
}

function sre_exec(module: number): number {
  const state = PyMem_Malloc(sremodulestate.SIZEOF);
  if (state === 0) {
    PyErr_NoMemory();
    return -1;
  }
  for (let i = 0; i < sremodulestate.SIZEOF; i += 8) write_ptr(state + i, 0);
  write_ptr(module + PyModuleObject.md_state, state);
  const types = [
    [sremodulestate.Pattern_Type, pattern_spec], [sremodulestate.Match_Type, match_spec], [sremodulestate.Scanner_Type, scanner_spec], [sremodulestate.Template_Type, template_spec],
  ] as const;
  for (const [at, spec] of types) {
    const type = PyType_FromModuleAndSpec(module, spec, 0);
    if (type === 0) return -1;
    HEAP32[(state + at) >> 2] = type;
  }
  if (PyModule_AddIntConstant(module, 'MAGIC', SRE_MAGIC) < 0 || PyModule_AddIntConstant(module, 'CODESIZE', CODESIZE) < 0) return -1;
  if (PyModule_Add(module, 'MAXREPEAT', PyLong_FromLong(SRE_MAXREPEAT)) < 0 || PyModule_Add(module, 'MAXGROUPS', PyLong_FromLong(SRE_MAXGROUPS)) < 0) return -1;
  return PyModule_AddStringConstant(module, 'copyright', ' SRE 2.2.2 Copyright (c) 1997-2002 by Secret Labs AB ');
}

builtin_module({
  m_name: '_sre',
  m_methods: [
    ['compile', _sre_compile, METH_FASTCALL | METH_KEYWORDS, 'compile($module, /, pattern, flags, code, groups, groupindex, indexgroup)\n--\n\n'],
    ['template', _sre_template, METH_FASTCALL, 'template($module, pattern, template, /)\n--\n\n\n\n  template\n    [literal1, group1, ..., literalN, groupN] as re._parser.parse_template() returns it'],
    ['getcodesize', _sre_getcodesize, METH_NOARGS, 'getcodesize($module, /)\n--\n\n'],
    ['ascii_iscased', ascii_iscased, METH_O, 'ascii_iscased($module, character, /)\n--\n\n'],
    ['unicode_iscased', unicode_iscased, METH_O, 'unicode_iscased($module, character, /)\n--\n\n'],
    ['ascii_tolower', ascii_tolower, METH_O, 'ascii_tolower($module, character, /)\n--\n\n'],
    ['unicode_tolower', unicode_tolower, METH_O, 'unicode_tolower($module, character, /)\n--\n\n'],
  ],
  m_exec: sre_exec,
});
