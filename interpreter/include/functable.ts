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

/** The C name of the function with this index, for disassembly and views. */
export function func_name(i: number): string {
  return i === 0 ? 'NULL' : (FUNCS[i]?.name ?? `func#${i}`);
}
