// Answers to Python/Python-tokenize.c of CPython 3.13: TokenizerIter over the compiler's own tokenizer.
//
// Deviation: the parser's tokenizer needs the whole source, so the first __next__ calls readline until its end and makes all
// tokens; the iterator keeps them in a list, and with them the exception that comes after the last. What the parser's tokenizer
// leaves out, comments and newlines that end no statement, is read from the gaps between its tokens.

import { FUNCS } from '../include/functable';
import { PyTypeObject } from '../include/generated/offsets';
import { HEAP32, read_ssize, write_ptr } from '../include/heap';
import { Py_DECREF, Py_NewRef, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_IMMUTABLETYPE, Py_TYPE, Py_XDECREF } from '../include/object';
import { PyExc_IndentationError, PyExc_StopIteration, PyExc_SyntaxError, PyExc_SyntaxWarning, PyExc_TabError, PyExc_TypeError } from '../include/statics';
import { builtin_module, type_spec } from '../include/typespec';
import { type CompileWarning, PySyntaxError } from '../include/pycore_ast';
import { PyUnicode_Decode } from '../objects/unicodeobject';
import { PyBytes_AS_STRING, PyBytes_Check, PyBytes_GET_SIZE } from '../objects/bytesobject';
import { _PyObject_CallNoArgs } from '../objects/call';
import { PyLong_FromLong } from '../objects/longobject';
import { PyTuple_New, PyTuple_SET_ITEM } from '../objects/tupleobject';
import { PyList_Append, PyList_GET_ITEM, PyList_GET_SIZE, PyList_New } from '../objects/listobject';
import { PyObject_IsTrue, PyObject_SelfIter } from '../objects/object';
import { PyType_FromModuleAndSpec } from '../objects/typeobject';
import { PyUnicode_AsJS, PyUnicode_AsUTF8, PyUnicode_Check, PyUnicode_FromString } from '../objects/unicodeobject';
import { codePointLength, E, Tokenizer } from '../parser/tokenizer';
import { T, type Token } from '../parser/token';
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_GetRaisedException, PyErr_Occurred, PyErr_SetObject, PyErr_SetRaisedException, PyErr_SetString } from '../python/errors';
import { PyErr_WarnExplicitObject } from '../python/_warnings';
import { _PyArg_BadArgument } from '../python/getargs';
import { Py_BuildValue, PyModule_AddType } from '../python/modsupport';
import { raise_front_end_error } from '../python/pythonrun';
import { clinic_new } from './clinic';

/** struct { PyObject_HEAD readline; encoding (str or NULL); list of tokens (NULL before the first __next__); what is raised after them; next index; extra_tokens } */
const enum tokenizeriterobject {
  readline = 16,
  encoding = 24,
  tokens = 32,
  error = 40,
  index = 48,
  extra_tokens = 56,
  SIZEOF = 64,
}

// ---- source ----

interface Source {
  /** Newlines are '\n'; the last line ends in one. */
  text: string;
  /** Index at which each line starts. */
  starts: number[];
  /** Lines (from 0) that ended in '\r\n'. */
  crlf: Set<number>;
  /** The last line had no newline. */
  implicit_newline: boolean;
  /** The line (from 1) with a NUL character; the text ends before it. */
  nul: number;
  /** The line found last. */
  near: number;
}

/** One line from readline: '' at the end; null with an exception. */
function read_line(readline: number, encoding: number): string | null {
  const line = _PyObject_CallNoArgs(readline);
  if (line === 0) {
    if (!PyErr_ExceptionMatches(PyExc_StopIteration)) return null;
    PyErr_Clear();
    return '';
  }
  let text: string | null = null;
  if (encoding === 0) {
    if (PyUnicode_Check(line)) text = PyUnicode_AsJS(line);
    else PyErr_SetString(PyExc_TypeError, 'readline() returned a non-string object');
  } else if (PyBytes_Check(line)) {
    const decoded = PyUnicode_Decode(PyBytes_AS_STRING(line), PyBytes_GET_SIZE(line), PyUnicode_AsUTF8(encoding), 'replace');
    if (decoded !== 0) {
      text = PyUnicode_AsJS(decoded);
      Py_DECREF(decoded);
    }
  } else PyErr_SetString(PyExc_TypeError, 'readline() returned a non-bytes object');
  Py_DECREF(line);
  return text;
}

/** Null with an exception. */
function read_source(readline: number, encoding: number): Source | null {
  const parts: string[] = [];
  for (;;) {
    const line = read_line(readline, encoding);
    if (line === null) return null;
    if (line === '') break;
    parts.push(line);
  }
  return new_source(parts.join(''));
}

function new_source(all: string): Source {
  const source: Source = { text: '', starts: [0], crlf: new Set(), implicit_newline: false, nul: 0, near: 0 };
  const nul = all.indexOf('\0');
  if (nul >= 0) {
    all = all.slice(0, all.lastIndexOf('\n', nul) + 1);
    source.nul = all.split('\n').length;
  }
  source.implicit_newline = all !== '' && !all.endsWith('\n');
  if (source.implicit_newline) all += '\n';
  if (all.includes('\r\n')) {
    all.split('\n').forEach((line, i) => {
      if (line.endsWith('\r')) source.crlf.add(i);
    });
    all = all.replaceAll('\r\n', '\n');
  }
  source.text = all;
  for (let i = all.indexOf('\n'); i >= 0; i = all.indexOf('\n', i + 1)) source.starts.push(i + 1);
  return source;
}

/** The line (from 0) of an index. */
function line_of(source: Source, index: number): number {
  const { starts } = source;
  const near = source.near;
  if (starts[near] <= index) {
    if (near + 1 >= starts.length || index < starts[near + 1]) return near;
    if (near + 2 >= starts.length || index < starts[near + 2]) return ++source.near;
  }
  return (source.near = search_line(source, index));
}

function search_line(source: Source, index: number): number {
  let low = 0;
  let high = source.starts.length - 1;
  while (low < high) {
    const mid = (low + high + 1) >> 1;
    if (source.starts[mid] <= index) low = mid;
    else high = mid - 1;
  }
  return low;
}

/** The source between two indexes, as it was read. */
function slice(source: Source, from: number, to: number): string {
  let text = source.text.slice(from, to);
  if (source.crlf.size > 0 && text.includes('\n')) {
    let line = line_of(source, from);
    text = text.replace(/\n/g, () => (source.crlf.has(line++) ? '\r\n' : '\n'));
  }
  return source.implicit_newline && to === source.text.length && text.endsWith('\n') ? text.slice(0, -1) : text;
}

// ---- tokens ----

/** Returns new; steals the items. 0 when one of them is NULL. */
function tuple(items: readonly number[]): number {
  const result = items.includes(0) ? 0 : PyTuple_New(items.length);
  for (let i = 0; i < items.length; i++) {
    if (result !== 0) PyTuple_SET_ITEM(result, i, items[i]);
    else Py_XDECREF(items[i]);
  }
  return result;
}

function pair(a: number, b: number): number {
  return tuple([PyLong_FromLong(a), PyLong_FromLong(b)]);
}

/** Writes the tokens of a source into a list. */
class Writer {
  failed = false;
  /** Where the last token ended. */
  private at = 0;
  private last_lineno = 0;
  private last_line = '';
  private line_object = 0;

  constructor(
    private readonly source: Source,
    private readonly list: number,
    private readonly extra: boolean,
  ) {}

  private add(type: number, text: string, lineno: number, col: number, end_lineno: number, end_col: number, line: string): void {
    this.last_lineno = lineno;
    // Tokens of one line share its str.
    if (line !== this.last_line || this.line_object === 0) {
      Py_XDECREF(this.line_object);
      this.line_object = PyUnicode_FromString(line);
      this.last_line = line;
    }
    if (this.line_object === 0) {
      this.failed = true;
      return;
    }
    const item = tuple([PyLong_FromLong(type), PyUnicode_FromString(text), pair(lineno, col), pair(end_lineno, end_col), Py_NewRef(this.line_object)]);
    if (item === 0 || PyList_Append(this.list, item) < 0) this.failed = true;
    if (item !== 0) Py_DECREF(item);
  }

  end(): void {
    Py_XDECREF(this.line_object);
    this.line_object = 0;
  }

  /** The text of the lines from that of `from` to that of `to`. */
  private lines(from: number, to: number): string {
    const { starts, text } = this.source;
    const after = line_of(this.source, to) + 1;
    return slice(this.source, starts[line_of(this.source, from)], after < starts.length ? starts[after] : text.length);
  }

  private col(index: number): number {
    return codePointLength(this.source.text, this.source.starts[line_of(this.source, index)], index);
  }

  /** A token whose text is the source from `from` to `to`. */
  private span(type: number, from: number, to: number): void {
    const lineno = line_of(this.source, from) + 1;
    const end_lineno = line_of(this.source, to) + 1;
    // The line of a string begins where the string does, and goes to where the tokenizer has read.
    this.add(type, slice(this.source, from, to), lineno, this.col(from), end_lineno, this.col(to), this.lines(from, to));
  }

  /** NEWLINE or NL at the newline character `at`. */
  private newline(type: T, at: number): void {
    const line = line_of(this.source, at);
    const implicit = this.source.implicit_newline && at === this.source.text.length - 1;
    const text = implicit ? '' : this.source.crlf.has(line) ? '\r\n' : '\n';
    const col = this.col(at);
    this.add(type, text, line + 1, col, line + 1, col + Math.max(1, text.length), this.lines(at, at));
  }

  /** The comments and newlines before `to` that no token covers. */
  gap(to: number): void {
    const { text } = this.source;
    for (let i = this.at; i < to; i++) {
      const c = text[i];
      if (c === '\\') i++;
      else if (c === '\n') this.newline(T.NL, i);
      else if (c === '#') {
        const end = text.indexOf('\n', i);
        this.span(T.COMMENT, i, end);
        i = end - 1;
      }
    }
    this.at = Math.max(this.at, to);
  }

  /** The token that the parser's tokenizer has made. */
  token(token: Token): void {
    if (this.extra) this.extra_token(token);
    else this.plain_token(token);
  }

  private extra_token(token: Token): void {
    const at_end = token.start >= this.source.text.length;
    this.gap(token.type === T.NEWLINE ? token.end : token.start);
    if (token.type === T.ENDMARKER || (token.type === T.DEDENT && at_end)) {
      const lineno = this.source.starts.length;
      this.add(token.type, '', lineno, 0, lineno, 0, '');
    } else if (token.type === T.NEWLINE) {
      this.newline(T.NEWLINE, token.end);
      this.at = token.end + 1;
    } else if (token.type === T.INDENT) this.span(T.INDENT, this.source.starts[line_of(this.source, token.start)], token.start);
    else {
      this.span(exact_to_extra(token.type), token.start, token.end);
      this.at = token.end;
    }
  }

  private plain_token(token: Token): void {
    const bare = token.type === T.INDENT || token.type === T.DEDENT || token.type === T.ENDMARKER;
    if (!bare) {
      this.span(token.type >= T.K_FALSE ? T.NAME : token.type, token.start, token.end);
      return;
    }
    if (token.start < this.source.text.length) {
      const lineno = line_of(this.source, token.start) + 1;
      this.add(token.type, '', lineno, -1, lineno, -1, this.lines(token.start, token.start));
      return;
    }
    // At the end the tokenizer still has its last line, unless blank lines came after the last token.
    const lineno = this.source.starts.length - 1;
    this.add(token.type, '', lineno, -1, lineno, -1, lineno === this.last_lineno ? this.last_line : '');
  }
}

/** tokenize.py knows operators only as OP, and keywords as names. */
function exact_to_extra(type: T): number {
  if (type >= T.K_FALSE) return T.NAME;
  return type > T.DEDENT && type < T.OP ? T.OP : type;
}

const MESSAGES: Partial<Record<E, [type: number, msg: string]>> = {
  [E.DEDENT]: [PyExc_IndentationError, 'unindent does not match any outer indentation level'],
  [E.TABSPACE]: [PyExc_TabError, 'inconsistent use of tabs and spaces in indentation'],
  [E.TOODEEP]: [PyExc_IndentationError, 'too many levels of indentation'],
  [E.LINECONT]: [PyExc_SyntaxError, 'unexpected character after line continuation character'],
  [E.EOF]: [PyExc_SyntaxError, 'unexpected EOF in multi-line statement'],
};

class TokenizerError extends Error {
  constructor(readonly done: E) {
    super(`tokenizer error ${done}`);
  }
}

/** Raises (msg, (filename, lineno, offset, line, None, None)). */
function raise_at(type: number, msg: string, lineno: number, offset: number, line: string | null): void {
  const value = Py_BuildValue('(s(snnszz))', msg, '<string>', lineno, offset, line, null, null);
  if (value === 0) return;
  PyErr_SetObject(type, value);
  Py_DECREF(value);
}

/** _tokenizer_error. */
function raise_tokenizer_error(tok: Tokenizer, done: E, source: Source): void {
  const [type, msg] = MESSAGES[done] ?? [PyExc_SyntaxError, 'unknown tokenization error'];
  const lineno = Math.max(1, tok.lineno);
  if (done === E.EOF) {
    // Without a token begun the buffer has been emptied.
    const start = tok['start'];
    raise_at(type, msg, lineno, start < 0 || start >= source.text.length ? 0 : codePointLength(source.text, tok.buf, tok.inp), null);
    return;
  }
  const line = slice(source, tok.buf, tok.inp).replace(/\r?\n$/, '');
  raise_at(type, msg, lineno, codePointLength(line, 0, line.length) + 1, line);
}

/** Fills the list. False, and an exception is set, when the source is not sound: what was read before it is in the list. */
function tokenize(source: Source, list: number, extra: boolean): boolean {
  const warnings: CompileWarning[] = [];
  const sound = read_all(source, list, extra, warnings);
  const filename = sound ? PyUnicode_FromString('<string>') : 0;
  for (const w of sound ? warnings : []) {
    const msg = PyUnicode_FromString(w.msg);
    const r = PyErr_WarnExplicitObject(PyExc_SyntaxWarning, msg, filename, w.lineno, 0, 0);
    Py_DECREF(msg);
    if (r >= 0) continue;
    Py_DECREF(filename);
    return false;
  }
  Py_XDECREF(filename);
  return sound;
}

function read_all(source: Source, list: number, extra: boolean, warnings: CompileWarning[]): boolean {
  const tok = new Tokenizer(source.text, '<string>', warnings);
  tok.extra_tokens = extra;
  tok.fail = (done) => {
    throw new TokenizerError(done);
  };
  const writer = new Writer(source, list, extra);
  try {
    for (;;) {
      const token = tok.next();
      if (token.type === T.ENDMARKER && source.nul > 0) {
        raise_at(PyExc_SyntaxError, 'source code cannot contain null bytes', source.nul, 0, null);
        return false;
      }
      writer.token(token);
      if (writer.failed) return false;
      if (token.type === T.ENDMARKER) return true;
    }
  } catch (error) {
    if (error instanceof TokenizerError) {
      if (extra && error.done === E.EOF) writer.gap(source.text.length);
      raise_tokenizer_error(tok, error.done, source);
    } else if (error instanceof PySyntaxError) {
      const filename = PyUnicode_FromString('<string>');
      raise_front_end_error(error, filename, source.text);
      Py_DECREF(filename);
    } else throw error;
    return false;
  } finally {
    writer.end();
  }
}

// ---- type ----

const NEW = { fname: 'tokenizeriter', keywords: ['', 'extra_tokens', 'encoding'] };

function tokenizeriter_new(type: number, args: number, kwargs: number): number {
  const a = clinic_new(NEW, 1, 1, 1, args, kwargs);
  if (a === null) return 0;
  const extra_tokens = PyObject_IsTrue(a[1]);
  if (extra_tokens < 0) return 0;
  if (a[2] !== 0 && !PyUnicode_Check(a[2])) {
    _PyArg_BadArgument('tokenizeriter', "argument 'encoding'", 'str', a[2]);
    return 0;
  }
  const self = FUNCS[HEAP32[(type + PyTypeObject.tp_alloc) >> 2]](type, 0) as number;
  if (self === 0) return 0;
  write_ptr(self + tokenizeriterobject.readline, Py_NewRef(a[0]));
  write_ptr(self + tokenizeriterobject.encoding, a[2] === 0 ? 0 : Py_NewRef(a[2]));
  HEAP32[(self + tokenizeriterobject.extra_tokens) >> 2] = extra_tokens;
  return self;
}

function tokenizeriter_dealloc(self: number): void {
  const tp = Py_TYPE(self);
  for (let at: number = tokenizeriterobject.readline; at <= tokenizeriterobject.error; at += 8) Py_XDECREF(HEAP32[(self + at) >> 2]);
  FUNCS[HEAP32[(tp + PyTypeObject.tp_free) >> 2]](self);
  Py_DECREF(tp);
}

/** Reads and tokenizes. Borrowed list; 0 with the exception of readline. */
function read_tokens(self: number): number {
  const source = read_source(HEAP32[(self + tokenizeriterobject.readline) >> 2], HEAP32[(self + tokenizeriterobject.encoding) >> 2]);
  const list = source === null ? 0 : PyList_New(0);
  if (source === null || list === 0) return 0;
  if (!tokenize(source, list, HEAP32[(self + tokenizeriterobject.extra_tokens) >> 2] !== 0)) {
    write_ptr(self + tokenizeriterobject.error, PyErr_Occurred() ? PyErr_GetRaisedException() : 0);
  }
  const old = HEAP32[(self + tokenizeriterobject.tokens) >> 2];
  write_ptr(self + tokenizeriterobject.tokens, list);
  Py_XDECREF(old);
  return list;
}

function tokenizeriter_next(self: number): number {
  const list = HEAP32[(self + tokenizeriterobject.tokens) >> 2] || read_tokens(self);
  if (list === 0) return 0;
  const i = read_ssize(self + tokenizeriterobject.index);
  if (i < PyList_GET_SIZE(list)) {
    write_ptr(self + tokenizeriterobject.index, i + 1);
    return Py_NewRef(PyList_GET_ITEM(list, i));
  }
  const error = HEAP32[(self + tokenizeriterobject.error) >> 2];
  write_ptr(self + tokenizeriterobject.error, 0);
  if (error !== 0) PyErr_SetRaisedException(error);
  else PyErr_SetString(PyExc_StopIteration, 'EOF');
  return 0;
}

const tokenizeriter_spec = type_spec({
  tp_name: '_tokenize.TokenizerIter',
  tp_basicsize: tokenizeriterobject.SIZEOF,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
  tp_new: tokenizeriter_new,
  tp_dealloc: tokenizeriter_dealloc,
  tp_iter: PyObject_SelfIter,
  tp_iternext: tokenizeriter_next,
});

function tokenizemodule_exec(module: number): number {
  const type = PyType_FromModuleAndSpec(module, tokenizeriter_spec, 0);
  if (type === 0) return -1;
  const r = PyModule_AddType(module, type);
  Py_DECREF(type);
  return r;
}

builtin_module({ m_name: '_tokenize', m_exec: tokenizemodule_exec });
