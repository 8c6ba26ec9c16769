// What data breakpoints share among the threads and with the adapter: a slot each, in PROBE_AREA.
//
//   +0 id of the breakpoint   +4 state   +8 object whose count is tagged, or 0   +12 parked   +16 value last seen (a pointer)   +32 bytes last seen

import { HEAP32 } from '../include/heap';
import { DATA_SLOT_SIZE, DATA_SLOTS, MAX_DATA_BREAKPOINTS } from './control';

export const FREE = 0;
export const ARMED = 1;
/** What was watched is gone. */
export const ENDED = 2;

const at = (slot: number): number => DATA_SLOTS + slot * DATA_SLOT_SIZE;
export const ID = (slot: number): number => at(slot) >> 2;
export const STATE = (slot: number): number => (at(slot) + 4) >> 2;
export const TAGGED = (slot: number): number => (at(slot) + 8) >> 2;
export const PARKED = (slot: number): number => (at(slot) + 12) >> 2;
export const VALUE = (slot: number): number => (at(slot) + 16) >> 2;
export const BYTES = (slot: number): number => at(slot) + 32;
export const MAX_BYTES = DATA_SLOT_SIZE - 32;

/** Objects whose count is watched now. */
export function tagged_objects(): number[] {
  const found: number[] = [];
  for (let i = 0; i < MAX_DATA_BREAKPOINTS; i++) {
    const op = HEAP32[TAGGED(i)];
    if (op !== 0 && !found.includes(op)) found.push(op);
  }
  return found;
}
