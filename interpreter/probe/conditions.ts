// Conditions over an event's names, decided without running Python where they are simple: comparisons of names with literals,
// and, or, not, in, parentheses. What is not simple answers undefined, and Python evaluates it.

export type ConditionValue = string | number | boolean | null | ConditionValue[];

interface Token {
  kind: 'name' | 'number' | 'string' | 'op' | 'end';
  text: string;
  value?: ConditionValue;
}

class NotSimple extends Error {}

const TOKEN = /\s*(?:([A-Za-z_]\w*)|(0x[0-9a-fA-F]+|\d+(?:\.\d*)?(?:[eE][+-]?\d+)?)|('(?:[^'\\\n]|\\['"\\])*'|"(?:[^"\\\n]|\\['"\\])*")|(==|!=|<=|>=|<|>|\(|\)|\[|\]|,|-|\.))/y;

function tokens(text: string): Token[] {
  const found: Token[] = [];
  TOKEN.lastIndex = 0;
  const source = text.trimEnd();
  while (TOKEN.lastIndex < source.length) {
    const m = TOKEN.exec(source);
    if (m === null) throw new NotSimple();
    if (m[1] !== undefined) found.push({ kind: 'name', text: m[1] });
    else if (m[2] !== undefined) found.push({ kind: 'number', text: m[2], value: Number(m[2]) });
    else if (m[3] !== undefined) found.push({ kind: 'string', text: m[3], value: m[3].slice(1, -1).replace(/\\(.)/g, '$1') });
    else found.push({ kind: 'op', text: m[4] });
  }
  found.push({ kind: 'end', text: '' });
  return found;
}

/** The value of a name; undefined: Python must decide. */
export type Names = (name: string) => ConditionValue | undefined;
type Expression = (names: Names) => ConditionValue;

class Parser {
  private at = 0;
  constructor(private readonly all: Token[]) {}

  whole(): Expression {
    const e = this.or();
    if (this.all[this.at].kind !== 'end') throw new NotSimple();
    return e;
  }

  private take(text: string): boolean {
    const token = this.all[this.at];
    if (token.kind === 'string' || token.kind === 'end' || token.text !== text) return false;
    this.at++;
    return true;
  }

  private or(): Expression {
    const left = this.and();
    if (!this.take('or')) return left;
    const right = this.or();
    return (names) => {
      const v = left(names);
      return truth(v) ? v : right(names);
    };
  }

  private and(): Expression {
    const left = this.not();
    if (!this.take('and')) return left;
    const right = this.and();
    return (names) => {
      const v = left(names);
      return truth(v) ? right(names) : v;
    };
  }

  private not(): Expression {
    if (!this.take('not')) return this.comparison();
    const e = this.not();
    return (names) => !truth(e(names));
  }

  private comparison(): Expression {
    const first = this.atom();
    const rest: [string, Expression][] = [];
    for (let op = this.operator(); op !== null; op = this.operator()) rest.push([op, this.atom()]);
    if (rest.length === 0) return first;
    return (names) => {
      let left = first(names);
      for (const [op, e] of rest) {
        const right = e(names);
        if (!compare(op, left, right)) return false;
        left = right;
      }
      return true;
    };
  }

  private operator(): string | null {
    for (const op of ['==', '!=', '<=', '>=', '<', '>', 'in']) if (this.take(op)) return op;
    if (this.all[this.at].text === 'not' && this.all[this.at + 1]?.text === 'in') {
      this.at += 2;
      return 'not in';
    }
    return null;
  }

  private atom(): Expression {
    const token = this.all[this.at++];
    if (token.kind === 'string' || token.kind === 'number') return () => token.value!;
    if (token.kind === 'name') return this.name(token.text);
    if (token.text === '-') {
      const e = this.atom();
      return (names) => {
        const v = e(names);
        if (typeof v !== 'number') throw new NotSimple();
        return -v;
      };
    }
    if (token.text === '(' || token.text === '[') return this.group(token.text === '(' ? ')' : ']');
    throw new NotSimple();
  }

  private group(close: string): Expression {
    const items: Expression[] = [];
    let tuple = close === ']';
    while (!this.take(close)) {
      items.push(this.or());
      if (this.take(',')) tuple = true;
      else if (this.take(close)) break;
      else throw new NotSimple();
    }
    if (!tuple && items.length === 1) return items[0];
    return (names) => items.map((e) => e(names));
  }

  private name(text: string): Expression {
    if (text === 'True') return () => true;
    if (text === 'False') return () => false;
    if (text === 'None') return () => null;
    let key = text;
    while (this.all[this.at].text === '.' && this.all[this.at].kind === 'op') {
      key += `.${this.all[this.at + 1].text}`;
      this.at += 2;
    }
    return (names) => {
      const v = names(key);
      if (v === undefined) throw new NotSimple();
      return v;
    };
  }
}

function truth(v: ConditionValue): boolean {
  return Array.isArray(v) ? v.length > 0 : Boolean(v);
}

function equal(a: ConditionValue, b: ConditionValue): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((x, i) => equal(x, b[i]));
  return a === b || (typeof a === 'boolean' && typeof b === 'number' && Number(a) === b) || (typeof b === 'boolean' && typeof a === 'number' && Number(b) === a);
}

function compare(op: string, a: ConditionValue, b: ConditionValue): boolean {
  switch (op) {
    case '==':
      return equal(a, b);
    case '!=':
      return !equal(a, b);
    case 'in':
    case 'not in': {
      const found = Array.isArray(b) ? b.some((x) => equal(a, x)) : typeof b === 'string' && typeof a === 'string' ? b.includes(a) : null;
      if (found === null) throw new NotSimple();
      return found === (op === 'in');
    }
  }
  if (!((typeof a === 'number' && typeof b === 'number') || (typeof a === 'string' && typeof b === 'string'))) throw new NotSimple();
  return op === '<' ? a < b : op === '<=' ? a <= b : op === '>' ? a > b : a >= b;
}

const compiled = new Map<string, Expression | null>();

function compile(text: string): Expression | null {
  let e = compiled.get(text);
  if (e === undefined) {
    try {
      e = new Parser(tokens(text)).whole();
    } catch (error) {
      if (!(error instanceof NotSimple)) throw error;
      e = null;
    }
    compiled.set(text, e);
  }
  return e;
}

/** Whether the condition holds; undefined when Python must decide. */
export function simple_condition(text: string, names: Names): boolean | undefined {
  const e = compile(text);
  if (e === null) return undefined;
  try {
    return truth(e(names));
  } catch (error) {
    if (error instanceof NotSimple) return undefined;
    throw error;
  }
}
