// Where C code was written: the line tables that clang puts into an extension. Source: DWARF 4, section 6.2 ("Line Number
// Information"); its addresses count from the start of the code section's payload.

interface Row {
  address: number;
  file: string;
  line: number;
}

class Bytes {
  private readonly view: DataView;
  constructor(
    private readonly bytes: Uint8Array,
    public at: number,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  u8(): number {
    return this.bytes[this.at++];
  }
  i8(): number {
    return (this.u8() << 24) >> 24;
  }
  u16(): number {
    this.at += 2;
    return this.view.getUint16(this.at - 2, true);
  }
  u32(): number {
    this.at += 4;
    return this.view.getUint32(this.at - 4, true);
  }
  leb(signed = false): number {
    let v = 0;
    for (let shift = 0; ; shift += 7) {
      const b = this.u8();
      v |= (b & 127) << shift;
      if (b < 128) return signed && b & 64 && shift < 25 ? v | (-1 << (shift + 7)) : v;
    }
  }
  text(): string {
    const end = this.bytes.indexOf(0, this.at);
    const s = new TextDecoder().decode(this.bytes.slice(this.at, end));
    this.at = end + 1;
    return s;
  }
}

/** Names of a unit's files by their number, with their directory unless that is the compiler's own. */
function read_files(r: Bytes): string[] {
  const directories = [''];
  for (let d = r.text(); d !== ''; d = r.text()) directories.push(d);
  const files = ['?'];
  for (let name = r.text(); name !== ''; name = r.text()) {
    const directory = directories[r.leb()];
    r.leb();
    r.leb();
    files.push(directory ? `${directory}/${name}` : name);
  }
  return files;
}

const LNS = { copy: 1, advance_pc: 2, advance_line: 3, set_file: 4, set_column: 5, const_add_pc: 8, fixed_advance_pc: 9, set_isa: 12 } as const;
const LNE = { end_sequence: 1, set_address: 2 } as const;

/** Runs the line program of one unit; `r` stands behind its length. */
function read_unit(r: Bytes, end: number, rows: Row[]): void {
  const version = r.u16();
  if (version > 4) return;
  const header = r.u32();
  const program = r.at + header;
  const unit = r.u8();
  if (version >= 4) r.u8();
  r.u8();
  const line_base = r.i8();
  const line_range = r.u8();
  const opcode_base = r.u8();
  const arguments_of = [0];
  for (let i = 1; i < opcode_base; i++) arguments_of.push(r.u8());
  const files = read_files(r);
  r.at = program;
  let [address, file, line] = [0, 1, 1];
  const put = (): void => void rows.push({ address, file: files[file] ?? '?', line });
  const special = (n: number): void => void (address += Math.floor((n - opcode_base) / line_range) * unit);
  while (r.at < end) {
    const op = r.u8();
    if (op >= opcode_base) {
      special(op);
      line += line_base + ((op - opcode_base) % line_range);
      put();
    } else if (op === 0) {
      const size = r.leb();
      const next = r.at + size;
      const extended = r.u8();
      if (extended === LNE.set_address) address = r.u32();
      else if (extended === LNE.end_sequence) {
        put();
        [address, file, line] = [0, 1, 1];
      }
      r.at = next;
    } else if (op === LNS.copy) put();
    else if (op === LNS.advance_pc) address += r.leb() * unit;
    else if (op === LNS.advance_line) line += r.leb(true);
    else if (op === LNS.set_file) file = r.leb();
    else if (op === LNS.const_add_pc) special(255);
    else if (op === LNS.fixed_advance_pc) address += r.u16();
    else for (let i = arguments_of[op]; i > 0; i--) r.leb();
  }
}

/** Sorted by address. `section`: the contents of .debug_line. */
export function read_lines(section: Uint8Array): Row[] {
  const rows: Row[] = [];
  for (let at = 0; at + 4 <= section.length; ) {
    const r = new Bytes(section, at);
    const end = at + 4 + r.u32();
    read_unit(r, end, rows);
    at = end;
  }
  return rows.sort((a, b) => a.address - b.address);
}

/** Inlined from PyXray's own headers or clang's: not where the person wrote. */
const FOREIGN = /(^|\/)(\.pyxray|usr)\/|Python\.h$/;

/** The line of `address`, for example "spam.c:12"; of what was inlined from our headers, the line before. '' when it is not known. */
export function line_at(rows: readonly Row[], address: number): string {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle].address <= address) low = middle + 1;
    else high = middle;
  }
  for (let i = low - 1; i >= 0; i--) if (!FOREIGN.test(rows[i].file) && rows[i].line > 0) return `${rows[i].file}:${rows[i].line}`;
  return '';
}
