// Is a condition an expression at all? Asked when it is set, so that a slip is told at once and not at the first hit.

import { _PyParser_ASTFromString } from '../interpreter/frontend';

/** Null, or CPython's message. */
export function condition_problem(text: string | undefined): string | null {
  if (text === undefined || text.trim() === '') return null;
  try {
    _PyParser_ASTFromString(text.trim(), '<condition>', 'eval');
    return null;
  } catch (error) {
    const { type, msg } = error as { type?: string; msg?: string };
    return `the condition ${text.trim()} is no expression: ${type ?? 'SyntaxError'}: ${msg ?? (error as Error).message}`;
  }
}
