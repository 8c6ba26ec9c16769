// What a request's arguments look like, said once in the request's file. What a client sends is held against it first, so that
// a request only ever sees what its type promises. The types below make the shape follow the type.

type OptionalKeys<T> = { [K in keyof T]-?: undefined extends T[K] ? K : never }[keyof T] & string;
type RequiredKeys<T> = Exclude<keyof T & string, OptionalKeys<T>>;

/** A whole number, any JSON value, a list of a shape, or an object. */
type ShapeOf<T> = 'any' | ([T] extends [string] ? 'string' : [T] extends [number] ? 'integer' : [T] extends [boolean] ? 'boolean' : [T] extends [readonly (infer E)[]] ? readonly [ShapeOf<E>] : Fields<T>);

/** Every required field, and those of the optional ones (their names end in "?") that the request reads. Other fields may come. */
export type Fields<T> = { readonly [K in RequiredKeys<T>]: ShapeOf<T[K]> } & { readonly [K in OptionalKeys<T> as `${K}?`]?: ShapeOf<NonNullable<T[K]>> };

export type Shape = 'string' | 'integer' | 'boolean' | 'any' | readonly [Shape] | { readonly [field: string]: Shape };

/** The shape of arguments of type T, for a request's definition. */
export function shape<T>(fields: Fields<T>): Shape {
  return fields as Shape;
}

const FORMS = { string: 'a text', integer: 'a whole number', boolean: 'true or false' };

/**
 * What is wrong with `value`, in words that name the field; null: nothing. An optional field that is null, as some clients send
 * it, is taken away.
 */
export function shape_problem(value: unknown, wanted: Shape, name = 'arguments'): string | null {
  if (wanted === 'any') return null;
  if (typeof wanted === 'string') return is_plain(value, wanted) ? null : not(name, value, FORMS[wanted]);
  if (wanted instanceof Array) return Array.isArray(value) ? list_problem(value, wanted[0], name) : not(name, value, 'a list');
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return not(name, value, 'an object');
  return fields_problem(value as Record<string, unknown>, wanted as { readonly [field: string]: Shape }, name);
}

function is_plain(value: unknown, wanted: 'string' | 'integer' | 'boolean'): boolean {
  return wanted === 'integer' ? Number.isSafeInteger(value) : typeof value === wanted;
}

function list_problem(list: readonly unknown[], wanted: Shape, name: string): string | null {
  for (const [i, item] of list.entries()) {
    const problem = shape_problem(item, wanted, `${name}[${i}]`);
    if (problem !== null) return problem;
  }
  return null;
}

function fields_problem(object: Record<string, unknown>, wanted: { readonly [field: string]: Shape }, name: string): string | null {
  for (const [key, field] of Object.entries(wanted)) {
    const optional = key.endsWith('?');
    const key_name = optional ? key.slice(0, -1) : key;
    if (optional && object[key_name] === null) delete object[key_name];
    if (optional && object[key_name] === undefined) continue;
    const problem = shape_problem(object[key_name], field, name === 'arguments' ? key_name : `${name}.${key_name}`);
    if (problem !== null) return problem;
  }
  return null;
}

function not(name: string, value: unknown, form: string): string {
  if (value === undefined) return `"${name}" is missing: it must be ${form}`;
  const text = JSON.stringify(value) ?? String(value);
  return `"${name}" is ${text.length > 40 ? `${text.slice(0, 40)}…` : text}, but it must be ${form}`;
}
