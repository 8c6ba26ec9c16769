// Hit conditions of breakpoints: a number, or an operator and a number (see hit_condition_met in probe/control.ts).

const FORM = /^\s*(?:(?:==|>=|<=|>|<|%)\s*)?\d+\s*$/;

/** What a breakpoint's answer says about a hit condition that cannot be understood. */
export function hit_condition_problem(text: string | undefined): { verified: false; message: string } | Record<string, never> {
  if (text === undefined || text === '' || FORM.test(text)) return {};
  return { verified: false, message: `The hit count "${text}" is not understood: write 5, > 5, >= 5, < 5, <= 5 or % 5.` };
}
