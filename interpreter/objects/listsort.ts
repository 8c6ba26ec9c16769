// Answers to list.sort of Objects/listobject.c of CPython 3.13 (and Objects/listsort.txt): an adaptive, stable, natural mergesort
// with CPython's own sequence of comparisons, so that a `__lt__` written in Python is called as often and in the same order.
//
// The items are sorted in JavaScript arrays of addresses; the list is empty meanwhile (ob_item NULL, allocated -1), as in C.
// A slice is an index into `keys` and, with a key function, the same index into `values`.

import { FUNCS } from '../include/functable';
import { PyASCIIObject, PyFloatObject, PyListObject, PyLongObject, PyTupleObject, PyTypeObject } from '../include/generated/offsets';
import { HEAP32, HEAPF64, HEAPU8, write_ptr, write_ssize } from '../include/heap';
import { Py_DECREF, Py_EQ, Py_IS_TYPE, Py_LT, Py_SET_SIZE, Py_SIZE, Py_TYPE, Py_XDECREF } from '../include/object';
import { Py_NotImplemented, Py_True, Py_False, PyExc_ValueError, PyFloat_Type, PyLong_Type, PyTuple_Type, PyUnicode_Type } from '../include/statics';
import { PyErr_SetString } from '../python/errors';
import { PyObject_CallOneArg } from './call';
import { PyObject_IsTrue, PyObject_RichCompareBool } from './object';
import { PyMem_Free } from './obmalloc';

const MAX_MINRUN = 64;
const MIN_GALLOP = 7;

/** v < w: 1, 0, or -1 with an exception. */
type key_compare = (v: number, w: number) => number;

/** A comparison raised: unwinds to list_sort, which never lets it out. */
const FAILED = new Error('comparison raised');

class MergeState {
  min_gallop = MIN_GALLOP;
  readonly runs: { base: number; len: number; power: number }[] = [];
  private a_keys = new Int32Array(0);
  private a_values = new Int32Array(0);

  constructor(
    readonly keys: Int32Array,
    readonly values: Int32Array | null,
    readonly compare: key_compare,
  ) {}

  lt(v: number, w: number): boolean {
    const k = this.compare(v, w);
    if (k < 0) throw FAILED;
    return k > 0;
  }

  reverse(lo: number, n: number): void {
    this.keys.subarray(lo, lo + n).reverse();
    this.values?.subarray(lo, lo + n).reverse();
  }

  move(to: number, from: number, n: number): void {
    this.keys.copyWithin(to, from, from + n);
    this.values?.copyWithin(to, from, from + n);
  }

  /** Sorts the n items at lo, of which the first `ok` are sorted. */
  binarysort(lo: number, n: number, ok: number): void {
    const { keys, values } = this;
    for (let at = lo + (ok || 1); at < lo + n; at++) {
      const pivot = keys[at];
      let left = lo;
      let right = at;
      do {
        const m = (left + right) >> 1;
        if (this.lt(pivot, keys[m])) right = m;
        else left = m + 1;
      } while (left < right);
      const value = values ? values[at] : 0;
      this.move(left + 1, left, at - left);
      keys[left] = pivot;
      if (values) values[left] = value;
    }
  }

  /** The length of the run at lo, made ascending. */
  count_run(lo: number, nremaining: number): number {
    const keys = this.keys;
    let n = 1;
    while (n < nremaining && !this.lt(keys[lo + n], keys[lo + n - 1])) n++;
    if (n === nremaining) return n;
    if (n > 1) {
      // All equal so far, then smaller: a descending run after all.
      if (this.lt(keys[lo], keys[lo + n - 1])) return n;
      this.reverse(lo, n);
    }
    n++;
    let neq = 0;
    const reverse_last_neq = (): void => {
      if (neq === 0) return;
      neq++;
      this.reverse(lo + n - neq, neq);
      neq = 0;
    };
    for (; n < nremaining; n++) {
      if (this.lt(keys[lo + n], keys[lo + n - 1])) reverse_last_neq();
      else if (this.lt(keys[lo + n - 1], keys[lo + n])) break;
      else neq++;
    }
    reverse_last_neq();
    this.reverse(lo, n);
    while (n < nremaining && !this.lt(keys[lo + n], keys[lo + n - 1])) n++;
    return n;
  }

  /** k such that a[k-1] < key <= a[k], for the n sorted items of `a` from base. */
  gallop_left(key: number, a: Int32Array, base: number, n: number, hint: number): number {
    let lastofs = 0;
    let ofs = 1;
    const at = base + hint;
    if (this.lt(a[at], key)) {
      const maxofs = n - hint;
      while (ofs < maxofs && this.lt(a[at + ofs], key)) {
        lastofs = ofs;
        ofs = ofs * 2 + 1;
      }
      if (ofs > maxofs) ofs = maxofs;
      lastofs += hint;
      ofs += hint;
    } else {
      const maxofs = hint + 1;
      while (ofs < maxofs && !this.lt(a[at - ofs], key)) {
        lastofs = ofs;
        ofs = ofs * 2 + 1;
      }
      if (ofs > maxofs) ofs = maxofs;
      const k = lastofs;
      lastofs = hint - ofs;
      ofs = hint - k;
    }
    lastofs++;
    while (lastofs < ofs) {
      const m = lastofs + ((ofs - lastofs) >> 1);
      if (this.lt(a[base + m], key)) lastofs = m + 1;
      else ofs = m;
    }
    return ofs;
  }

  /** k such that a[k-1] <= key < a[k]. */
  gallop_right(key: number, a: Int32Array, base: number, n: number, hint: number): number {
    let lastofs = 0;
    let ofs = 1;
    const at = base + hint;
    if (this.lt(key, a[at])) {
      const maxofs = hint + 1;
      while (ofs < maxofs && this.lt(key, a[at - ofs])) {
        lastofs = ofs;
        ofs = ofs * 2 + 1;
      }
      if (ofs > maxofs) ofs = maxofs;
      const k = lastofs;
      lastofs = hint - ofs;
      ofs = hint - k;
    } else {
      const maxofs = n - hint;
      while (ofs < maxofs && !this.lt(key, a[at + ofs])) {
        lastofs = ofs;
        ofs = ofs * 2 + 1;
      }
      if (ofs > maxofs) ofs = maxofs;
      lastofs += hint;
      ofs += hint;
    }
    lastofs++;
    while (lastofs < ofs) {
      const m = lastofs + ((ofs - lastofs) >> 1);
      if (this.lt(key, a[base + m])) ofs = m;
      else lastofs = m + 1;
    }
    return ofs;
  }

  /** Copies n items to the temporary arrays. */
  private save(from: number, n: number): void {
    if (this.a_keys.length < n) {
      this.a_keys = new Int32Array(n);
      if (this.values) this.a_values = new Int32Array(n);
    }
    this.a_keys.set(this.keys.subarray(from, from + n));
    if (this.values) this.a_values.set(this.values.subarray(from, from + n));
  }

  /** Copies n items back from the temporary arrays. */
  private restore(to: number, from: number, n: number): void {
    if (n <= 0) return;
    this.keys.set(this.a_keys.subarray(from, from + n), to);
    if (this.values) this.values.set(this.a_values.subarray(from, from + n), to);
  }

  /** Merges na items at a with the nb after them; na <= nb. What is left of A is put back whatever happens. */
  merge_lo(a: number, na: number, nb: number): void {
    const { keys } = this;
    let b = a + na;
    let dest = a;
    let src = 0;
    this.save(a, na);
    const A = this.a_keys;
    const copy_b = (): void => {
      this.move(dest++, b++, 1);
      nb--;
    };
    const copy_a = (): void => {
      this.restore(dest++, src++, 1);
      na--;
    };
    const copy_rest_of_b = (): void => {
      // The last item of A belongs at the very end.
      this.move(dest, b, nb);
      dest += nb;
    };
    try {
      copy_b();
      if (nb === 0) return;
      if (na === 1) return copy_rest_of_b();
      let min_gallop = this.min_gallop;
      for (;;) {
        let acount = 0;
        let bcount = 0;
        for (;;) {
          if (this.lt(keys[b], A[src])) {
            copy_b();
            bcount++;
            acount = 0;
            if (nb === 0) return;
            if (bcount >= min_gallop) break;
          } else {
            copy_a();
            acount++;
            bcount = 0;
            if (na === 1) return copy_rest_of_b();
            if (acount >= min_gallop) break;
          }
        }
        min_gallop++;
        do {
          if (min_gallop > 1) min_gallop--;
          this.min_gallop = min_gallop;
          acount = this.gallop_right(keys[b], A, src, na, 0);
          if (acount) {
            this.restore(dest, src, acount);
            dest += acount;
            src += acount;
            na -= acount;
            if (na === 1) return copy_rest_of_b();
            if (na === 0) return;
          }
          copy_b();
          if (nb === 0) return;
          bcount = this.gallop_left(A[src], keys, b, nb, 0);
          if (bcount) {
            this.move(dest, b, bcount);
            dest += bcount;
            b += bcount;
            nb -= bcount;
            if (nb === 0) return;
          }
          copy_a();
          if (na === 1) return copy_rest_of_b();
        } while (acount >= MIN_GALLOP || bcount >= MIN_GALLOP);
        min_gallop++;
        this.min_gallop = min_gallop;
      }
    } finally {
      this.restore(dest, src, na);
    }
  }

  /** Merges na items at a with the nb after them; na >= nb, from the right. What is left of B is put back whatever happens. */
  merge_hi(a: number, na: number, nb: number): void {
    const { keys } = this;
    let last = a + na - 1;
    let dest = a + na + nb - 1;
    this.save(a + na, nb);
    const B = this.a_keys;
    const copy_a = (): void => {
      this.move(dest--, last--, 1);
      na--;
    };
    const copy_b = (): void => {
      nb--;
      this.restore(dest--, nb, 1);
    };
    const copy_rest_of_a = (): void => {
      // The first item of B belongs at the very front.
      this.move(dest - na + 1, last - na + 1, na);
      dest -= na;
    };
    try {
      copy_a();
      if (na === 0) return;
      if (nb === 1) return copy_rest_of_a();
      let min_gallop = this.min_gallop;
      for (;;) {
        let acount = 0;
        let bcount = 0;
        for (;;) {
          if (this.lt(B[nb - 1], keys[last])) {
            copy_a();
            acount++;
            bcount = 0;
            if (na === 0) return;
            if (acount >= min_gallop) break;
          } else {
            copy_b();
            bcount++;
            acount = 0;
            if (nb === 1) return copy_rest_of_a();
            if (bcount >= min_gallop) break;
          }
        }
        min_gallop++;
        do {
          if (min_gallop > 1) min_gallop--;
          this.min_gallop = min_gallop;
          acount = na - this.gallop_right(B[nb - 1], keys, a, na, na - 1);
          if (acount) {
            dest -= acount;
            last -= acount;
            this.move(dest + 1, last + 1, acount);
            na -= acount;
            if (na === 0) return;
          }
          copy_b();
          if (nb === 1) return copy_rest_of_a();
          bcount = nb - this.gallop_left(keys[last], B, 0, nb, nb - 1);
          if (bcount) {
            dest -= bcount;
            nb -= bcount;
            this.restore(dest + 1, nb, bcount);
            if (nb === 1) return copy_rest_of_a();
            if (nb === 0) return;
          }
          copy_a();
          if (na === 0) return;
        } while (acount >= MIN_GALLOP || bcount >= MIN_GALLOP);
        min_gallop++;
        this.min_gallop = min_gallop;
      }
    } finally {
      this.restore(dest - nb + 1, 0, nb);
    }
  }

  /** Merges the runs i and i + 1. */
  merge_at(i: number): void {
    const { keys, runs } = this;
    const first = runs[i];
    const second = runs[i + 1];
    let a = first.base;
    let na = first.len;
    const b = second.base;
    let nb = second.len;
    first.len = na + nb;
    runs.splice(i + 1, 1);
    const k = this.gallop_right(keys[b], keys, a, na, 0);
    a += k;
    na -= k;
    if (na === 0) return;
    nb = this.gallop_left(keys[a + na - 1], keys, b, nb, nb - 1);
    if (nb <= 0) return;
    if (na <= nb) this.merge_lo(a, na, nb);
    else this.merge_hi(a, na, nb);
  }

  found_new_run(n2: number): void {
    const { runs } = this;
    if (runs.length === 0) return;
    const top = runs[runs.length - 1];
    const power = powerloop(top.base, top.len, n2, this.keys.length);
    while (runs.length > 1 && runs[runs.length - 2].power > power) this.merge_at(runs.length - 2);
    runs[runs.length - 1].power = power;
  }

  merge_force_collapse(): void {
    const { runs } = this;
    while (runs.length > 1) {
      let n = runs.length - 2;
      if (n > 0 && runs[n - 1].len < runs[n + 1].len) n--;
      this.merge_at(n);
    }
  }

  sort(): void {
    let nremaining = this.keys.length;
    const minrun = merge_compute_minrun(nremaining);
    let lo = 0;
    do {
      let n = this.count_run(lo, nremaining);
      if (n < minrun) {
        const force = Math.min(nremaining, minrun);
        this.binarysort(lo, force, n);
        n = force;
      }
      this.found_new_run(n);
      this.runs.push({ base: lo, len: n, power: 0 });
      lo += n;
      nremaining -= n;
    } while (nremaining > 0);
    this.merge_force_collapse();
  }
}

/** The depth of the first of two adjacent runs in the merge tree (powersort). */
function powerloop(s1: number, n1: number, n2: number, n: number): number {
  let result = 0;
  let a = 2 * s1 + n1;
  let b = a + n1 + n2;
  for (;;) {
    result++;
    if (a >= n) {
      a -= n;
      b -= n;
    } else if (b >= n) {
      return result;
    }
    a *= 2;
    b *= 2;
  }
}

function merge_compute_minrun(size: number): number {
  let r = 0;
  let n = size;
  while (n >= MAX_MINRUN) {
    r |= n & 1;
    n >>= 1;
  }
  return n + r;
}

// ---- comparisons: chosen once, after a look at all keys, so that homogeneous lists pay no dispatch ----

function safe_object_compare(v: number, w: number): number {
  return PyObject_RichCompareBool(v, w, Py_LT);
}

function unsafe_latin_compare(v: number, w: number): number {
  const nv = HEAP32[(v + PyASCIIObject.length) >> 2];
  const nw = HEAP32[(w + PyASCIIObject.length) >> 2];
  const pv = v + ((HEAP32[(v + PyASCIIObject.state) >> 2] & 0x40) !== 0 ? 40 : 56);
  const pw = w + ((HEAP32[(w + PyASCIIObject.state) >> 2] & 0x40) !== 0 ? 40 : 56);
  for (let i = 0, n = nv < nw ? nv : nw; i < n; i++) {
    const d = HEAPU8[pv + i] - HEAPU8[pw + i];
    if (d !== 0) return d < 0 ? 1 : 0;
  }
  return nv < nw ? 1 : 0;
}

/** lv_tag: number of digits << 3 | sign (0, 1 for zero, 2 negative). */
function compact_value(op: number): number {
  const tag = HEAP32[(op + PyLongObject.lv_tag) >> 2];
  return (1 - (tag & 3)) * HEAP32[(op + PyLongObject.ob_digit) >> 2];
}

function unsafe_long_compare(v: number, w: number): number {
  return compact_value(v) < compact_value(w) ? 1 : 0;
}

function unsafe_float_compare(v: number, w: number): number {
  return HEAPF64[(v + PyFloatObject.ob_fval) >> 3] < HEAPF64[(w + PyFloatObject.ob_fval) >> 3] ? 1 : 0;
}

/** All keys are of one type with this tp_richcompare. */
function unsafe_object_compare(richcompare: number): key_compare {
  return (v, w) => {
    if (HEAP32[(Py_TYPE(v) + PyTypeObject.tp_richcompare) >> 2] !== richcompare) return PyObject_RichCompareBool(v, w, Py_LT);
    const res = FUNCS[richcompare](v, w, Py_LT) as number;
    if (res === Py_NotImplemented) return PyObject_RichCompareBool(v, w, Py_LT);
    if (res === 0) return -1;
    if (res === Py_True) return 1;
    if (res === Py_False) return 0;
    const truth = PyObject_IsTrue(res);
    Py_DECREF(res);
    return truth;
  };
}

function unsafe_tuple_compare(elem: key_compare): key_compare {
  return (v, w) => {
    const vlen = Py_SIZE(v);
    const wlen = Py_SIZE(w);
    let i = 0;
    for (; i < vlen && i < wlen; i++) {
      const k = PyObject_RichCompareBool(tuple_item(v, i), tuple_item(w, i), Py_EQ);
      if (k < 0) return -1;
      if (k === 0) break;
    }
    if (i >= vlen || i >= wlen) return vlen < wlen ? 1 : 0;
    if (i === 0) return elem(tuple_item(v, 0), tuple_item(w, 0));
    return PyObject_RichCompareBool(tuple_item(v, i), tuple_item(w, i), Py_LT);
  };
}

function tuple_item(t: number, i: number): number {
  return HEAP32[(t + PyTupleObject.ob_item + (i << 3)) >> 2];
}

function is_full_tuple(key: number): boolean {
  return Py_IS_TYPE(key, PyTuple_Type) && Py_SIZE(key) > 0;
}

function choose_compare(keys: Int32Array): key_compare {
  const in_tuples = is_full_tuple(keys[0]) && keys.every(is_full_tuple);
  if (!in_tuples && is_full_tuple(keys[0])) return safe_object_compare;
  const of = in_tuples ? (key: number): number => tuple_item(key, 0) : (key: number): number => key;
  const type = Py_TYPE(of(keys[0]));
  const compare = keys.every((key) => Py_TYPE(of(key)) === type) ? compare_of_type(type, keys, of) : safe_object_compare;
  if (!in_tuples) return compare;
  return unsafe_tuple_compare(type === PyTuple_Type ? safe_object_compare : compare);
}

function compare_of_type(type: number, keys: Int32Array, of: (key: number) => number): key_compare {
  if (type === PyUnicode_Type && keys.every((key) => ((HEAP32[(of(key) + PyASCIIObject.state) >> 2] >> 2) & 7) === 1)) return unsafe_latin_compare;
  if (type === PyLong_Type && keys.every((key) => HEAP32[(of(key) + PyLongObject.lv_tag) >> 2] < 16)) return unsafe_long_compare;
  if (type === PyFloat_Type) return unsafe_float_compare;
  const richcompare = HEAP32[(type + PyTypeObject.tp_richcompare) >> 2];
  return richcompare !== 0 ? unsafe_object_compare(richcompare) : safe_object_compare;
}

/** Calls the key function for each item: new references, or null with an exception. */
function compute_keys(keyfunc: number, items: Int32Array): Int32Array | null {
  const keys = new Int32Array(items.length);
  for (let i = 0; i < items.length; i++) {
    keys[i] = PyObject_CallOneArg(keyfunc, items[i]);
    if (keys[i] === 0) {
      while (--i >= 0) Py_DECREF(keys[i]);
      return null;
    }
  }
  return keys;
}

/** Sorts keys (and values along). False with an exception; the arrays are a permutation of what they were in any case. */
function sort_arrays(keys: Int32Array, values: Int32Array | null, reverse: boolean): boolean {
  if (keys.length < 2) return true;
  const ms = new MergeState(keys, values, choose_compare(keys));
  // Reverse, sort, reverse: stable in descending order as well.
  if (reverse) ms.reverse(0, keys.length);
  let ok = true;
  try {
    ms.sort();
  } catch (e) {
    if (e !== FAILED) throw e;
    ok = false;
  }
  if (reverse) ms.reverse(0, keys.length);
  return ok;
}

/** list.sort: sorts in place. `keyfunc` may be NULL. 0, or -1 with an exception. Runs Python code. */
export function list_sort_impl(self: number, keyfunc: number, reverse: boolean): number {
  const size = Py_SIZE(self);
  const ob_item = HEAP32[(self + PyListObject.ob_item) >> 2];
  const allocated = HEAP32[(self + PyListObject.allocated) >> 2];
  Py_SET_SIZE(self, 0);
  HEAP32[(self + PyListObject.ob_item) >> 2] = 0;
  write_ssize(self + PyListObject.allocated, -1);
  const items = new Int32Array(size);
  for (let i = 0; i < size; i++) items[i] = HEAP32[(ob_item + (i << 3)) >> 2];
  let ok: boolean;
  if (keyfunc === 0) {
    ok = sort_arrays(items, null, reverse);
    ok = check_unmodified(self, ok);
  } else {
    const keys = compute_keys(keyfunc, items);
    ok = keys !== null && sort_arrays(keys, items, reverse);
    keys?.forEach(Py_DECREF);
    if (keys) ok = check_unmodified(self, ok);
  }
  for (let i = 0; i < size; i++) HEAP32[(ob_item + (i << 3)) >> 2] = items[i];
  const final_ob_item = HEAP32[(self + PyListObject.ob_item) >> 2];
  let left = Py_SIZE(self);
  Py_SET_SIZE(self, size);
  write_ptr(self + PyListObject.ob_item, ob_item);
  write_ssize(self + PyListObject.allocated, allocated);
  if (final_ob_item !== 0) {
    while (--left >= 0) Py_XDECREF(HEAP32[(final_ob_item + (left << 3)) >> 2]);
    PyMem_Free(final_ob_item);
  }
  return ok ? 0 : -1;
}

function check_unmodified(self: number, ok: boolean): boolean {
  if (!ok || HEAP32[(self + PyListObject.allocated) >> 2] === -1) return ok;
  PyErr_SetString(PyExc_ValueError, 'list modified during sort');
  return false;
}
