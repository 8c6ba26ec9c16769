// Sizes of a program's memory in MiB: launch.json's schema and the adapter's check are both made from these.

export const MIN_HEAP_MIB = 16;
export const DEFAULT_HEAP_MIB = 512;
/** Addresses lie below 2 GiB. */
export const MAX_HEAP_MIB = 2047;
