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

class Parser {
  private at = 0;
  constructor(
    private readonly all: Token[],
    private readonly names: Readonly<Record<string, ConditionValue>>,
  ) {}

  whole(): ConditionValue {
    const v = this.or();
    if (this.all[this.at].kind !== 'end') throw new NotSimple();
    return v;
  }

  private take(text: string): boolean {
    if (this.all[this.at].kind === 'string' || this.all[this.at].text !== text || this.all[this.at].kind === 'end') return false;
    this.at++;
    return true;
  }

  private or(): ConditionValue {
    let v = this.and();
    while (this.take('or')) {
      const right = this.and();
      v = truth(v) ? v : right;
    }
    return v;
  }

  private and(): ConditionValue {
    let v = this.not();
    while (this.take('and')) {
      const right = this.not();
      v = truth(v) ? right : v;
    }
    return v;
  }

  private not(): ConditionValue {
    return this.take('not') ? !truth(this.not()) : this.comparison();
  }

  private comparison(): ConditionValue {
    let left = this.atom();
    let result: boolean | null = null;
    for (;;) {
      const op = this.operator();
      if (op === null) return result ?? left;
      const right = this.atom();
      result = (result ?? true) && compare(op, left, right);
      left = right;
    }
  }

  private operator(): string | null {
    for (const op of ['==', '!=', '<=', '>=', '<', '>', 'in']) if (this.take(op)) return op;
    if (this.all[this.at].text === 'not' && this.all[this.at + 1].text === 'in') {
      this.at += 2;
      return 'not in';
    }
    return null;
  }

  private atom(): ConditionValue {
    const token = this.all[this.at++];
    if (token.kind === 'string' || token.kind === 'number') return token.value!;
    if (token.kind === 'name') return this.name(token.text);
    if (token.text === '-') {
      const v = this.atom();
      if (typeof v !== 'number') throw new NotSimple();
      return -v;
    }
    if (token.text === '(' || token.text === '[') return this.group(token.text === '(' ? ')' : ']');
    throw new NotSimple();
  }

  private group(close: string): ConditionValue {
    const items: ConditionValue[] = [];
    let tuple = close === ']';
    while (!this.take(close)) {
      items.push(this.or());
      if (this.take(',')) tuple = true;
      else if (this.take(close)) break;
      else throw new NotSimple();
    }
    return tuple || items.length !== 1 ? items : items[0];
  }

  private name(text: string): ConditionValue {
    if (text === 'True') return true;
    if (text === 'False') return false;
    if (text === 'None') return null;
    let key = text;
    while (this.all[this.at].text === '.' && this.all[this.at].kind === 'op') key += `.${this.all[this.at + 1].text}`, (this.at += 2);
    if (!Object.hasOwn(this.names, key)) throw new NotSimple();
    return this.names[key];
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

/** Whether the condition holds; undefined when Python must decide. */
export function simple_condition(text: string, names: Readonly<Record<string, ConditionValue>>): boolean | undefined {
  try {
    return truth(new Parser(tokens(text), names).whole());
  } catch (error) {
    if (error instanceof NotSimple || error instanceof TypeError) return undefined;
    throw error;
  }
}
