// Stub.
import type { CFunction } from '../include/functable';
import type { CFunctionInfo } from './cfunction';
import type { Kind } from './signatures';
export interface Frame { name: string }
export function enter(_kind: Kind, _info: CFunctionInfo, _a: number, _b: number): Frame | null { return null; }
export function leave(_frame: Frame, _kind: Kind, _result: number): void {}
export function kept(_name: string, f: CFunction, _signature: string, _owns: string): CFunction { return f; }
export const ledger_functions: Record<string, readonly [CFunction, string, string]> = {
  _PyXray_IncRef: [(_op: number) => {}, 'vP', ''], _PyXray_DecRef: [(_op: number) => {}, 'vP', ''], _PyXray_Steal: [(_op: number) => {}, 'vP', ''],
};
export function register_data(_base: number, _size: number): void {}
