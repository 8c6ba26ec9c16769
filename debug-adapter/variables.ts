// The variables pane: scopes, objects as Python shows them and as C has them. Everything is read from memory; references are
// valid until the program goes on.

import type { DebugProtocol } from '@vscode/debugprotocol';
import { c_fields, struct_name, type CField } from '../interpreter/probe/cview';
import { dict_items } from '../interpreter/probe/dicts';
import { frame_globals, frame_locals, is_module_frame, value_stack } from '../interpreter/probe/frames';
import { gc_state, gil_state } from '../interpreter/probe/gil';
import { hex, is_object, type_name_of, type_of } from '../interpreter/probe/memory';
import { type ReprLimits, attribute_children, container_children, container_kind, container_length, is_class, is_definition, is_tuple, refcount, safe_repr, short_repr, size_of, type Child } from '../interpreter/probe/objects';
import type { StoreTarget } from '../interpreter/probe/control';
import type { ObservedProgram } from './client';
import type { GilSnapshot } from './protocol';
import { RequestError } from './requestError';
import { with_count_text } from './variables_text';

export type Scope = 'locals' | 'globals' | 'stack' | 'gil' | 'gc';
export type Node =
  | { kind: 'scope'; scope: Scope; tstate: number; frame: number }
  | { kind: 'object'; op: number; name: string; frame: number }
  | { kind: 'c'; op: number };

const CHILDREN_AT_ONCE = 10_000;
const REPR: ReprLimits = { depth: 3, items: 20, chars: 300 };

export function limits_for(format: DebugProtocol.ValueFormat | undefined): ReprLimits {
  return format?.hex ? { ...REPR, hex: true } : REPR;
}

export class VariableTree {
  private readonly nodes = new Map<number, Node>();
  private next = 1;
  /** How values are written in the answer that is being made. */
  private limits = REPR;

  constructor(
    private readonly debuggee: ObservedProgram,
    private readonly gil_snapshot: () => GilSnapshot,
  ) {}

  clear(): void {
    this.nodes.clear();
  }

  private reference(node: Node): number {
    const n = this.next++;
    this.nodes.set(n, node);
    return n;
  }

  // ---- scopes ----

  scopes(tstate: number, frame: number): DebugProtocol.Scope[] {
    const scope = (name: string, kind: Scope, extra: Partial<DebugProtocol.Scope> = {}): DebugProtocol.Scope => ({
      name, variablesReference: this.reference({ kind: 'scope', scope: kind, tstate, frame }), expensive: false, ...extra,
    });
    const module = is_module_frame(frame);
    return [
      ...(module ? [] : [scope('Locals', 'locals', { presentationHint: 'locals' })]),
      scope('Globals', 'globals', module ? { presentationHint: 'locals' } : {}),
      scope('Value stack', 'stack', { presentationHint: 'registers' }),
      scope('GIL', 'gil', { presentationHint: 'registers' }),
      scope('GC', 'gc', { presentationHint: 'registers' }),
    ];
  }

  // ---- children ----

  variables(args: DebugProtocol.VariablesArguments): DebugProtocol.Variable[] {
    this.limits = limits_for(args.format);
    const node = this.nodes.get(args.variablesReference);
    if (node === undefined) throw new RequestError('these variables are of an earlier stop');
    if (node.kind === 'c') return this.c_view(node.op);
    if (node.kind === 'scope') return this.scope_variables(node);
    const named = args.filter !== 'indexed';
    const indexed = args.filter !== 'named';
    const count = container_length(node.op);
    const found: DebugProtocol.Variable[] = [];
    if (indexed && count > 0) {
      const start = args.filter === 'indexed' ? (args.start ?? 0) : 0;
      const wanted = args.filter === 'indexed' && args.count ? args.count : Math.min(count, CHILDREN_AT_ONCE);
      for (const child of container_children(node.op, start, wanted)) found.push(this.variable(child.name, child.value, this.item_expression(node, child), node.frame));
    }
    if (named) {
      for (const child of attribute_children(node.op)) found.push(this.variable(child.name, child.value, node.name === '' ? undefined : `${node.name}.${child.name}`, node.frame));
      found.push(...this.facts(node.op));
    }
    return found;
  }

  private item_expression(node: { op: number; name: string }, child: Child): string | undefined {
    if (node.name === '' || container_kind(node.op) === 'set') return undefined;
    return `${node.name}[${child.name}]`;
  }

  private scope_variables(node: Extract<Node, { kind: 'scope' }>): DebugProtocol.Variable[] {
    switch (node.scope) {
      case 'locals':
        return frame_locals(node.frame).map((l) => this.variable(l.name, l.value, l.name, node.frame));
      case 'globals':
        return this.globals(node.frame);
      case 'stack':
        return this.stack(node.frame);
      case 'gil':
        return this.gil_rows();
      case 'gc':
        return this.gc_rows(node.frame);
    }
  }

  /** The program's own names first, then functions, classes and modules, then what every module has. */
  private globals(frame: number): DebugProtocol.Variable[] {
    const groups: DebugProtocol.Variable[][] = [[], [], []];
    for (const item of dict_items(frame_globals(frame))) {
      const name = safe_repr(item.key).slice(1, -1);
      const variable = this.variable(name, item.value, name, frame);
      const group = /^__\w+__$/.test(name) ? 2 : is_definition(item.value) ? 1 : 0;
      if (group > 0) variable.presentationHint = { ...variable.presentationHint, ...(group === 2 ? { visibility: 'internal' } : {}), ...(is_class(item.value) ? { kind: 'class' } : {}) };
      groups[group].push(variable);
    }
    return groups.flat();
  }

  /** In brackets: VS Code shows a value beside every word of the source that is a variable's name. */
  private stack(frame: number): DebugProtocol.Variable[] {
    const items = value_stack(frame);
    if (items === null) return [plain('(in use)', 'the bytecode that runs now has the depth of its stack in hand')];
    return items.map((item) => (item.value === 0 ? plain(`[${item.index}]`, 'NULL') : this.variable(`[${item.index}]`, item.value, undefined, frame))).reverse();
  }

  private gil_rows(): DebugProtocol.Variable[] {
    const gil = this.gil_snapshot();
    const name = (id: number | null): string => (id === null ? 'nobody' : (gil.threads.find((t) => t.id === id)?.name ?? `thread ${id} (ended)`));
    const waiting = gil.threads.filter((t) => t.state === 'waiting').map((t) => t.name);
    return [
      plain('locked', gil.locked ? '1' : '0'),
      plain('holder', gil.locked ? name(gil.holder) : 'nobody'),
      plain('last_holder', name(gil.lastHolder)),
      plain('waiters', waiting.length === 0 ? 'none' : waiting.join(', ')),
      plain('switch_number', String(gil.switchNumber)),
      plain('gil_drop_request', gil.dropRequest ? '1' : '0'),
      plain('interval', `${gil.switchInterval} ms`),
      plain('policy', gil.scheduler),
      ...(gil.lastReason === undefined ? [] : [plain('last hand-off', gil.lastReason)]),
      ...(gil.scheduler === 'os' ? [] : [plain('checks until the next hand-off', String(gil_state().slice_left))]),
    ];
  }

  private gc_rows(frame: number): DebugProtocol.Variable[] {
    const gc = gc_state();
    const rows = [plain('enabled', String(gc.enabled)), plain('collecting', String(gc.collecting)), plain('debug', String(gc.debug))];
    gc.generations.forEach((g, i) => {
      rows.push(plain(`generation ${i}`, `count ${g.count} of ${g.threshold}, ${g.collections} collections, ${g.collected} collected, ${g.uncollectable} uncollectable`));
    });
    if (gc.garbage !== 0 && is_object(gc.garbage)) rows.push(this.variable('garbage', gc.garbage, undefined, frame));
    return rows;
  }

  // ---- one object ----

  /** The count that the program's own references make. */
  count(op: number): number {
    const n = refcount(op);
    return n < 0 ? n : n - (this.debuggee.held.get(op) ?? 0);
  }

  repr(op: number, format: DebugProtocol.ValueFormat | undefined): string {
    return safe_repr(op, limits_for(format));
  }

  with_count(text: string, op: number): string {
    return with_count_text(text, this.count(op));
  }

  variable(name: string, op: number, expression: string | undefined, frame: number): DebugProtocol.Variable {
    if (op === 0) return plain(name, 'NULL');
    return { name, value: this.with_count(safe_repr(op, this.limits), op), type: type_name_of(op), ...this.handle(op, expression ?? '', frame), ...(expression === undefined ? {} : { evaluateName: expression }) };
  }

  /** What an evaluate result and a variable have in common. */
  handle(op: number, expression: string, frame: number): { variablesReference: number; indexedVariables?: number; namedVariables?: number; memoryReference: string } {
    const n = container_length(op);
    return {
      variablesReference: this.reference({ kind: 'object', op, name: expression, frame }),
      ...(n > 0 ? { indexedVariables: n, namedVariables: attribute_children(op).length + 5 } : {}),
      memoryReference: hex(op),
    };
  }

  /** What CPython keeps beside the value. */
  private facts(op: number): DebugProtocol.Variable[] {
    const n = this.count(op);
    const fact = (name: string, value: string, extra: Partial<DebugProtocol.Variable> = {}): DebugProtocol.Variable => ({ ...plain(name, value), presentationHint: { kind: 'virtual', attributes: ['readOnly'] }, ...extra });
    return [
      fact('ob_refcnt', n < 0 ? 'immortal' : String(n), { type: 'Py_ssize_t', memoryReference: hex(op) }),
      fact('ob_type', safe_repr(type_of(op)), { type: 'PyTypeObject *', ...this.handle(type_of(op), '', 0) }),
      fact('id()', `${op} (${hex(op)})`, { memoryReference: hex(op) }),
      fact('sys.getsizeof()', `${size_of(op)} bytes`),
      fact('C view', `struct ${struct_name(op)}`, { variablesReference: this.reference({ kind: 'c', op }) }),
    ];
  }

  private c_view(op: number): DebugProtocol.Variable[] {
    return c_fields(op, this.debuggee.function_name).map((field) => this.c_field(field));
  }

  private c_field(field: CField): DebugProtocol.Variable {
    const base = { ...plain(field.name, field.text), type: field.type, memoryReference: hex(field.at), presentationHint: { kind: 'data' as const, attributes: ['readOnly'] } };
    if (field.object === 0) return base;
    return { ...base, value: `${field.text} → ${short_repr(field.object)}`, variablesReference: this.reference({ kind: 'object', op: field.object, name: '', frame: 0 }) };
  }

  // ---- naming a variable ----

  row(reference: number, name: string): { node: Node; child: Child | undefined } {
    const node = this.nodes.get(reference);
    if (node === undefined) throw new RequestError('these variables are of an earlier stop');
    return { node, child: this.child(node, name) };
  }

  private child(node: Node, name: string): Child | undefined {
    if (node.kind === 'c') {
      const field = c_fields(node.op, this.debuggee.function_name).find((f) => f.name === name);
      return field && field.object !== 0 ? { name, value: field.object, at: field.at } : undefined;
    }
    if (node.kind === 'scope') {
      if (node.scope === 'locals') return frame_locals(node.frame).find((l) => l.name === name);
      if (node.scope === 'globals') return dict_items(frame_globals(node.frame)).map((i) => ({ name: safe_repr(i.key).slice(1, -1), value: i.value, at: i.at })).find((c) => c.name === name);
      if (node.scope === 'stack') return value_stack(node.frame)?.map((s) => ({ name: `[${s.index}]`, value: s.value, at: 0 })).find((c) => c.name === name);
      return undefined;
    }
    if (container_kind(node.op) === 'sequence' && /^\d+$/.test(name)) return container_children(node.op, Number(name), 1)[0];
    if (name === 'ob_type') return { name, value: type_of(node.op), at: 0 };
    return attribute_children(node.op).find((c) => c.name === name) ?? container_children(node.op, 0, Number.MAX_SAFE_INTEGER).find((c) => c.name === name);
  }

  /** The address of the object that a row shows. */
  address(reference: number, name: string): number {
    const { node, child } = this.row(reference, name);
    if (child !== undefined && child.value !== 0) return child.value;
    if (node.kind === 'object' && ['ob_refcnt', 'id()', 'sys.getsizeof()', 'C view'].includes(name)) return node.op;
    throw new RequestError(`"${name}" is no object`);
  }

  /** Where a new value for a row goes. */
  target(reference: number, name: string): { target: StoreTarget; frame: number } {
    const { node, child } = this.row(reference, name);
    if (node.kind === 'c') throw new RequestError('fields of the struct cannot be changed here: change the object');
    if (child === undefined) throw new RequestError(`"${name}" cannot be changed`);
    if (node.kind === 'scope') return { target: this.scope_target(node, child), frame: node.frame };
    return { target: object_target(node.op, child), frame: node.frame || this.debuggee.frame(undefined).frame };
  }

  private scope_target(node: Extract<Node, { kind: 'scope' }>, child: Child): StoreTarget {
    if (node.scope === 'locals' && 'kind' in child) return { kind: 'slot', at: child.at };
    if (node.scope === 'locals') return { kind: 'name', frame: node.frame, name: child.name };
    const key = dict_items(frame_globals(node.frame)).find((i) => i.at === child.at)?.key;
    if (node.scope !== 'globals' || key === undefined) throw new RequestError(`"${child.name}" cannot be changed`);
    return { kind: 'key', container: frame_globals(node.frame), slot: key };
  }
}

function object_target(op: number, child: Child): StoreTarget {
  const attribute = attribute_children(op).find((c) => c.name === child.name && c.at === child.at);
  if (attribute !== undefined) return { kind: 'attribute', object: op, name: child.name };
  switch (container_kind(op)) {
    case 'sequence':
      if (is_tuple(op)) throw new RequestError('a tuple cannot be changed');
      return { kind: 'item', container: op, index: Number(child.name) };
    case 'mapping': {
      const key = dict_items(op).find((i) => i.at === child.at)?.key;
      if (key !== undefined) return { kind: 'key', container: op, slot: key };
    }
  }
  throw new RequestError(`"${child.name}" cannot be changed`);
}

function plain(name: string, value: string): DebugProtocol.Variable {
  return { name, value, variablesReference: 0 };
}
