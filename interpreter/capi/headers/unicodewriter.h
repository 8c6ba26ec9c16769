/* Answers to the _PyUnicodeWriter of Include/cpython/unicodeobject.h of CPython 3.13, in C over the functions above. */
typedef struct {
  PyObject *buffer;
  void *data;
  int kind;
  Py_UCS4 maxchar;
  Py_ssize_t size, pos, min_length;
  Py_UCS4 min_char;
  unsigned char overallocate : 1, readonly : 1;
} _PyUnicodeWriter;

static inline void _PyUnicodeWriter_Init(_PyUnicodeWriter *w) { memset(w, 0, sizeof *w); }
static inline void _PyUnicodeWriter_Update(_PyUnicodeWriter *w) {
  w->maxchar = PyUnicode_MAX_CHAR_VALUE(w->buffer);
  w->data = PyUnicode_DATA(w->buffer);
  w->kind = w->readonly ? 0 : PyUnicode_KIND(w->buffer);
  w->size = w->readonly ? 0 : PyUnicode_GET_LENGTH(w->buffer);
}
/* Makes room for `length` more characters up to maxchar. */
static inline int _PyUnicodeWriter_PrepareInternal(_PyUnicodeWriter *w, Py_ssize_t length, Py_UCS4 maxchar) {
  Py_ssize_t need;
  PyObject *wider;
  if (length > PY_SSIZE_T_MAX - w->pos) { PyErr_NoMemory(); return -1; }
  need = w->pos + length;
  maxchar = Py_MAX(maxchar, w->min_char);
  if (w->buffer != NULL && !w->readonly && need <= w->size && maxchar <= w->maxchar) return 0;
  if (w->overallocate && need <= PY_SSIZE_T_MAX - need / 4) need += need / 4;
  need = Py_MAX(Py_MAX(need, w->min_length), w->size);
  wider = PyUnicode_New(need, Py_MAX(maxchar, w->maxchar));
  if (wider == NULL) return -1;
  if (w->buffer != NULL && w->pos > 0 && PyUnicode_CopyCharacters(wider, 0, w->buffer, 0, w->pos) < 0) { Py_DECREF(wider); return -1; }
  Py_XDECREF(w->buffer);
  w->buffer = wider;
  w->readonly = 0;
  _PyUnicodeWriter_Update(w);
  return 0;
}
#define _PyUnicodeWriter_Prepare(w, length, max) \
  ((length) == 0 || ((max) <= (w)->maxchar && (length) <= (w)->size - (w)->pos) ? 0 : _PyUnicodeWriter_PrepareInternal((w), (length), (max)))
static inline int _PyUnicodeWriter_PrepareKindInternal(_PyUnicodeWriter *w, int kind) {
  return _PyUnicodeWriter_PrepareInternal(w, 0, kind == 1 ? 0xff : kind == 2 ? 0xffff : 0x10ffff);
}
#define _PyUnicodeWriter_PrepareKind(w, k) ((k) <= (w)->kind ? 0 : _PyUnicodeWriter_PrepareKindInternal((w), (k)))
static inline int _PyUnicodeWriter_WriteChar(_PyUnicodeWriter *w, Py_UCS4 ch) {
  if (_PyUnicodeWriter_Prepare(w, 1, ch) < 0) return -1;
  PyUnicode_WRITE(w->kind, w->data, w->pos, ch);
  w->pos++;
  return 0;
}
static inline int _PyUnicodeWriter_WriteSubstring(_PyUnicodeWriter *w, PyObject *s, Py_ssize_t start, Py_ssize_t end) {
  Py_ssize_t n = end - start;
  if (n <= 0) return 0;
  if (_PyUnicodeWriter_Prepare(w, n, PyUnicode_MAX_CHAR_VALUE(s)) < 0) return -1;
  if (PyUnicode_CopyCharacters(w->buffer, w->pos, s, start, n) < 0) return -1;
  w->pos += n;
  return 0;
}
/* A whole str that is the first to be written is borrowed from until more comes. */
static inline int _PyUnicodeWriter_WriteStr(_PyUnicodeWriter *w, PyObject *s) {
  Py_ssize_t n = PyUnicode_GET_LENGTH(s);
  if (n == 0) return 0;
  if (w->buffer == NULL && !w->overallocate && PyUnicode_CheckExact(s)) {
    w->readonly = 1;
    w->buffer = Py_NewRef(s);
    _PyUnicodeWriter_Update(w);
    w->pos = n;
    return 0;
  }
  return _PyUnicodeWriter_WriteSubstring(w, s, 0, n);
}
static inline int _PyUnicodeWriter_WriteLatin1String(_PyUnicodeWriter *w, const char *s, Py_ssize_t n) {
  Py_UCS4 max = 127;
  Py_ssize_t i;
  for (i = 0; i < n; i++) if ((unsigned char)s[i] > 127) max = 255;
  if (_PyUnicodeWriter_Prepare(w, n, max) < 0) return -1;
  for (i = 0; i < n; i++) PyUnicode_WRITE(w->kind, w->data, w->pos + i, (unsigned char)s[i]);
  w->pos += n;
  return 0;
}
static inline int _PyUnicodeWriter_WriteASCIIString(_PyUnicodeWriter *w, const char *s, Py_ssize_t n) {
  return _PyUnicodeWriter_WriteLatin1String(w, s, n < 0 ? (Py_ssize_t)strlen(s) : n);
}
static inline PyObject *_PyUnicodeWriter_Finish(_PyUnicodeWriter *w) {
  PyObject *s = w->buffer;
  w->buffer = NULL;
  if (w->pos == 0) { Py_XDECREF(s); return PyUnicode_New(0, 0); }
  if (!w->readonly && PyUnicode_GET_LENGTH(s) != w->pos) {
    PyObject *cut = PyUnicode_Substring(s, 0, w->pos);
    Py_DECREF(s);
    return cut;
  }
  return s;
}
static inline void _PyUnicodeWriter_Dealloc(_PyUnicodeWriter *w) { Py_CLEAR(w->buffer); }
