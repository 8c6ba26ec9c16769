/* What extensions of others use beside the common functions: headers by their own names, datetime.h, _PyUnicodeWriter, PyMutex, native
   bytes, the trashcan, static struct sequence types, trace functions, 128-bit integers, a node cache of their own. */
#define PY_SSIZE_T_CLEAN
#include "Python.h"
#include <structmember.h>
#include <frameobject.h>
#include "datetime.h"
#include "marshal.h"
#include "pythread.h"
#include "unicodeobject.h"
#ifndef PYXRAY
#  include "cpython/code.h"
#endif

static PyObject *repeat(PyObject *self, PyObject *args)
{
    PyObject *text, *end;
    int n, i;
    _PyUnicodeWriter w;
    if (!PyArg_ParseTuple(args, "UiU", &text, &n, &end)) return NULL;
    _PyUnicodeWriter_Init(&w);
    w.overallocate = n > 1;
    for (i = 0; i < n; i++) {
        if (_PyUnicodeWriter_WriteStr(&w, text) < 0 || (i > 0 && _PyUnicodeWriter_WriteASCIIString(&w, ", ", -1) < 0)) goto fail;
    }
    if (PyUnicode_GET_LENGTH(end) > 0 && (_PyUnicodeWriter_WriteChar(&w, PyUnicode_READ_CHAR(end, 0)) < 0 || _PyUnicodeWriter_WriteSubstring(&w, end, 1, PyUnicode_GET_LENGTH(end)) < 0)) goto fail;
    return _PyUnicodeWriter_Finish(&w);
fail:
    _PyUnicodeWriter_Dealloc(&w);
    return NULL;
}
static PyObject *classify(PyObject *self, PyObject *text)
{
    PyObject *list = PyList_New(0);
    Py_ssize_t i;
    for (i = 0; list != NULL && i < PyUnicode_GET_LENGTH(text); i++) {
        Py_UCS4 c = PyUnicode_READ_CHAR(text, i);
        PyObject *item = Py_BuildValue("(iiiiiiIIi)", !!Py_UNICODE_ISALPHA(c), !!Py_UNICODE_ISSPACE(c), !!Py_UNICODE_ISUPPER(c), !!Py_UNICODE_ISDIGIT(c), !!Py_UNICODE_ISALNUM(c), !!Py_UNICODE_ISPRINTABLE(c), Py_UNICODE_TOUPPER(c), Py_UNICODE_TOLOWER(c), Py_UNICODE_TODECIMAL(c));
        if (item == NULL || PyList_Append(list, item) < 0) Py_CLEAR(list);
        Py_XDECREF(item);
    }
    return list;
}
static PyObject *native_bytes(PyObject *self, PyObject *args)
{
    PyObject *v;
    int n, flags;
    unsigned char buffer[32];
    Py_ssize_t need;
    memset(buffer, 0xee, sizeof buffer);
    if (!PyArg_ParseTuple(args, "Oii", &v, &n, &flags)) return NULL;
    need = PyLong_AsNativeBytes(v, buffer, n, flags);
    return need < 0 ? NULL : Py_BuildValue("(ny#)", need, buffer, (Py_ssize_t)n);
}
static PyObject *from_bytes(PyObject *self, PyObject *args)
{
    Py_buffer b;
    int flags;
    PyObject *a, *c;
    if (!PyArg_ParseTuple(args, "y*i", &b, &flags)) return NULL;
    a = PyLong_FromNativeBytes(b.buf, (size_t)b.len, flags);
    c = PyLong_FromUnsignedNativeBytes(b.buf, (size_t)b.len, flags);
    PyBuffer_Release(&b);
    return Py_BuildValue("(NN)", a, c);
}
static PyObject *compact(PyObject *self, PyObject *o)
{
    PyLongObject *v = (PyLongObject *)o;
    if (!PyUnstable_Long_IsCompact(v)) Py_RETURN_NONE;
    return PyLong_FromSsize_t(PyUnstable_Long_CompactValue(v));
}
static PyObject *product(PyObject *self, PyObject *args)
{
    unsigned long long a, b;
    unsigned __int128 p;
    if (!PyArg_ParseTuple(args, "KK", &a, &b)) return NULL;
    p = (unsigned __int128)a * b;
    return Py_BuildValue("(KKKK)", (unsigned long long)(p >> 64), (unsigned long long)p, (unsigned long long)(p / 1000000007u), (unsigned long long)(p % 1000000007u));
}
static PyObject *long_double(PyObject *self, PyObject *o)
{
    volatile long double x = PyFloat_AsDouble(o);
    x = x * 2 + 1;
    return Py_BuildValue("(dii)", (double)x, x > 3, (int)x);
}
static PyObject *dates(PyObject *self, PyObject *o)
{
    PyObject *d, *t, *delta, *zone;
    if (PyDateTime_Check(o)) return Py_BuildValue("(siiiiiiO)", "datetime", PyDateTime_GET_YEAR(o), PyDateTime_GET_MONTH(o), PyDateTime_GET_DAY(o), PyDateTime_DATE_GET_HOUR(o), PyDateTime_DATE_GET_MICROSECOND(o), PyDateTime_DATE_GET_FOLD(o), PyDateTime_DATE_GET_TZINFO(o));
    if (PyDate_CheckExact(o)) return Py_BuildValue("(siii)", "date", PyDateTime_GET_YEAR(o), PyDateTime_GET_MONTH(o), PyDateTime_GET_DAY(o));
    if (PyTime_Check(o)) return Py_BuildValue("(siiO)", "time", PyDateTime_TIME_GET_HOUR(o), PyDateTime_TIME_GET_SECOND(o), PyDateTime_TIME_GET_TZINFO(o));
    if (PyDelta_Check(o)) return Py_BuildValue("(siii)", "delta", PyDateTime_DELTA_GET_DAYS(o), PyDateTime_DELTA_GET_SECONDS(o), PyDateTime_DELTA_GET_MICROSECONDS(o));
    if (PyTZInfo_Check(o)) Py_RETURN_TRUE;
    d = PyDateTime_FromDateAndTimeAndFold(2024, 2, 29, 23, 59, 58, 7, 1);
    t = PyTime_FromTime(1, 2, 3, 4);
    delta = PyDelta_FromDSU(1, 90000, -5);
    zone = delta == NULL ? NULL : PyDelta_FromDSU(0, 3600, 0);
    Py_XSETREF(zone, zone == NULL ? NULL : PyTimeZone_FromOffset(zone));
    return Py_BuildValue("(NNNNNO)", d, t, delta, zone, PyDate_FromDate(2000, 1, 2), PyDateTime_TimeZone_UTC);
}
static PyMutex mutex;
static PyObject *locked(PyObject *self, PyObject *f)
{
    PyObject *r;
    PyThread_type_lock lock = PyThread_allocate_lock();
    int first = PyThread_acquire_lock_timed(lock, 0, 0), second = PyThread_acquire_lock_timed(lock, 1000, 0);
    PyThread_release_lock(lock);
    PyThread_free_lock(lock);
    PyMutex_Lock(&mutex);
    Py_BEGIN_CRITICAL_SECTION(f);
    r = PyObject_CallNoArgs(f);
    Py_END_CRITICAL_SECTION();
    PyMutex_Unlock(&mutex);
    return Py_BuildValue("(Nii)", r, first, second);
}

/* A chain that is let go of at once: without the trashcan its deallocator would nest too deep. */
typedef struct { PyObject_HEAD PyObject *next; } Chain;
static void Chain_dealloc(Chain *c)
{
    PyObject_GC_UnTrack(c);
    Py_TRASHCAN_BEGIN(c, Chain_dealloc)
    Py_CLEAR(c->next);
    PyObject_GC_Del(c);
    Py_TRASHCAN_END
}
static int Chain_traverse(Chain *c, visitproc visit, void *arg) { Py_VISIT(c->next); return 0; }
static PyTypeObject Chain_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "newer.Chain", .tp_basicsize = sizeof(Chain), .tp_dealloc = (destructor)Chain_dealloc, .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_traverse = (traverseproc)Chain_traverse,
};
static PyObject *chain(PyObject *self, PyObject *o)
{
    PyObject *head = NULL;
    long i, n = PyLong_AsLong(o);
    for (i = 0; i < n; i++) {
        Chain *c = PyObject_GC_New(Chain, &Chain_Type);
        if (c == NULL) { Py_XDECREF(head); return NULL; }
        c->next = head;
        head = (PyObject *)c;
        PyObject_GC_Track(c);
    }
    Py_XDECREF(head);
    return PyLong_FromLong(i);
}

/* Boxes from a cache that still names what they held. */
typedef struct box { PyObject *items[4]; } box;
static box *cache[8];
static int cached;
static PyObject *boxed(PyObject *self, PyObject *args)
{
    box *b = cached > 0 ? cache[--cached] : malloc(sizeof(box));
    PyObject *sum = NULL;
    int i, n = (int)PyTuple_GET_SIZE(args);
    memset(b, 0, sizeof *b);
    for (i = 0; i < n && i < 4; i++) b->items[i] = Py_NewRef(PyTuple_GET_ITEM(args, i));
    for (i = 0; i < 4 && b->items[i] != NULL; i++) {
        PyObject *next = sum == NULL ? Py_NewRef(b->items[i]) : PyNumber_Add(sum, b->items[i]);
        Py_XSETREF(sum, next);
        Py_DECREF(b->items[i]);
    }
    cache[cached++] = b;
    return sum == NULL ? Py_NewRef(Py_None) : sum;
}
static void clear_cache(void) { while (cached > 0) free(cache[--cached]); }

/* A tuple that only borrows while it is passed on. */
static PyObject *lent(PyObject *self, PyObject *args)
{
    PyObject *t = PyTuple_New(1), *r;
    PyTuple_SET_ITEM(t, 0, PyTuple_GET_ITEM(args, 0));
    r = PyObject_Repr(t);
    PyTuple_SET_ITEM(t, 0, NULL);
    Py_DECREF(t);
    return r;
}

static long traced[8];
static int tracer(PyObject *o, PyFrameObject *frame, int what, PyObject *arg)
{
    traced[what]++;
    return 0;
}
static PyObject *trace(PyObject *self, PyObject *f)
{
    PyObject *r;
    memset(traced, 0, sizeof traced);
    PyEval_SetTrace(tracer, NULL);
    r = PyObject_CallNoArgs(f);
    PyEval_SetTrace(NULL, NULL);
    return Py_BuildValue("(Nlll)", r, traced[PyTrace_CALL], traced[PyTrace_LINE], traced[PyTrace_RETURN]);
}
static PyObject *audit(PyObject *self, PyObject *args)
{
    if (PySys_Audit("newer.event", "is", 7, "seven") < 0 || PySys_AuditTuple("newer.tuple", args) < 0) return NULL;
    Py_RETURN_NONE;
}
static PyObject *unicode_error(PyObject *self, PyObject *args)
{
    PyObject *e = PyUnicodeDecodeError_Create("ascii", "ab\xff", 3, 2, 9, "because");
    Py_ssize_t start, end;
    if (e == NULL || PyUnicodeDecodeError_GetStart(e, &start) < 0 || PyUnicodeDecodeError_GetEnd(e, &end) < 0) return NULL;
    return Py_BuildValue("(NnnNNN)", e, start, end, PyUnicodeDecodeError_GetEncoding(e), PyUnicodeDecodeError_GetReason(e), PyUnicodeDecodeError_GetObject(e));
}
static PyObject *marshalled(PyObject *self, PyObject *o)
{
    PyObject *bytes = PyMarshal_WriteObjectToString(o, Py_MARSHAL_VERSION), *back;
    if (bytes == NULL) return NULL;
    back = PyMarshal_ReadObjectFromString(PyBytes_AS_STRING(bytes), PyBytes_GET_SIZE(bytes));
    Py_DECREF(bytes);
    return back;
}
static PyObject *numbers(PyObject *self, PyObject *args)
{
    char *text = PyOS_double_to_string(0.1, 'r', 0, Py_DTSF_ADD_DOT_0, NULL);
    PyObject *r;
    Py_complex z = {3, 4}, w = {1, -2};
    unsigned char bytes[4] = {1, 2, 3, 0xff};
    z = _Py_c_quot(_Py_c_prod(z, w), _Py_c_diff(z, w));
    r = Py_BuildValue("(sDdNi)", text, &z, _Py_c_abs(w), _PyLong_FromByteArray(bytes, 4, 1, 1), _PyLong_Sign(Py_True));
    PyMem_Free(text);
    return r;
}
_Py_IDENTIFIER(real);
static PyObject *identified(PyObject *self, PyObject *o) { return _PyObject_GetAttrId(o, &PyId_real); }

static PyTypeObject Pair_Type;
static PyStructSequence_Field pair_fields[] = {{"left", "the left one"}, {"right", NULL}, {"hidden", NULL}, {NULL}};
static PyStructSequence_Desc pair_desc = {"newer.Pair", "Two things.", pair_fields, 2};
static PyObject *pair(PyObject *self, PyObject *args)
{
    PyObject *p = PyStructSequence_New(&Pair_Type);
    int i;
    for (i = 0; p != NULL && i < 3; i++) PyStructSequence_SET_ITEM(p, i, PyLong_FromLong(i + 1));
    return p;
}
/* A type that nobody calls PyType_Ready for. */
typedef struct { PyObject_HEAD int x; } Plain;
static PyObject *Plain_get(Plain *p, void *closure) { return PyLong_FromLong(p->x + 40); }
static PyGetSetDef Plain_getset[] = {{"x", (getter)Plain_get}, {NULL}};
static PyTypeObject Plain_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "newer.Plain", .tp_basicsize = sizeof(Plain), .tp_flags = Py_TPFLAGS_DEFAULT, .tp_getset = Plain_getset, .tp_new = PyType_GenericNew,
};

static PyMethodDef methods[] = {
    {"repeat", repeat, METH_VARARGS}, {"classify", classify, METH_O}, {"native_bytes", native_bytes, METH_VARARGS}, {"from_bytes", from_bytes, METH_VARARGS}, {"compact", compact, METH_O},
    {"product", product, METH_VARARGS}, {"long_double", long_double, METH_O}, {"dates", dates, METH_O}, {"locked", locked, METH_O}, {"chain", chain, METH_O}, {"boxed", boxed, METH_VARARGS},
    {"lent", lent, METH_VARARGS}, {"trace", trace, METH_O}, {"audit", audit, METH_VARARGS}, {"unicode_error", unicode_error, METH_NOARGS}, {"marshalled", marshalled, METH_O},
    {"numbers", numbers, METH_NOARGS}, {"identified", identified, METH_O}, {"pair", pair, METH_NOARGS}, {NULL}
};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "newer", NULL, -1, methods};
PyMODINIT_FUNC PyInit_newer(void)
{
    PyObject *m;
    PyDateTime_IMPORT;
    if (PyDateTimeAPI == NULL || PyType_Ready(&Chain_Type) < 0 || PyStructSequence_InitType2(&Pair_Type, &pair_desc) < 0) return NULL;
    m = PyModule_Create(&module);
    if (m == NULL) return NULL;
    Py_SET_TYPE(&Plain_Type, &PyType_Type);
    Py_AtExit(clear_cache);
    if (PyModule_AddObjectRef(m, "Plain", (PyObject *)&Plain_Type) < 0 || PyModule_AddObjectRef(m, "Pair", (PyObject *)&Pair_Type) < 0) Py_CLEAR(m);
    return m;
}
