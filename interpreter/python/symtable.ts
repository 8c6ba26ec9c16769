// Python/symtable.c of CPython 3.13: the scope of every name, found in two passes over the AST.
// Deviations: entries are JS objects keyed by AST node (a TypeVar's default, which CPython keys by address + 1, has a map of its own);
// errors are thrown as PySyntaxError; a JS stack that ends before the recursion limit is turned into RecursionError by _PyAST_Compile.
// Long because it is one theory in one file, as in CPython.
//
// Pass 1 (symtable_visit_*) collects raw facts per block: bound here, used here, declared global, a parameter ...
// Pass 2 (analyze_block) goes down with the names bound and the globals declared in enclosing blocks and comes back with the
// free names of inner blocks. A local that an inner block uses becomes a CELL here and FREE there. Comprehensions other than
// generator expressions are merged into their block on the way back (PEP 709).

import { CO_FUTURE_ANNOTATIONS } from '../include/cpython_code';
import {
  type alias, type arg, type arguments_, type AsyncFunctionDef, type comprehension, type ClassDef, type excepthandler, type expr,
  type FunctionDef, type identifier, type match_case, type mod, type pattern, type Position, PySyntaxError, type stmt,
  type type_param, type TypeAlias,
} from '../include/pycore_ast';
import type { FutureFeatures } from './future';

export const enum BlockType {
  FunctionBlock,
  ClassBlock,
  ModuleBlock,
  /** Annotations under `from __future__ import annotations`: bind nothing, are not evaluated. */
  AnnotationBlock,
  TypeAliasBlock,
  TypeParametersBlock,
  /** Bound, constraints or default of one type parameter. */
  TypeVariableBlock,
}

export const enum Comprehension {
  NoComprehension = 0,
  ListComprehension = 1,
  DictComprehension = 2,
  SetComprehension = 3,
  GeneratorExpression = 4,
}

export const DEF_GLOBAL = 1;
export const DEF_LOCAL = 2;
export const DEF_PARAM = 2 << 1;
export const DEF_NONLOCAL = 2 << 2;
export const USE = 2 << 3;
export const DEF_FREE = 2 << 4;
export const DEF_FREE_CLASS = 2 << 5;
export const DEF_IMPORT = 2 << 6;
export const DEF_ANNOT = 2 << 7;
export const DEF_COMP_ITER = 2 << 8;
export const DEF_TYPE_PARAM = 2 << 9;
export const DEF_COMP_CELL = 2 << 10;
export const DEF_BOUND = DEF_LOCAL | DEF_PARAM | DEF_IMPORT;

export const SCOPE_OFFSET = 12;
export const SCOPE_MASK = DEF_GLOBAL | DEF_LOCAL | DEF_PARAM | DEF_NONLOCAL;

export const LOCAL = 1;
export const GLOBAL_EXPLICIT = 2;
export const GLOBAL_IMPLICIT = 3;
export const FREE = 4;
export const CELL = 5;

type Directive = { name: string; pos: Position };

/** PySTEntryObject: one block. */
export class STEntry {
  /** Name to flags; after analysis with the scope at SCOPE_OFFSET. */
  readonly ste_symbols = new Map<string, number>();
  readonly ste_varnames: string[] = [];
  ste_children: STEntry[] = [];
  ste_directives: Directive[] | null = null;
  /** The only names mangled here, null for all. Shared with nested blocks. */
  ste_mangled_names: Set<string> | null = null;
  ste_scope_info: string | null = null;
  ste_free = false;
  ste_child_free = false;
  ste_generator = false;
  ste_coroutine = false;
  ste_comprehension = Comprehension.NoComprehension;
  ste_varargs = false;
  ste_varkeywords = false;
  ste_returns_value = false;
  ste_needs_class_closure = false;
  ste_needs_classdict = false;
  ste_comp_inlined = false;
  ste_comp_iter_target = false;
  ste_can_see_class_scope = false;
  ste_comp_iter_expr = 0;
  constructor(
    readonly ste_name: string,
    readonly ste_type: BlockType,
    readonly ste_nested: boolean,
    readonly ste_pos: Position,
  ) {}
}

export interface symtable {
  st_filename: string;
  st_cur: STEntry | null;
  st_top: STEntry;
  st_blocks: Map<object, STEntry>;
  /** Defaults of TypeVars, whose bound has the node itself as key. */
  st_default_blocks: Map<object, STEntry>;
  st_stack: STEntry[];
  st_private: string | null;
  st_future: FutureFeatures;
  recursion_depth: number;
}

/** Nesting of statements and expressions that is compiled. */
const Py_C_RECURSION_LIMIT = 10000;

const ZERO_POSITION: Position = { lineno: 0, col_offset: 0, end_lineno: 0, end_col_offset: 0 };

function error_at(st: symtable, pos: Position, msg: string): never {
  throw new PySyntaxError(
    'SyntaxError', msg, st.st_filename, pos.lineno, pos.col_offset + 1, null, pos.end_lineno, pos.end_col_offset + 1,
  );
}

function error_at_directive(st: symtable, ste: STEntry, name: string, msg: string): never {
  const directive = ste.ste_directives?.find((d) => d.name === name);
  if (directive === undefined) throw new Error('BUG: internal directive bookkeeping broken');
  error_at(st, directive.pos, msg);
}

export function _PySymtable_Build(mod: mod, filename: string, future: FutureFeatures): symtable {
  const top = new STEntry('top', BlockType.ModuleBlock, false, ZERO_POSITION);
  const st: symtable = {
    st_filename: filename, st_cur: top, st_top: top, st_blocks: new Map([[mod, top]]), st_default_blocks: new Map(),
    st_stack: [top], st_private: null, st_future: future, recursion_depth: 0,
  };
  switch (mod.kind) {
    case 'Module':
    case 'Interactive':
      visit_stmts(st, mod.body);
      break;
    case 'Expression':
      symtable_visit_expr(st, mod.body);
      break;
    case 'FunctionType':
      throw new Error('this compiler does not handle FunctionTypes');
  }
  analyze_block(st, top, null, new Set(), new Set(), new Set(), null);
  return st;
}

/** The block of an AST node. */
export function _PySymtable_Lookup(st: symtable, key: object): STEntry {
  const ste = st.st_blocks.get(key);
  if (ste === undefined) throw new Error('unknown symbol table entry');
  return ste;
}

export function _PyST_GetSymbol(ste: STEntry, name: string): number {
  return ste.ste_symbols.get(name) ?? 0;
}

export function _PyST_GetScope(ste: STEntry, name: string): number {
  return (_PyST_GetSymbol(ste, name) >> SCOPE_OFFSET) & SCOPE_MASK;
}

export function _PyST_IsFunctionLike(ste: STEntry): boolean {
  const type = ste.ste_type;
  return type === BlockType.FunctionBlock || type === BlockType.TypeVariableBlock ||
    type === BlockType.TypeAliasBlock || type === BlockType.TypeParametersBlock;
}

/***** Name mangling *****/

/** __private becomes _classname__private, however the name is used. */
export function _Py_Mangle(privateobj: string | null, ident: string): string {
  if (privateobj === null || !ident.startsWith('__') || ident.endsWith('__') || ident.includes('.')) return ident;
  const stripped = privateobj.replace(/^_+/, '');
  return stripped === '' ? ident : `_${stripped}${ident}`;
}

/** In the type parameter block of a class only the parameters' own names are mangled. */
export function _Py_MaybeMangle(privateobj: string | null, ste: STEntry, name: string): string {
  if (ste.ste_mangled_names !== null && !ste.ste_mangled_names.has(name)) return name;
  return _Py_Mangle(privateobj, name);
}

/***** Analysis: pass 2 *****/

function analyze_name(
  st: symtable, ste: STEntry, scopes: Map<string, number>, name: string, flags: number, bound: Set<string> | null,
  local: Set<string>, free: Set<string>, global: Set<string>, type_params: Set<string>, class_entry: STEntry | null,
): void {
  if (flags & DEF_GLOBAL) {
    if (flags & DEF_NONLOCAL) error_at_directive(st, ste, name, `name '${name}' is nonlocal and global`);
    scopes.set(name, GLOBAL_EXPLICIT);
    global.add(name);
    bound?.delete(name);
    return;
  }
  if (flags & DEF_NONLOCAL) {
    if (bound === null) error_at_directive(st, ste, name, 'nonlocal declaration not allowed at module level');
    if (!bound.has(name)) error_at_directive(st, ste, name, `no binding for nonlocal '${name}' found`);
    if (type_params.has(name)) {
      error_at_directive(st, ste, name, `nonlocal binding not allowed for type parameter '${name}'`);
    }
    scopes.set(name, FREE);
    ste.ste_free = true;
    free.add(name);
    return;
  }
  if (flags & DEF_BOUND) {
    scopes.set(name, LOCAL);
    local.add(name);
    global.delete(name);
    if (flags & DEF_TYPE_PARAM) type_params.add(name);
    else type_params.delete(name);
    return;
  }
  // A block that sees the class's names looks there and in the globals, not in a function around the class.
  if (class_entry !== null) {
    const class_flags = _PyST_GetSymbol(class_entry, name);
    if (class_flags & DEF_GLOBAL) {
      scopes.set(name, GLOBAL_EXPLICIT);
      return;
    }
    if (class_flags & DEF_BOUND && !(class_flags & DEF_NONLOCAL)) {
      scopes.set(name, GLOBAL_IMPLICIT);
      return;
    }
  }
  if (bound !== null && bound.has(name)) {
    scopes.set(name, FREE);
    ste.ste_free = true;
    free.add(name);
    return;
  }
  if (!global.has(name) && ste.ste_nested) ste.ste_free = true;
  scopes.set(name, GLOBAL_IMPLICIT);
}

function is_free_in_any_child(entry: STEntry, key: string): boolean {
  return entry.ste_children.some((child) => _PyST_GetScope(child, key) === FREE);
}

/** Merges the symbols of comprehension `comp` into its block (PEP 709). */
function inline_comprehension(
  ste: STEntry, comp: STEntry, scopes: Map<string, number>, comp_free: Set<string>, inlined_cells: Set<string>,
): void {
  let remove_dunder_class = false;
  for (const [k, comp_flags] of comp.ste_symbols) {
    if (comp_flags & DEF_PARAM) continue;
    let scope = (comp_flags >> SCOPE_OFFSET) & SCOPE_MASK;
    const only_flags = comp_flags & ((1 << SCOPE_OFFSET) - 1);
    if (scope === CELL || only_flags & DEF_COMP_CELL) inlined_cells.add(k);
    const existing = ste.ste_symbols.get(k);
    // __class__ is never free through a class scope (see drop_class_free).
    if (scope === FREE && ste.ste_type === BlockType.ClassBlock && k === '__class__') {
      scope = GLOBAL_IMPLICIT;
      comp_free.delete(k);
      remove_dunder_class = true;
    }
    if (existing === undefined) {
      ste.ste_symbols.set(k, only_flags);
      scopes.set(k, scope);
    } else if (existing & DEF_BOUND && ste.ste_type !== BlockType.ClassBlock && !is_free_in_any_child(comp, k)) {
      // Free in the comprehension, local outside: now simply local.
      comp_free.delete(k);
    }
  }
  comp.ste_free = comp_free.size > 0;
  if (remove_dunder_class) comp.ste_symbols.delete('__class__');
}

/** A local that an inner block (or an inlined one) needs as a cell. */
function analyze_cells(scopes: Map<string, number>, free: Set<string>, inlined_cells: Set<string>): void {
  if (free.size === 0 && inlined_cells.size === 0) return;
  for (const [name, scope] of scopes) {
    if (scope !== LOCAL || (!free.has(name) && !inlined_cells.has(name))) continue;
    scopes.set(name, CELL);
    free.delete(name);
  }
}

function drop_class_free(ste: STEntry, free: Set<string>): void {
  if (free.delete('__class__')) ste.ste_needs_class_closure = true;
  if (free.delete('__classdict__')) ste.ste_needs_classdict = true;
}

function update_symbols(
  symbols: Map<string, number>, scopes: Map<string, number>, bound: Set<string> | null, free: Set<string>,
  inlined_cells: Set<string>, classflag: boolean,
): void {
  for (const [name, flags] of symbols) {
    const cell = inlined_cells.has(name) ? DEF_COMP_CELL : 0;
    symbols.set(name, flags | cell | (scopes.get(name)! << SCOPE_OFFSET));
  }
  for (const name of free) {
    const flags = symbols.get(name);
    if (flags !== undefined) {
      // Free in a method, and at the same time local or global in the class.
      if (classflag) symbols.set(name, flags | DEF_FREE_CLASS);
    } else if (bound === null || bound.has(name)) {
      symbols.set(name, FREE << SCOPE_OFFSET);
    }
  }
}

function add_all(to: Set<string>, from: Set<string>): void {
  for (const name of from) to.add(name);
}

function class_entry_for(ste: STEntry, child: STEntry, class_entry: STEntry | null): STEntry | null {
  if (!child.ste_can_see_class_scope) return null;
  return ste.ste_type === BlockType.ClassBlock ? ste : class_entry;
}

/** `bound` and `global` come from enclosing blocks (bound is null for the module); `free` takes this block's free names. */
function analyze_block(
  st: symtable, ste: STEntry, bound: Set<string> | null, free: Set<string>, global: Set<string>,
  type_params: Set<string>, class_entry: STEntry | null,
): void {
  const local = new Set<string>();
  const scopes = new Map<string, number>();
  const newglobal = new Set<string>();
  const newbound = new Set<string>();
  const newfree = new Set<string>();
  const inlined_cells = new Set<string>();
  const is_class = ste.ste_type === BlockType.ClassBlock;

  // A class's names are not visible in its methods: pass on what was visible before.
  if (is_class) {
    add_all(newglobal, global);
    if (bound !== null) add_all(newbound, bound);
  }
  for (const [name, flags] of ste.ste_symbols) {
    analyze_name(st, ste, scopes, name, flags, bound, local, free, global, type_params, class_entry);
  }
  if (is_class) {
    newbound.add('__class__');
    newbound.add('__classdict__');
  } else {
    if (_PyST_IsFunctionLike(ste)) add_all(newbound, local);
    if (bound !== null) add_all(newbound, bound);
    add_all(newglobal, global);
  }

  for (const entry of ste.ste_children) {
    const inline_comp = entry.ste_comprehension !== Comprehension.NoComprehension && !entry.ste_generator &&
      !ste.ste_can_see_class_scope;
    const child_free = new Set(newfree);
    analyze_block(
      st, entry, new Set(newbound), child_free, new Set(newglobal), new Set(type_params), class_entry_for(ste, entry, class_entry),
    );
    if (inline_comp) {
      inline_comprehension(ste, entry, scopes, child_free, inlined_cells);
      entry.ste_comp_inlined = true;
    }
    add_all(newfree, child_free);
    if (entry.ste_free || entry.ste_child_free) ste.ste_child_free = true;
  }
  if (ste.ste_children.some((child) => child.ste_comp_inlined)) {
    ste.ste_children = ste.ste_children.flatMap((child) => (child.ste_comp_inlined ? child.ste_children : [child]));
  }

  if (_PyST_IsFunctionLike(ste)) analyze_cells(scopes, newfree, inlined_cells);
  else if (is_class) drop_class_free(ste, newfree);
  update_symbols(ste.ste_symbols, scopes, bound, newfree, inlined_cells, is_class || ste.ste_can_see_class_scope);
  add_all(free, newfree);
}

/***** Blocks *****/

function enter_block(
  st: symtable, name: string, block: BlockType, key: object, pos: Position, blocks: Map<object, STEntry> = st.st_blocks,
): STEntry {
  const prev = st.st_cur!;
  const ste = new STEntry(name, block, prev.ste_nested || _PyST_IsFunctionLike(prev), pos);
  blocks.set(key, ste);
  st.st_stack.push(ste);
  // Assignment expressions are disallowed anywhere inside the outermost iterator of a comprehension.
  ste.ste_comp_iter_expr = prev.ste_comp_iter_expr;
  if (prev.ste_mangled_names !== null && block !== BlockType.ClassBlock) ste.ste_mangled_names = prev.ste_mangled_names;
  st.st_cur = ste;
  if (block !== BlockType.AnnotationBlock) prev.ste_children.push(ste);
  return ste;
}

function exit_block(st: symtable): void {
  st.st_stack.pop();
  st.st_cur = st.st_stack[st.st_stack.length - 1];
}

function symtable_lookup_entry(st: symtable, ste: STEntry, name: string): number {
  return _PyST_GetSymbol(ste, _Py_MaybeMangle(st.st_private, ste, name));
}

function add_def_helper(st: symtable, name: string, flag: number, ste: STEntry, pos: Position): void {
  const mangled = _Py_MaybeMangle(st.st_private, st.st_cur!, name);
  const known = ste.ste_symbols.get(mangled);
  let val = flag;
  if (known !== undefined) {
    if (flag & DEF_PARAM && known & DEF_PARAM) error_at(st, pos, `duplicate argument '${name}' in function definition`);
    if (flag & DEF_TYPE_PARAM && known & DEF_TYPE_PARAM) error_at(st, pos, `duplicate type parameter '${name}'`);
    val |= known;
  }
  if (ste.ste_comp_iter_target) {
    if (val & (DEF_GLOBAL | DEF_NONLOCAL)) {
      error_at(st, pos, `comprehension inner loop cannot rebind assignment expression target '${name}'`);
    }
    val |= DEF_COMP_ITER;
  }
  ste.ste_symbols.set(mangled, val);
  if (flag & DEF_PARAM) {
    ste.ste_varnames.push(mangled);
  } else if (flag & DEF_GLOBAL) {
    const globals = st.st_top.ste_symbols;
    globals.set(mangled, flag | (globals.get(mangled) ?? 0));
  }
}

function add_def(st: symtable, name: string, flag: number, pos: Position): void {
  const cur = st.st_cur!;
  if (flag & DEF_TYPE_PARAM && cur.ste_mangled_names !== null) cur.ste_mangled_names.add(name);
  add_def_helper(st, name, flag, cur, pos);
}

function enter_type_param_block(
  st: symtable, name: string, key: object, has_defaults: boolean, has_kwdefaults: boolean, s: FunctionDef | AsyncFunctionDef | ClassDef | TypeAlias,
): void {
  const in_class = st.st_cur!.ste_type === BlockType.ClassBlock;
  enter_block(st, name, BlockType.TypeParametersBlock, key, s);
  if (in_class) {
    st.st_cur!.ste_can_see_class_scope = true;
    add_def(st, '__classdict__', USE, s);
  }
  if (s.kind === 'ClassDef') {
    // Set when the tuple of type parameters is made, used for the bases.
    add_def(st, '.type_params', DEF_LOCAL, s);
    add_def(st, '.type_params', USE, s);
    add_def(st, '.generic_base', DEF_LOCAL, s);
    add_def(st, '.generic_base', USE, s);
  }
  if (has_defaults) add_def(st, '.defaults', DEF_PARAM, s);
  if (has_kwdefaults) add_def(st, '.kwdefaults', DEF_PARAM, s);
}

function record_directive(st: symtable, name: identifier, pos: Position): void {
  const cur = st.st_cur!;
  (cur.ste_directives ??= []).push({ name: _Py_MaybeMangle(st.st_private, cur, name), pos });
}

/***** Statements: pass 1 *****/

function visit_stmts(st: symtable, body: stmt[]): void {
  for (const s of body) symtable_visit_stmt(st, s);
}

function visit_exprs(st: symtable, seq: (expr | null)[]): void {
  for (const e of seq) {
    if (e !== null) symtable_visit_expr(st, e);
  }
}

function visit_opt(st: symtable, e: expr | null): void {
  if (e !== null) symtable_visit_expr(st, e);
}

function visit_function(st: symtable, s: FunctionDef | AsyncFunctionDef): void {
  const args = s.args;
  add_def(st, s.name, DEF_LOCAL, s);
  visit_exprs(st, args.defaults);
  visit_exprs(st, args.kw_defaults);
  visit_exprs(st, s.decorator_list);
  const generic = s.type_params.length > 0;
  if (generic) {
    // CPython asks whether the sequence of defaults exists, and an empty one does.
    enter_type_param_block(st, s.name, s.type_params, true, args.kw_defaults.some((d) => d !== null), s);
    for (const tp of s.type_params) symtable_visit_type_param(st, tp);
  }
  visit_annotations(st, s, args, s.returns);
  const ste = enter_block(st, s.name, BlockType.FunctionBlock, s, s);
  if (s.kind === 'AsyncFunctionDef') ste.ste_coroutine = true;
  visit_arguments(st, args);
  visit_stmts(st, s.body);
  exit_block(st);
  if (generic) exit_block(st);
}

function visit_class(st: symtable, s: ClassDef): void {
  add_def(st, s.name, DEF_LOCAL, s);
  visit_exprs(st, s.decorator_list);
  const outer_private = st.st_private;
  const generic = s.type_params.length > 0;
  if (generic) {
    enter_type_param_block(st, s.name, s.type_params, false, false, s);
    st.st_private = s.name;
    st.st_cur!.ste_mangled_names = new Set();
    for (const tp of s.type_params) symtable_visit_type_param(st, tp);
  }
  visit_exprs(st, s.bases);
  for (const k of s.keywords) symtable_visit_expr(st, k.value);
  enter_block(st, s.name, BlockType.ClassBlock, s, s);
  st.st_private = s.name;
  if (generic) {
    add_def(st, '__type_params__', DEF_LOCAL, s);
    add_def(st, '.type_params', USE, s);
  }
  visit_stmts(st, s.body);
  exit_block(st);
  if (generic) exit_block(st);
  st.st_private = outer_private;
}

function visit_typealias(st: symtable, s: TypeAlias): void {
  symtable_visit_expr(st, s.name);
  const name = s.name.kind === 'Name' ? s.name.id : '';
  const is_in_class = st.st_cur!.ste_type === BlockType.ClassBlock;
  const generic = s.type_params.length > 0;
  if (generic) {
    enter_type_param_block(st, name, s.type_params, false, false, s);
    for (const tp of s.type_params) symtable_visit_type_param(st, tp);
  }
  enter_block(st, name, BlockType.TypeAliasBlock, s, s);
  st.st_cur!.ste_can_see_class_scope = is_in_class;
  if (is_in_class) add_def(st, '__classdict__', USE, s.value);
  symtable_visit_expr(st, s.value);
  exit_block(st);
  if (generic) exit_block(st);
}

function visit_annassign(st: symtable, s: stmt & { kind: 'AnnAssign' }): void {
  const target = s.target;
  if (target.kind === 'Name') {
    const cur = symtable_lookup_entry(st, st.st_cur!, target.id);
    if (cur & (DEF_GLOBAL | DEF_NONLOCAL) && st.st_cur !== st.st_top && s.simple) {
      error_at(st, s, `annotated name '${target.id}' can't be ${cur & DEF_GLOBAL ? 'global' : 'nonlocal'}`);
    }
    if (s.simple) add_def(st, target.id, DEF_ANNOT | DEF_LOCAL, target);
    else if (s.value !== null) add_def(st, target.id, DEF_LOCAL, target);
  } else {
    symtable_visit_expr(st, target);
  }
  visit_annotation(st, s.annotation);
  visit_opt(st, s.value);
}

function directive_error(cur: number, name: string, word: 'global' | 'nonlocal'): string {
  if (cur & DEF_PARAM) return `name '${name}' is parameter and ${word}`;
  if (cur & USE) return `name '${name}' is used prior to ${word} declaration`;
  if (cur & DEF_ANNOT) return `annotated name '${name}' can't be ${word}`;
  return `name '${name}' is assigned to before ${word} declaration`;
}

function visit_directive(st: symtable, s: stmt & { kind: 'Global' | 'Nonlocal' }): void {
  const word = s.kind === 'Global' ? 'global' : 'nonlocal';
  for (const name of s.names) {
    const cur = symtable_lookup_entry(st, st.st_cur!, name);
    if (cur & (DEF_PARAM | DEF_LOCAL | USE | DEF_ANNOT)) error_at(st, s, directive_error(cur, name, word));
    add_def(st, name, s.kind === 'Global' ? DEF_GLOBAL : DEF_NONLOCAL, s);
    record_directive(st, name, s);
  }
}

function enter_recursive(st: symtable): void {
  if (++st.recursion_depth <= Py_C_RECURSION_LIMIT) return;
  const msg = 'maximum recursion depth exceeded during compilation';
  throw new PySyntaxError('RecursionError', msg, st.st_filename, null, null, null, null, null);
}

function symtable_visit_stmt(st: symtable, s: stmt): void {
  enter_recursive(st);
  switch (s.kind) {
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      visit_function(st, s);
      break;
    case 'ClassDef':
      visit_class(st, s);
      break;
    case 'TypeAlias':
      visit_typealias(st, s);
      break;
    case 'Return':
      if (s.value !== null) {
        symtable_visit_expr(st, s.value);
        st.st_cur!.ste_returns_value = true;
      }
      break;
    case 'Delete':
      visit_exprs(st, s.targets);
      break;
    case 'Assign':
      visit_exprs(st, s.targets);
      symtable_visit_expr(st, s.value);
      break;
    case 'AnnAssign':
      visit_annassign(st, s);
      break;
    case 'AugAssign':
      symtable_visit_expr(st, s.target);
      symtable_visit_expr(st, s.value);
      break;
    case 'For':
    case 'AsyncFor':
      symtable_visit_expr(st, s.target);
      symtable_visit_expr(st, s.iter);
      visit_stmts(st, s.body);
      visit_stmts(st, s.orelse);
      break;
    case 'While':
    case 'If':
      symtable_visit_expr(st, s.test);
      visit_stmts(st, s.body);
      visit_stmts(st, s.orelse);
      break;
    case 'Match':
      symtable_visit_expr(st, s.subject);
      for (const m of s.cases) visit_match_case(st, m);
      break;
    case 'Raise':
      if (s.exc !== null) {
        symtable_visit_expr(st, s.exc);
        visit_opt(st, s.cause);
      }
      break;
    case 'Try':
    case 'TryStar':
      visit_stmts(st, s.body);
      for (const handler of s.handlers) visit_excepthandler(st, handler);
      visit_stmts(st, s.orelse);
      visit_stmts(st, s.finalbody);
      break;
    case 'Assert':
      symtable_visit_expr(st, s.test);
      visit_opt(st, s.msg);
      break;
    case 'Import':
    case 'ImportFrom':
      for (const a of s.names) visit_alias(st, a);
      break;
    case 'Global':
    case 'Nonlocal':
      visit_directive(st, s);
      break;
    case 'Expr':
      symtable_visit_expr(st, s.value);
      break;
    case 'With':
    case 'AsyncWith':
      for (const item of s.items) {
        symtable_visit_expr(st, item.context_expr);
        visit_opt(st, item.optional_vars);
      }
      visit_stmts(st, s.body);
      break;
    case 'Pass':
    case 'Break':
    case 'Continue':
      break;
  }
  st.recursion_depth--;
}

/***** Expressions *****/

const NAMED_EXPR_COMP_IN = new Map<BlockType, string>([
  [BlockType.ClassBlock, 'assignment expression within a comprehension cannot be used in a class body'],
  [BlockType.TypeParametersBlock, 'assignment expression within a comprehension cannot be used within the definition of a generic'],
  [BlockType.TypeAliasBlock, 'assignment expression within a comprehension cannot be used in a type alias'],
  [BlockType.TypeVariableBlock, 'assignment expression within a comprehension cannot be used in a TypeVar bound'],
]);

/** The target of `:=` in a comprehension is bound in the nearest block that is none. */
function extend_namedexpr_scope(st: symtable, e: expr & { kind: 'Name' }): void {
  const target_name = e.id;
  for (let i = st.st_stack.length - 1; i >= 0; i--) {
    const ste = st.st_stack[i];
    if (ste.ste_comprehension !== Comprehension.NoComprehension) {
      const in_scope = symtable_lookup_entry(st, ste, target_name);
      if (in_scope & DEF_COMP_ITER && in_scope & DEF_LOCAL) {
        error_at(st, e, `assignment expression cannot rebind comprehension iteration variable '${target_name}'`);
      }
      continue;
    }
    if (ste.ste_type === BlockType.FunctionBlock) {
      const in_scope = symtable_lookup_entry(st, ste, target_name);
      add_def(st, target_name, in_scope & DEF_GLOBAL ? DEF_GLOBAL : DEF_NONLOCAL, e);
      record_directive(st, target_name, e);
      add_def_helper(st, target_name, DEF_LOCAL, ste, e);
      return;
    }
    if (ste.ste_type === BlockType.ModuleBlock) {
      add_def(st, target_name, DEF_GLOBAL, e);
      record_directive(st, target_name, e);
      add_def_helper(st, target_name, DEF_GLOBAL, ste, e);
      return;
    }
    const msg = NAMED_EXPR_COMP_IN.get(ste.ste_type);
    if (msg !== undefined) error_at(st, e, msg);
  }
}

function handle_namedexpr(st: symtable, e: expr & { kind: 'NamedExpr' }): void {
  const cur = st.st_cur!;
  if (cur.ste_comp_iter_expr > 0) error_at(st, e, 'assignment expression cannot be used in a comprehension iterable expression');
  if (cur.ste_comprehension !== Comprehension.NoComprehension && e.target.kind === 'Name') extend_namedexpr_scope(st, e.target);
  symtable_visit_expr(st, e.value);
  symtable_visit_expr(st, e.target);
}

function visit_name(st: symtable, e: expr & { kind: 'Name' }): void {
  add_def(st, e.id, e.ctx === 'Load' ? USE : DEF_LOCAL, e);
  // super() without arguments uses __class__.
  if (e.ctx === 'Load' && e.id === 'super' && _PyST_IsFunctionLike(st.st_cur!)) add_def(st, '__class__', USE, e);
}

function visit_lambda(st: symtable, e: expr & { kind: 'Lambda' }): void {
  visit_exprs(st, e.args.defaults);
  visit_exprs(st, e.args.kw_defaults);
  enter_block(st, 'lambda', BlockType.FunctionBlock, e, e);
  visit_arguments(st, e.args);
  symtable_visit_expr(st, e.body);
  exit_block(st);
}

function visit_yield(st: symtable, e: expr & { kind: 'Yield' | 'YieldFrom' }): void {
  raise_if_annotation_block(st, 'yield expression', e);
  visit_opt(st, e.value);
  st.st_cur!.ste_generator = true;
  if (st.st_cur!.ste_comprehension !== Comprehension.NoComprehension) raise_yield_in_comprehension(st, e);
}

function symtable_visit_expr(st: symtable, e: expr): void {
  enter_recursive(st);
  switch (e.kind) {
    case 'NamedExpr':
      raise_if_annotation_block(st, 'named expression', e);
      handle_namedexpr(st, e);
      break;
    case 'BoolOp':
      visit_exprs(st, e.values);
      break;
    case 'BinOp':
      symtable_visit_expr(st, e.left);
      symtable_visit_expr(st, e.right);
      break;
    case 'UnaryOp':
      symtable_visit_expr(st, e.operand);
      break;
    case 'Lambda':
      visit_lambda(st, e);
      break;
    case 'IfExp':
      symtable_visit_expr(st, e.test);
      symtable_visit_expr(st, e.body);
      symtable_visit_expr(st, e.orelse);
      break;
    case 'Dict':
      visit_exprs(st, e.keys);
      visit_exprs(st, e.values);
      break;
    case 'GeneratorExp':
      handle_comprehension(st, e, 'genexpr', Comprehension.GeneratorExpression, e.generators, e.elt, null);
      break;
    case 'ListComp':
      handle_comprehension(st, e, 'listcomp', Comprehension.ListComprehension, e.generators, e.elt, null);
      break;
    case 'SetComp':
      handle_comprehension(st, e, 'setcomp', Comprehension.SetComprehension, e.generators, e.elt, null);
      break;
    case 'DictComp':
      handle_comprehension(st, e, 'dictcomp', Comprehension.DictComprehension, e.generators, e.key, e.value);
      break;
    case 'Yield':
    case 'YieldFrom':
      visit_yield(st, e);
      break;
    case 'Await':
      raise_if_annotation_block(st, 'await expression', e);
      symtable_visit_expr(st, e.value);
      st.st_cur!.ste_coroutine = true;
      break;
    case 'Compare':
      symtable_visit_expr(st, e.left);
      visit_exprs(st, e.comparators);
      break;
    case 'Call':
      symtable_visit_expr(st, e.func);
      visit_exprs(st, e.args);
      for (const k of e.keywords) symtable_visit_expr(st, k.value);
      break;
    case 'FormattedValue':
      symtable_visit_expr(st, e.value);
      visit_opt(st, e.format_spec);
      break;
    case 'JoinedStr':
      visit_exprs(st, e.values);
      break;
    case 'Constant':
      break;
    case 'Attribute':
    case 'Starred':
      symtable_visit_expr(st, e.value);
      break;
    case 'Subscript':
      symtable_visit_expr(st, e.value);
      symtable_visit_expr(st, e.slice);
      break;
    case 'Slice':
      visit_opt(st, e.lower);
      visit_opt(st, e.upper);
      visit_opt(st, e.step);
      break;
    case 'Name':
      visit_name(st, e);
      break;
    case 'Set':
    case 'List':
    case 'Tuple':
      visit_exprs(st, e.elts);
      break;
  }
  st.recursion_depth--;
}

/** `blocks` tells bound and default of one TypeVar apart. */
function visit_type_param_bound_or_default(
  st: symtable, e: expr | null, name: identifier, tp: type_param, scope_info: string, blocks: Map<object, STEntry>,
): void {
  if (e === null) return;
  const is_in_class = st.st_cur!.ste_can_see_class_scope;
  const ste = enter_block(st, name, BlockType.TypeVariableBlock, tp, e, blocks);
  ste.ste_can_see_class_scope = is_in_class;
  if (is_in_class) add_def(st, '__classdict__', USE, e);
  ste.ste_scope_info = scope_info;
  symtable_visit_expr(st, e);
  exit_block(st);
}

function symtable_visit_type_param(st: symtable, tp: type_param): void {
  add_def(st, tp.name, DEF_TYPE_PARAM | DEF_LOCAL, tp);
  switch (tp.kind) {
    case 'TypeVar': {
      const info = tp.bound !== null && tp.bound.kind === 'Tuple' ? 'a TypeVar constraint' : 'a TypeVar bound';
      visit_type_param_bound_or_default(st, tp.bound, tp.name, tp, info, st.st_blocks);
      visit_type_param_bound_or_default(st, tp.default_value, tp.name, tp, 'a TypeVar default', st.st_default_blocks);
      break;
    }
    case 'TypeVarTuple':
      visit_type_param_bound_or_default(st, tp.default_value, tp.name, tp, 'a TypeVarTuple default', st.st_default_blocks);
      break;
    case 'ParamSpec':
      visit_type_param_bound_or_default(st, tp.default_value, tp.name, tp, 'a ParamSpec default', st.st_default_blocks);
      break;
  }
}

function symtable_visit_pattern(st: symtable, p: pattern): void {
  switch (p.kind) {
    case 'MatchValue':
      symtable_visit_expr(st, p.value);
      break;
    case 'MatchSingleton':
      break;
    case 'MatchSequence':
    case 'MatchOr':
      for (const sub of p.patterns) symtable_visit_pattern(st, sub);
      break;
    case 'MatchStar':
      if (p.name !== null) add_def(st, p.name, DEF_LOCAL, p);
      break;
    case 'MatchMapping':
      visit_exprs(st, p.keys);
      for (const sub of p.patterns) symtable_visit_pattern(st, sub);
      if (p.rest !== null) add_def(st, p.rest, DEF_LOCAL, p);
      break;
    case 'MatchClass':
      symtable_visit_expr(st, p.cls);
      for (const sub of p.patterns) symtable_visit_pattern(st, sub);
      for (const sub of p.kwd_patterns) symtable_visit_pattern(st, sub);
      break;
    case 'MatchAs':
      if (p.pattern !== null) symtable_visit_pattern(st, p.pattern);
      if (p.name !== null) add_def(st, p.name, DEF_LOCAL, p);
      break;
  }
}

function visit_match_case(st: symtable, m: match_case): void {
  symtable_visit_pattern(st, m.pattern);
  visit_opt(st, m.guard);
  visit_stmts(st, m.body);
}

/***** Arguments, annotations, imports, comprehensions *****/

function visit_params(st: symtable, args: arg[]): void {
  for (const a of args) add_def(st, a.arg, DEF_PARAM, a);
}

function visit_arguments(st: symtable, a: arguments_): void {
  visit_params(st, a.posonlyargs);
  visit_params(st, a.args);
  visit_params(st, a.kwonlyargs);
  if (a.vararg !== null) {
    add_def(st, a.vararg.arg, DEF_PARAM, a.vararg);
    st.st_cur!.ste_varargs = true;
  }
  if (a.kwarg !== null) {
    add_def(st, a.kwarg.arg, DEF_PARAM, a.kwarg);
    st.st_cur!.ste_varkeywords = true;
  }
}

function visit_annotation(st: symtable, annotation: expr): void {
  const future_annotations = (st.st_future.ff_features & CO_FUTURE_ANNOTATIONS) !== 0;
  if (future_annotations) enter_block(st, '_annotation', BlockType.AnnotationBlock, annotation, annotation);
  symtable_visit_expr(st, annotation);
  if (future_annotations) exit_block(st);
}

function visit_argannotations(st: symtable, args: (arg | null)[]): void {
  for (const a of args) {
    if (a !== null) visit_opt(st, a.annotation);
  }
}

function visit_annotations(st: symtable, o: stmt, a: arguments_, returns: expr | null): void {
  const future_annotations = (st.st_future.ff_features & CO_FUTURE_ANNOTATIONS) !== 0;
  if (future_annotations) enter_block(st, '_annotation', BlockType.AnnotationBlock, o, o);
  visit_argannotations(st, a.posonlyargs);
  visit_argannotations(st, a.args);
  visit_argannotations(st, [a.vararg, a.kwarg]);
  visit_argannotations(st, a.kwonlyargs);
  if (future_annotations) exit_block(st);
  if (returns !== null) visit_annotation(st, returns);
}

function visit_excepthandler(st: symtable, eh: excepthandler): void {
  visit_opt(st, eh.type);
  if (eh.name !== null) add_def(st, eh.name, DEF_LOCAL, eh);
  visit_stmts(st, eh.body);
}

function visit_alias(st: symtable, a: alias): void {
  const name = a.asname ?? a.name;
  if (name !== '*') {
    const dot = name.indexOf('.');
    add_def(st, dot < 0 ? name : name.slice(0, dot), DEF_IMPORT, a);
  } else if (st.st_cur!.ste_type !== BlockType.ModuleBlock) {
    error_at(st, a, 'import * only allowed at module level');
  }
}

function visit_comprehension(st: symtable, lc: comprehension): void {
  const cur = st.st_cur!;
  cur.ste_comp_iter_target = true;
  symtable_visit_expr(st, lc.target);
  cur.ste_comp_iter_target = false;
  cur.ste_comp_iter_expr++;
  symtable_visit_expr(st, lc.iter);
  cur.ste_comp_iter_expr--;
  visit_exprs(st, lc.ifs);
  if (lc.is_async) cur.ste_coroutine = true;
}

function handle_comprehension(
  st: symtable, e: expr, scope_name: string, kind: Comprehension, generators: comprehension[], elt: expr, value: expr | null,
): void {
  const is_generator = kind === Comprehension.GeneratorExpression;
  const outermost = generators[0];
  // The outermost iterator is evaluated in the current scope.
  st.st_cur!.ste_comp_iter_expr++;
  symtable_visit_expr(st, outermost.iter);
  st.st_cur!.ste_comp_iter_expr--;
  const cur = enter_block(st, scope_name, BlockType.FunctionBlock, e, e);
  cur.ste_comprehension = kind;
  if (outermost.is_async) cur.ste_coroutine = true;
  add_def(st, '.0', DEF_PARAM, e);
  cur.ste_comp_iter_target = true;
  symtable_visit_expr(st, outermost.target);
  cur.ste_comp_iter_target = false;
  visit_exprs(st, outermost.ifs);
  for (let i = 1; i < generators.length; i++) visit_comprehension(st, generators[i]);
  if (value !== null) symtable_visit_expr(st, value);
  symtable_visit_expr(st, elt);
  cur.ste_generator = is_generator;
  const is_async = cur.ste_coroutine && !is_generator;
  exit_block(st);
  if (is_async) st.st_cur!.ste_coroutine = true;
}

function raise_if_annotation_block(st: symtable, name: string, e: expr): void {
  const cur = st.st_cur!;
  switch (cur.ste_type) {
    case BlockType.AnnotationBlock:
      return error_at(st, e, `${name} cannot be used within an annotation`);
    case BlockType.TypeVariableBlock:
      return error_at(st, e, `${name} cannot be used within ${cur.ste_scope_info}`);
    case BlockType.TypeAliasBlock:
      return error_at(st, e, `${name} cannot be used within a type alias`);
    case BlockType.TypeParametersBlock:
      return error_at(st, e, `${name} cannot be used within the definition of a generic`);
  }
}

function raise_yield_in_comprehension(st: symtable, e: expr): never {
  const type = st.st_cur!.ste_comprehension;
  const where = type === Comprehension.ListComprehension ? 'list comprehension'
    : type === Comprehension.SetComprehension ? 'set comprehension'
    : type === Comprehension.DictComprehension ? 'dict comprehension' : 'generator expression';
  error_at(st, e, `'yield' inside ${where}`);
}
