// Answers to Modules/unicodedata_db.h and unicodename_db.h of CPython 3.13 (Unicode 15.1), and to what Modules/unicodedata.c reads of them.
// Deviation: the tables come from one JSON text (tools/regen_unicodedata.py asks CPython for them), read when first needed. No heap.
//
// Its form: `runs` says for all code points in order which record is theirs, `number*count,...` in base 36. Values are runs
// `start*count:first value`, rising by one. Names are word numbers in one to three letters of ALPHABET, a blank between two names.

export type Record = [category: string, combining: number, bidirectional: string, mirrored: number, east_asian_width: string];

interface Names {
  ranges: [start: number, end: number, prefix: string][];
  lexicon: string;
  codes: string;
  words: string;
}
interface Old {
  version: string;
  records: Record[];
  runs: string;
  corrections: { [hex: string]: string };
  decimal: { [hex: string]: string | null };
  digit: { [hex: string]: string | null };
  numeric: { [hex: string]: string | null };
}
interface Data {
  version: string;
  records: Record[];
  runs: string;
  decimal: string;
  digit: string;
  numeric: string;
  decompositions: string;
  exclusions: string;
  names: Names;
  aliases: { [name: string]: string };
  old: Old;
}

export type ValueKind = 'decimal' | 'digit' | 'numeric';

/** Which record a code point has: starts of the runs and the records' numbers. */
class Runs {
  private readonly starts: Int32Array;
  private readonly numbers: Uint16Array;

  constructor(text: string) {
    const runs = text.split(',');
    this.starts = new Int32Array(runs.length);
    this.numbers = new Uint16Array(runs.length);
    let at = 0;
    runs.forEach((run, i) => {
      const [number = '', count = '1'] = run.split('*');
      this.starts[i] = at;
      this.numbers[i] = Number.parseInt(number, 36);
      at += Number.parseInt(count, 36);
    });
  }

  at(cp: number): number {
    let low = 0;
    let high = this.starts.length;
    while (high - low > 1) {
      const mid = (low + high) >> 1;
      if (this.starts[mid] <= cp) low = mid;
      else high = mid;
    }
    return this.numbers[low];
  }
}

const SINGLE = 40;
const DOUBLE = 36;
const LETTERS = [...Array(94).keys()].map((i) => i + 33).filter((c) => c !== 34 && c !== 92);
const NUMBER_OF = new Int8Array(128);
for (const [i, c] of LETTERS.entries()) NUMBER_OF[c] = i;

/** The words of one name. */
function words_of(text: string, lexicon: string[]): string {
  const size = LETTERS.length;
  const out: string[] = [];
  for (let i = 0; i < text.length; ) {
    const first = NUMBER_OF[text.charCodeAt(i++)];
    let n = first;
    if (first >= SINGLE + DOUBLE) {
      n = (first - SINGLE - DOUBLE) * size * size + NUMBER_OF[text.charCodeAt(i)] * size + NUMBER_OF[text.charCodeAt(i + 1)] + SINGLE + DOUBLE * size;
      i += 2;
    } else if (first >= SINGLE) n = (first - SINGLE) * size + NUMBER_OF[text.charCodeAt(i++)] + SINGLE;
    out.push(lexicon[n] ?? '');
  }
  return out.join(' ');
}

const parse36 = (s: string): number => Number.parseInt(s, 36);
const fraction = (s: string): number => {
  const [a = '', b = '1'] = s.split('/');
  return Number(a) / Number(b);
};

function values_of(text: string): Map<number, number> {
  const out = new Map<number, number>();
  for (const run of text.split(' ')) {
    const [where = '', first = ''] = run.split(':');
    const [start = '', count = '1'] = where.split('*');
    for (let i = 0; i < parse36(count); i++) out.set(parse36(start) + i, fraction(first) + i);
  }
  return out;
}

const SBASE = 0xac00;
const LBASE = 0x1100;
const VBASE = 0x1161;
const TBASE = 0x11a7;
const [LCOUNT, VCOUNT, TCOUNT] = [19, 21, 28];
const NCOUNT = VCOUNT * TCOUNT;
const SCOUNT = LCOUNT * NCOUNT;
const JAMO_L = 'G GG N D DD R M B BB S SS  J JJ C K T P H'.split(' ');
const JAMO_V = 'A AE YA YAE EO E YEO YE O WA WAE OE YO U WEO WE WI YU EU YI I'.split(' ');
const JAMO_T = ' G GG GS N NJ NH D L LG LM LB LS LT LP LH M B BS S SS NG J C K T P H'.split(' ');

export class UnicodeDb {
  private readonly runs: Runs;
  private readonly old_runs: Runs;
  private readonly values = new Map<ValueKind, Map<number, number>>();
  private decompositions: Map<number, string> | undefined;
  private compositions: Map<number, number> | undefined;
  private names: Map<number, string> | undefined;
  private codes: Map<string, number> | undefined;

  constructor(private readonly data: Data) {
    this.runs = new Runs(data.runs);
    this.old_runs = new Runs(data.old.runs);
  }

  version(old: boolean): string {
    return old ? this.data.old.version : this.data.version;
  }

  record(cp: number, old: boolean): Record {
    return old ? this.data.old.records[this.old_runs.at(cp)] : this.data.records[this.runs.at(cp)];
  }

  assigned(cp: number, old: boolean): boolean {
    return this.record(cp, old)[0] !== 'Cn';
  }

  /** The character's value; undefined when it has none. CPython asks the old database for decimal and numeric only. */
  value(kind: ValueKind, cp: number, old: boolean): number | undefined {
    if (old && kind !== 'digit') {
      if (!this.assigned(cp, true)) return undefined;
      const changed = this.data.old[kind][cp.toString(16).toUpperCase()];
      if (changed !== undefined) return changed === null ? undefined : fraction(changed);
    }
    let table = this.values.get(kind);
    if (!table) this.values.set(kind, (table = values_of(this.data[kind])));
    return table.get(cp);
  }

  /** As UnicodeData.txt has it: `<font> 0041`; '' when there is none, and for Hangul syllables. */
  decomposition(cp: number): string {
    if (!this.decompositions) {
      this.decompositions = new Map();
      for (const entry of this.data.decompositions.split(';')) {
        const [hex = '', text = ''] = entry.split('=');
        this.decompositions.set(Number.parseInt(hex, 16), text);
      }
    }
    return this.decompositions.get(cp) ?? '';
  }

  /** The name without aliases and sequences; null when there is none. */
  name(cp: number): string | null {
    if (cp >= SBASE && cp < SBASE + SCOUNT) return hangul_name(cp - SBASE);
    for (const [start, end, prefix] of this.data.names.ranges) {
      if (cp >= start && cp <= end) return prefix + hex4(cp);
    }
    return this.all_names().get(cp) ?? null;
  }

  private all_names(): Map<number, string> {
    if (this.names) return this.names;
    this.names = new Map();
    const lexicon = this.data.names.lexicon.split(' ');
    const words = this.data.names.words.split(' ');
    let i = 0;
    for (const run of this.data.names.codes.split(' ')) {
      const [start = '', count = ''] = run.split('*');
      for (let k = 0; k < parse36(count); k++) this.names.set(parse36(start) + k, words_of(words[i++] ?? '', lexicon));
    }
    return this.names;
  }

  /** The characters with this name, alias or named sequence; null when there are none. The old database has names only. */
  lookup(name: string, old: boolean): number[] | null {
    const hangul = /^HANGUL SYLLABLE (.*)$/.exec(name);
    if (hangul) return hangul_code(hangul[1]);
    const cjk = /^CJK UNIFIED IDEOGRAPH-([0-9A-F]{4,5})$/.exec(name);
    if (cjk) {
      const cp = Number.parseInt(cjk[1], 16);
      return this.name(cp) === name ? [cp] : null;
    }
    const upper = name.toUpperCase();
    const alias = this.data.aliases[upper];
    if (alias !== undefined) return old ? null : alias.split(' ').map((hex) => Number.parseInt(hex, 16));
    const ranged = /^(.*-)([0-9A-F]{4,5})$/.exec(upper);
    if (ranged && !ranged[1].startsWith('CJK UNIFIED')) {
      const cp = Number.parseInt(ranged[2], 16);
      if (cp < 0x110000 && this.name(cp) === upper) return [cp];
    }
    if (!this.codes) this.codes = new Map([...this.all_names()].map(([cp, n]) => [n, cp]));
    const cp = this.codes.get(upper);
    return cp === undefined ? null : [cp];
  }

  /** Canonical pairs: first * 2^21 + second → composed. */
  private pairs(): Map<number, number> {
    if (this.compositions) return this.compositions;
    this.compositions = new Map();
    const excluded = new Set(this.data.exclusions.split(' ').map((hex) => Number.parseInt(hex, 16)));
    this.decomposition(0);
    for (const [cp, text] of this.decompositions ?? []) {
      const parts = text.split(' ');
      if (text.startsWith('<') || parts.length !== 2 || excluded.has(cp)) continue;
      this.compositions.set(Number.parseInt(parts[0] ?? '', 16) * 0x200000 + Number.parseInt(parts[1] ?? '', 16), cp);
    }
    return this.compositions;
  }

  private decompose(cp: number, compat: boolean, old: boolean, out: number[]): void {
    if (cp >= SBASE && cp < SBASE + SCOUNT) {
      const s = cp - SBASE;
      out.push(LBASE + Math.floor(s / NCOUNT), VBASE + Math.floor((s % NCOUNT) / TCOUNT));
      if (s % TCOUNT) out.push(TBASE + (s % TCOUNT));
      return;
    }
    if (cp < 0x80 || (old && !this.assigned(cp, true))) {
      out.push(cp);
      return;
    }
    const correction = old ? this.data.old.corrections[cp.toString(16).toUpperCase()] : undefined;
    const text = correction ?? this.decomposition(cp);
    if (text === '' || (!compat && text.startsWith('<'))) out.push(cp);
    else for (const part of text.split(' ')) if (!part.startsWith('<')) this.decompose(Number.parseInt(part, 16), compat, old, out);
  }

  /** Code points in the normal form 'NFC', 'NFD', 'NFKC' or 'NFKD'. */
  normalize(form: string, text: number[], old: boolean): number[] {
    const out: number[] = [];
    for (const cp of text) this.decompose(cp, form.includes('K'), old, out);
    this.reorder(out);
    return form.endsWith('C') ? this.compose(out) : out;
  }

  /** Runs of combining characters into the order of their classes, stably. */
  private reorder(out: number[]): void {
    for (let i = 0; i < out.length; ) {
      if (this.combining(out[i]) === 0) {
        i++;
        continue;
      }
      let end = i;
      while (end < out.length && this.combining(out[end]) !== 0) end++;
      const sorted = out.slice(i, end).sort((a, b) => this.combining(a) - this.combining(b));
      for (const cp of sorted) out[i++] = cp;
    }
  }

  private combining(cp: number): number {
    return cp < 0x300 ? 0 : this.record(cp, false)[1];
  }

  private compose(text: number[]): number[] {
    const pairs = this.pairs();
    const out: number[] = [];
    let starter = -1;
    let last = 0;
    for (const cp of text) {
      const combining = this.combining(cp);
      const blocked = starter >= 0 && out.length - 1 > starter && (last === 0 || last >= combining);
      if (starter >= 0 && !blocked) {
        const made = hangul_pair(out[starter], cp) ?? pairs.get(out[starter] * 0x200000 + cp);
        if (made !== undefined) {
          out[starter] = made;
          continue;
        }
      }
      if (combining === 0) starter = out.length;
      last = combining;
      out.push(cp);
    }
    return out;
  }
}

const hex4 = (cp: number): string => cp.toString(16).toUpperCase().padStart(4, '0');

function hangul_name(s: number): string {
  return `HANGUL SYLLABLE ${JAMO_L[Math.floor(s / NCOUNT)]}${JAMO_V[Math.floor((s % NCOUNT) / TCOUNT)]}${JAMO_T[s % TCOUNT]}`;
}

/** The longest jamo that `text` has at `from`: its number and the position after it. */
function find_syllable(text: string, from: number, table: string[]): [number, number] {
  let best = -1;
  for (let i = 0; i < table.length; i++) {
    if (text.startsWith(table[i], from) && (best < 0 || table[i].length > table[best].length)) best = i;
  }
  return [best, best < 0 ? from : from + table[best].length];
}

function hangul_code(syllable: string): number[] | null {
  const [l, after_l] = find_syllable(syllable, 0, JAMO_L);
  const [v, after_v] = find_syllable(syllable, after_l, JAMO_V);
  const [t, after_t] = find_syllable(syllable, after_v, JAMO_T);
  return l < 0 || v < 0 || t < 0 || after_t !== syllable.length ? null : [SBASE + (l * VCOUNT + v) * TCOUNT + t];
}

function hangul_pair(a: number, b: number): number | undefined {
  if (a >= LBASE && a < LBASE + LCOUNT && b >= VBASE && b < VBASE + VCOUNT) return SBASE + ((a - LBASE) * VCOUNT + b - VBASE) * TCOUNT;
  if (a >= SBASE && a < SBASE + SCOUNT && (a - SBASE) % TCOUNT === 0 && b > TBASE && b < TBASE + TCOUNT) return a + b - TBASE;
  return undefined;
}
