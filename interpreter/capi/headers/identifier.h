/* Answers to the _Py_Identifier of Include/cpython/object.h, the _Py_c_ functions of complexobject.h and PyObject_Print of CPython 3.13. */
typedef struct _Py_Identifier { const char *string; PyObject *object; } _Py_Identifier;
#define _Py_static_string_init(value) { (value), NULL }
#define _Py_static_string(varname, value) static _Py_Identifier varname = _Py_static_string_init(value)
#define _Py_IDENTIFIER(varname) _Py_static_string(PyId_##varname, #varname)
/* Borrowed; the interned str lives as long as the process. */
static inline PyObject *_PyUnicode_FromId(_Py_Identifier *id) {
  if (id->object == NULL) id->object = PyUnicode_InternFromString(id->string);
  return id->object;
}
static inline PyObject *_PyObject_GetAttrId(PyObject *o, _Py_Identifier *id) {
  PyObject *name = _PyUnicode_FromId(id);
  return name == NULL ? NULL : PyObject_GetAttr(o, name);
}
#define _PyObject_CallMethodId(o, id, ...) PyObject_CallMethod((o), (id)->string, __VA_ARGS__)

static inline int PyObject_Print(PyObject *op, FILE *fp, int flags) {
  PyObject *s;
  const char *text;
  if (op == NULL) return fputs("<nil>", fp) < 0 ? -1 : 0;
  s = flags & Py_PRINT_RAW ? PyObject_Str(op) : PyObject_Repr(op);
  text = s == NULL ? NULL : PyUnicode_AsUTF8(s);
  if (text != NULL) fputs(text, fp);
  Py_XDECREF(s);
  return text == NULL ? -1 : 0;
}

static inline Py_complex _PyXray_complex(double real, double imag) { Py_complex c; c.real = real; c.imag = imag; return c; }
static inline Py_complex _Py_c_sum(Py_complex a, Py_complex b) { return _PyXray_complex(a.real + b.real, a.imag + b.imag); }
static inline Py_complex _Py_c_diff(Py_complex a, Py_complex b) { return _PyXray_complex(a.real - b.real, a.imag - b.imag); }
static inline Py_complex _Py_c_neg(Py_complex a) { return _PyXray_complex(-a.real, -a.imag); }
static inline Py_complex _Py_c_prod(Py_complex a, Py_complex b) { return _PyXray_complex(a.real * b.real - a.imag * b.imag, a.real * b.imag + a.imag * b.real); }
/* Divides by the larger part first, so that nothing overflows; EDOM for 0. */
static inline Py_complex _Py_c_quot(Py_complex a, Py_complex b) {
  if (fabs(b.real) >= fabs(b.imag)) {
    double ratio, denom;
    if (b.real == 0.0 && b.imag == 0.0) { errno = EDOM; return _PyXray_complex(0, 0); }
    ratio = b.imag / b.real;
    denom = b.real + b.imag * ratio;
    return _PyXray_complex((a.real + a.imag * ratio) / denom, (a.imag - a.real * ratio) / denom);
  }
  if (fabs(b.imag) >= fabs(b.real)) {
    double ratio = b.real / b.imag, denom = b.real * ratio + b.imag;
    return _PyXray_complex((a.real * ratio + a.imag) / denom, (a.imag * ratio - a.real) / denom);
  }
  return _PyXray_complex(Py_NAN, Py_NAN);
}
static inline double _Py_c_abs(Py_complex z) {
  double r;
  errno = 0;
  r = hypot(z.real, z.imag);
  if (!isfinite(r) && isfinite(z.real) && isfinite(z.imag)) errno = ERANGE;
  return r;
}
static inline Py_complex _Py_c_pow(Py_complex a, Py_complex b) {
  double vabs, len, at, phase;
  if (b.real == 0.0 && b.imag == 0.0) return _PyXray_complex(1, 0);
  if (a.real == 0.0 && a.imag == 0.0) {
    if (b.imag != 0.0 || b.real < 0.0) errno = EDOM;
    return _PyXray_complex(0, 0);
  }
  vabs = hypot(a.real, a.imag);
  len = pow(vabs, b.real);
  at = atan2(a.imag, a.real);
  phase = at * b.real;
  if (b.imag != 0.0) {
    len *= exp(-at * b.imag);
    phase += b.imag * log(vabs);
  }
  return _PyXray_complex(len * cos(phase), len * sin(phase));
}
