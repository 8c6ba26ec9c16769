// Which place a row of the variables pane, or an expression, names for a data breakpoint.

import type { DebugProtocol } from '@vscode/debugprotocol';
import { _PyInterpreterFrame, PyCellObject, PyCodeObject } from '../interpreter/include/generated/offsets';
import { Py_TPFLAGS_LIST_SUBCLASS } from '../interpreter/include/object';
import type { DataPlace } from '../interpreter/probe/control';
import { bytes_problem } from '../interpreter/probe/data_watches';
import { dict_items, is_dict } from '../interpreter/probe/dicts';
import { frame_code, frame_globals, frame_locals, generator_of, type Local } from '../interpreter/probe/frames';
import { has_flag, hex, int32, slot, type_name_of, unicode_text } from '../interpreter/probe/memory';
import { attribute_children, type Child, container_children, container_kind, safe_repr, short_repr, slots_children } from '../interpreter/probe/objects';
import { peek } from '../interpreter/probe/peek';
import { key_of } from '../interpreter/probe/places';
import { c_fields } from '../interpreter/probe/cview';
import type { OfferedPlace } from './breakpointStore';
import type { VariableTree } from './variables';

const DEFAULT_BYTES = 8;

/** `frame`: where an expression is looked up. A string says why there is none. */
export function data_place(tree: VariableTree, args: DebugProtocol.DataBreakpointInfoArguments, at: { tstate: number; frame: number }): OfferedPlace | string {
  if (args.asAddress) return bytes_at(Number(args.name), args.bytes ?? DEFAULT_BYTES);
  const found = args.variablesReference === undefined || args.variablesReference === 0 ? of_expression(args.name, at) : of_row(tree, args.variablesReference, args.name);
  return found ?? `"${args.name}" is nothing that can be watched: it is no name, attribute, item, count or field`;
}

function bytes_at(at: number, count: number): OfferedPlace | string {
  return bytes_problem(at, count) ?? { place: { kind: 'bytes', object: 0, at, count }, label: `${count} bytes at ${hex(at)}` };
}

function count_of(op: number): OfferedPlace {
  return { place: { kind: 'count', object: op }, label: `count of ${short_repr(op)}` };
}

function of_row(tree: VariableTree, reference: number, name: string): OfferedPlace | null {
  const { node, child } = tree.row(reference, name);
  if (node.kind === 'c') return name === 'ob_refcnt' ? count_of(node.op) : of_field(node.op, name);
  if (node.kind === 'object') {
    if (child !== undefined && child.at !== 0) return in_object(node.op, child, node.name);
    return name === 'ob_refcnt' || name === 'id()' ? count_of(node.op) : child === undefined ? null : count_of(child.value);
  }
  if (child === undefined) return null;
  if (node.scope === 'locals') return of_local(node.tstate, node.frame, child);
  return node.scope === 'globals' ? in_namespace(frame_globals(node.frame), child) : count_of(child.value);
}

function of_field(op: number, name: string): OfferedPlace | null {
  const field = c_fields(op, String).find((f) => f.name === name);
  if (field === undefined || field.width === 0) return null;
  return { place: { kind: 'bytes', object: op, at: field.at, count: field.width }, label: `${name} of ${type_name_of(op)} at ${hex(op)}` };
}

function of_local(tstate: number, frame: number, child: Child): OfferedPlace | null {
  if (!('kind' in child)) return in_namespace(slot(frame + _PyInterpreterFrame.f_locals), child);
  const local = child as Local;
  const code = frame_code(frame);
  const slots = frame + _PyInterpreterFrame.localsplus;
  // Elsewhere than in the frame: in a cell.
  const own = local.at >= slots && local.at < slots + 8 * int32(code + PyCodeObject.co_nlocalsplus);
  const place: DataPlace = own ? { kind: 'local', object: generator_of(frame), tstate, frame, code, at: local.at } : { kind: 'cell', object: local.at - PyCellObject.ob_ref };
  return { place, label: local.name };
}

function in_namespace(dict: number, child: Child): OfferedPlace | null {
  return is_dict(dict) ? in_dict(dict, child, child.name) : null;
}

function in_dict(dict: number, child: Child, label: string): OfferedPlace | null {
  const key = dict_items(dict).find((item) => item.at === child.at)?.key;
  return key === undefined ? null : { place: { kind: 'key', object: dict, key: key_of(key, unicode_text(key)) }, label };
}

function in_object(op: number, child: Child, owner: string): OfferedPlace | null {
  const whose = owner === '' ? `${type_name_of(op)} at ${hex(op)}` : owner;
  const same = (c: Child): boolean => c.name === child.name && c.at === child.at;
  if (slots_children(op).some(same)) return { place: { kind: 'slot', object: op, at: child.at }, label: `${whose}.${child.name}` };
  if (attribute_children(op).some(same)) return { place: { kind: 'attribute', object: op, name: child.name }, label: `${whose}.${child.name}` };
  const label = `${whose}[${child.name}]`;
  if (container_kind(op) === 'sequence' && has_flag(op, Py_TPFLAGS_LIST_SUBCLASS)) return { place: { kind: 'item', object: op, index: Number(child.name) }, label };
  if (container_kind(op) === 'mapping' && is_dict(op)) return in_dict(op, child, label);
  // Of a tuple, a set, a deque: it cannot be replaced, or its place has no name.
  return count_of(child.value);
}

/** A name, or an attribute or item of something that can be read without running code. */
function of_expression(text: string, { tstate, frame }: { tstate: number; frame: number }): OfferedPlace | null {
  const name = text.trim();
  if (frame === 0) return null;
  const local = frame_locals(frame).find((l) => l.name === name);
  if (local !== undefined) return of_local(tstate, frame, local);
  const global = dict_items(frame_globals(frame)).find((i) => unicode_text(i.key, 300) === name);
  if (global !== undefined) return in_namespace(frame_globals(frame), { name, value: global.value, at: global.at });
  const [, owner_text, attribute, item] = /^(.+?)(?:\.\s*([A-Za-z_]\w*)|\[([^[\]]+)\])$/s.exec(name) ?? [];
  const owner = owner_text === undefined ? 0 : peek(owner_text, frame);
  const value = peek(name, frame);
  if (owner === 0) return value === 0 ? null : count_of(value);
  const child = attribute === undefined ? item_named(owner, item, value) : attribute_children(owner).find((c) => c.name === attribute);
  return child === undefined ? null : in_object(owner, child, owner_text);
}

function item_named(owner: number, key: string, value: number): Child | undefined {
  const names = [key.trim(), key.trim().replace(/^"(.*)"$/s, "'$1'")];
  if (container_kind(owner) === 'sequence' && /^\d+$/.test(names[0])) return container_children(owner, Number(names[0]), 1)[0];
  if (is_dict(owner)) return dict_items(owner).map((i) => ({ name: safe_repr(i.key), value: i.value, at: i.at })).find((c) => names.includes(c.name) && c.value === value);
  return undefined;
}
