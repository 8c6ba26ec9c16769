// The function table: what a C function pointer in a slot, a PyMethodDef or a vectorcall field is here.
//
// A function is registered once at module evaluation, so that every realm that loads the same bundle gets the same index.
// Index 0 is NULL. Indexes are 8-byte `func` fields in structs; calls go through `FUNCS[HEAP32[(tp + PyTypeObject.tp_repr) >> 2]](o)`.

// biome-ignore lint/suspicious/noExplicitAny: functions of every C signature share this table
export type CFunction = (...args: any[]) => any;

export const FUNCS: CFunction[] = [
  () => {
    throw new Error('call through a NULL function pointer');
  },
];
const indexes = new Map<CFunction, number>();

/** The index of `f`, registered when it is new; 0 for null. */
export function func_index(f: CFunction | null | undefined): number {
  if (!f) return 0;
  let i = indexes.get(f);
  if (i === undefined) {
    i = FUNCS.length;
    FUNCS.push(f);
    indexes.set(f, i);
  }
  return i;
}

/** How many functions of C extensions a process can have. */
export const C_FUNCTIONS_MAX = 4096;
let c_functions = 0;

/** Once a realm, after every module registered its functions: indexes for C extensions, the same in every realm. `first` makes the function that is called the first time. */
export function reserve_c_functions(first: (index: number) => CFunction): void {
  c_functions = FUNCS.length;
  for (let i = c_functions; i < c_functions + C_FUNCTIONS_MAX; i++) FUNCS.push((...args) => first(i)(...args));
}
/** The first index of the C range. */
export function c_functions_base(): number {
  return c_functions;
}
export function is_c_function(index: number): boolean {
  return index >= c_functions && index < c_functions + C_FUNCTIONS_MAX;
}
/** What calls the C function with this index in this realm. */
export function set_c_function(index: number, f: CFunction): void {
  FUNCS[index] = f;
  indexes.set(f, index);
}

/** The C name of the function with this index, for disassembly and views. */
export function func_name(i: number): string {
  return i === 0 ? 'NULL' : (FUNCS[i]?.name ?? `func#${i}`);
}
