// What an expression names, without running any code: names, attributes that are plain values, items by constant keys. For
// hovers, and for programs in which no thread can run.

import { _PyParser_ASTFromString } from '../frontend';
import type { expr, PyConst } from '../include/pycore_ast';
import { PyModuleObject, PyTupleObject, PyTypeObject, PyVarObject } from '../include/generated/offsets';
import { PyModule_Type } from '../include/statics';
import { dict_get, dict_items } from './dicts';
import { frame_builtins, frame_globals, frame_locals } from './frames';
import { derives, is_type, object_slot, slot, ssize, type_of, unicode_text } from './memory';
import { attribute_children, container_children, container_kind, container_length, long_value } from './objects';

/** The object's address; 0: it cannot be told without running code. */
export function peek(text: string, frame: number): number {
  try {
    const tree = _PyParser_ASTFromString(text.trim(), '<hover>', 'eval');
    return tree.kind === 'Expression' ? value_of(tree.body, frame) : 0;
  } catch {
    return 0;
  }
}

function value_of(node: expr, frame: number): number {
  switch (node.kind) {
    case 'Name':
      return frame_locals(frame).find((l) => l.name === node.id)?.value ?? (dict_get(frame_globals(frame), node.id) || dict_get(frame_builtins(frame), node.id));
    case 'Attribute': {
      const owner = value_of(node.value, frame);
      return owner === 0 ? 0 : attribute(owner, node.attr);
    }
    case 'Subscript': {
      const owner = value_of(node.value, frame);
      return owner === 0 ? 0 : item(owner, node.slice);
    }
    default:
      return 0;
  }
}

/** A value that getattr() would hand out as it lies there: no descriptor takes part. */
function attribute(owner: number, name: string): number {
  if (derives(type_of(owner), PyModule_Type)) return dict_get(object_slot(owner + PyModuleObject.md_dict), name);
  const in_type = is_type(owner) ? in_mro(owner, name) : in_mro(type_of(owner), name);
  if (!is_type(owner)) {
    // A data descriptor of the class (a property) would run; a slot's member descriptor only reads.
    const own = attribute_children(owner).find((c) => c.name === name);
    if (own !== undefined) return own.value;
  }
  return in_type !== 0 && slot(type_of(in_type) + PyTypeObject.tp_descr_get) === 0 ? in_type : 0;
}

function in_mro(type: number, name: string): number {
  const mro = slot(type + PyTypeObject.tp_mro);
  for (let i = 0, n = ssize(mro + PyVarObject.ob_size); i < n && i < 100; i++) {
    const found = dict_get(slot(slot(mro + PyTupleObject.ob_item + i * 8) + PyTypeObject.tp_dict), name);
    if (found !== 0) return found;
  }
  return 0;
}

function item(owner: number, index: expr): number {
  const negative = index.kind === 'UnaryOp' && index.op === 'USub' && index.operand.kind === 'Constant';
  const constant: PyConst | null = index.kind === 'Constant' ? index.value : negative ? (index.operand as { value: PyConst }).value : null;
  if (constant === null) return 0;
  const n = constant.t === 'int' ? (negative ? -constant.v : constant.v) : null;
  switch (container_kind(owner)) {
    case 'sequence': {
      if (n === null) return 0;
      const at = Number(n) + (n < 0n ? container_length(owner) : 0);
      return at < 0 ? 0 : (container_children(owner, at, 1)[0]?.value ?? 0);
    }
    case 'mapping':
      if (constant.t === 'str') return dict_get(owner, constant.v);
      return n === null ? 0 : (dict_items(owner).find(({ key }) => long_value(key) === n && unicode_text(key, 1) === null)?.value ?? 0);
    default:
      return 0;
  }
}
