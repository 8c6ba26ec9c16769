/* A function for each corner of the API: argument formats, building values, containers, calls, errors, numbers, buffers. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *cached; /* a static that owns */

static PyObject *formats(PyObject *self, PyObject *args)
{
    const char *s; Py_ssize_t n; int i; long l; long long ll; unsigned char b; double d; float f; int p; PyObject *o, *t; const char *z; Py_complex c;
    short h; unsigned int I; unsigned long k; Py_ssize_t ss;
    if (!PyArg_ParseTuple(args, "s#ilLbdfpO!zDhIkn|O:formats", &s, &n, &i, &l, &ll, &b, &d, &f, &p, &PyTuple_Type, &t, &z, &c, &h, &I, &k, &ss, &o))
        return NULL;
    return Py_BuildValue("(s#ilLbddO(Oz)DhIkn{s:i,s:[dd]})", s, n, i, l, ll, b, d, (double)f, p ? Py_True : Py_False, t, z, &c, h, I, k, ss, "key", 1, "pair", 1.5, 2.5);
}

static PyObject *keywords(PyObject *self, PyObject *args, PyObject *kwargs)
{
    static char *kwlist[] = {"", "voltage", "state", "action", NULL};
    int voltage = 5; const char *state = "a stiff", *action = "voom"; PyObject *pos;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O|i$sz:keywords", kwlist, &pos, &voltage, &state, &action))
        return NULL;
    return PyUnicode_FromFormat("%R %d %s %s", pos, voltage, state, action ? action : "NULL");
}

static PyObject *fast(PyObject *self, PyObject *const *args, Py_ssize_t nargs)
{
    PyObject *list = PyList_New(nargs);
    if (list == NULL)
        return NULL;
    for (Py_ssize_t i = 0; i < nargs; i++)
        PyList_SET_ITEM(list, i, Py_NewRef(args[nargs - 1 - i]));
    return list;
}

static PyObject *fastkw(PyObject *self, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames)
{
    PyObject *d = PyDict_New();
    if (d == NULL)
        return NULL;
    for (Py_ssize_t i = 0; kwnames != NULL && i < PyTuple_GET_SIZE(kwnames); i++)
        if (PyDict_SetItem(d, PyTuple_GET_ITEM(kwnames, i), args[nargs + i]) < 0) {
            Py_DECREF(d);
            return NULL;
        }
    PyObject *r = Py_BuildValue("nN", nargs, d);
    return r;
}

static PyObject *texts(PyObject *self, PyObject *o)
{
    Py_ssize_t n;
    const char *utf8 = PyUnicode_AsUTF8AndSize(o, &n);
    if (utf8 == NULL)
        return NULL;
    PyObject *upper = PyObject_CallMethod(o, "upper", NULL);
    if (upper == NULL)
        return NULL;
    PyObject *bytes = PyUnicode_AsUTF8String(o);
    if (bytes == NULL) {
        Py_DECREF(upper);
        return NULL;
    }
    Py_UCS4 last = PyUnicode_GET_LENGTH(o) ? PyUnicode_READ_CHAR(o, PyUnicode_GET_LENGTH(o) - 1) : 0;
    PyObject *joined = PyUnicode_FromFormat("%zd|%s|%U|%c|%5d|%-5d|%05d|%x|%lld|%p|%%|%.3s|%A|%zu", n, utf8, upper, (int)(last ? last : '-'), 42, 42, 42, 255, -9000000000000000000LL, NULL, "abcdef", o, (size_t)7);
    PyObject *r = PyTuple_Pack(4, joined, bytes, upper, Py_None);
    Py_XDECREF(joined);
    Py_DECREF(bytes);
    Py_DECREF(upper);
    return r;
}

static PyObject *integers(PyObject *self, PyObject *o)
{
    PyObject *l = PyList_New(0);
    if (l == NULL)
        return NULL;
#define ADD(expr) do { PyObject *_v = (expr); if (_v == NULL) { PyErr_Clear(); _v = Py_NewRef(Py_Ellipsis); } if (PyList_Append(l, _v) < 0) { Py_DECREF(_v); Py_DECREF(l); return NULL; } Py_DECREF(_v); } while (0)
    long v = PyLong_AsLong(o);
    if (v == -1 && PyErr_Occurred()) {
        PyObject *t, *val, *tb;
        PyErr_Fetch(&t, &val, &tb);
        PyErr_NormalizeException(&t, &val, &tb);
        ADD(PyObject_Str(val));
        Py_XDECREF(t); Py_XDECREF(val); Py_XDECREF(tb);
    } else ADD(PyLong_FromLong(v));
    ADD(PyLong_FromUnsignedLongLong(PyLong_AsUnsignedLongLongMask(o)));
    int overflow;
    long long ll = PyLong_AsLongLongAndOverflow(o, &overflow);
    ADD(Py_BuildValue("Li", ll, overflow));
    unsigned long long u = PyLong_AsUnsignedLongLong(o);
    if (u == (unsigned long long)-1 && PyErr_Occurred()) {
        PyObject *exc = PyErr_GetRaisedException();
        ADD(PyObject_Repr(exc));
        Py_DECREF(exc);
    } else ADD(PyLong_FromUnsignedLongLong(u));
    double d = PyLong_AsDouble(o);
    if (d == -1.0 && PyErr_Occurred()) PyErr_Clear();
    else ADD(PyFloat_FromDouble(d));
    ADD(PyNumber_Add(o, o));
    ADD(PyNumber_Power(o, PyTuple_GET_ITEM(cached, 0), Py_None));
    ADD(PyLong_FromLongLong(LLONG_MIN));
    ADD(PyLong_FromLongLong(LLONG_MAX));
    ADD(PyLong_FromSize_t(SIZE_MAX));
    ADD(PyLong_FromString("  -0x7fffffffffffffffffff", NULL, 0));
    ADD(PyBool_FromLong(PyObject_RichCompareBool(o, o, Py_EQ)));
    return l;
}

static PyObject *containers(PyObject *self, PyObject *seq)
{
    PyObject *fastseq = PySequence_Fast(seq, "containers() needs a sequence");
    if (fastseq == NULL)
        return NULL;
    PyObject *counts = PyDict_New(), *unique = PySet_New(NULL), *result = NULL;
    if (counts == NULL || unique == NULL)
        goto done;
    for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(fastseq); i++) {
        PyObject *item = PySequence_Fast_GET_ITEM(fastseq, i);
        PyObject *old = PyDict_GetItemWithError(counts, item); /* borrowed */
        if (old == NULL && PyErr_Occurred())
            goto done;
        PyObject *n = PyLong_FromLong(old ? PyLong_AsLong(old) + 1 : 1);
        if (n == NULL || PyDict_SetItem(counts, item, n) < 0) {
            Py_XDECREF(n);
            goto done;
        }
        Py_DECREF(n);
        if (PySet_Add(unique, item) < 0)
            goto done;
    }
    PyObject *key, *value, *pairs = PyList_New(0);
    Py_ssize_t pos = 0;
    if (pairs == NULL)
        goto done;
    while (PyDict_Next(counts, &pos, &key, &value)) {
        PyObject *pair = PyTuple_New(2);
        if (pair == NULL) {
            Py_DECREF(pairs);
            goto done;
        }
        PyTuple_SetItem(pair, 0, Py_NewRef(key));
        Py_INCREF(value);
        PyTuple_SET_ITEM(pair, 1, value);
        if (PyList_Append(pairs, pair) < 0) {
            Py_DECREF(pair);
            Py_DECREF(pairs);
            goto done;
        }
        Py_DECREF(pair);
    }
    if (PyList_Sort(pairs) < 0) {
        Py_DECREF(pairs);
        goto done;
    }
    PyObject *tuple = PyList_AsTuple(pairs);
    Py_DECREF(pairs);
    result = Py_BuildValue("NnO", tuple, PySet_Size(unique), PyList_GetItem(fastseq, 0));
done:
    Py_XDECREF(counts);
    Py_XDECREF(unique);
    Py_DECREF(fastseq);
    return result;
}

static PyObject *calls(PyObject *self, PyObject *f)
{
    PyObject *r[6];
    r[0] = PyObject_CallNoArgs(f);
    r[1] = PyObject_CallOneArg(f, Py_True);
    r[2] = PyObject_CallFunction(f, "is", 1, "two");
    r[3] = PyObject_CallFunction(f, "(O)", Py_None);
    r[4] = PyObject_CallFunctionObjArgs(f, Py_False, Py_None, NULL);
    PyObject *kw = Py_BuildValue("{s:i}", "k", 3), *a = PyTuple_New(0);
    r[5] = kw && a ? PyObject_Call(f, a, kw) : NULL;
    Py_XDECREF(kw);
    Py_XDECREF(a);
    PyObject *list = PyList_New(0);
    for (int i = 0; i < 6; i++) {
        if (r[i] == NULL) {
            if (list) Py_CLEAR(list);
            continue;
        }
        if (list && PyList_Append(list, r[i]) < 0) Py_CLEAR(list);
        Py_DECREF(r[i]);
    }
    return list;
}

static PyObject *iterate(PyObject *self, PyObject *o)
{
    PyObject *it = PyObject_GetIter(o), *item;
    if (it == NULL)
        return NULL;
    double sum = 0;
    while ((item = PyIter_Next(it)) != NULL) {
        double d = PyFloat_AsDouble(item);
        Py_DECREF(item);
        if (d == -1.0 && PyErr_Occurred()) {
            Py_DECREF(it);
            return NULL;
        }
        sum += d;
    }
    Py_DECREF(it);
    if (PyErr_Occurred())
        return NULL;
    return PyFloat_FromDouble(sum);
}

static PyObject *buffer(PyObject *self, PyObject *o)
{
    Py_buffer view;
    if (PyObject_GetBuffer(o, &view, PyBUF_CONTIG_RO) < 0)
        return NULL;
    unsigned sum = 0;
    for (Py_ssize_t i = 0; i < view.len; i++)
        sum += ((unsigned char *)view.buf)[i];
    PyObject *r = Py_BuildValue("Inii", sum, view.len, view.ndim, view.readonly);
    PyBuffer_Release(&view);
    return r;
}

static PyObject *ystar(PyObject *self, PyObject *args)
{
    Py_buffer y;
    if (!PyArg_ParseTuple(args, "y*", &y))
        return NULL;
    PyObject *r = PyBytes_FromStringAndSize(y.buf, y.len);
    PyBuffer_Release(&y);
    return r;
}

static PyObject *attributes(PyObject *self, PyObject *o)
{
    PyObject *v;
    int r = PyObject_GetOptionalAttrString(o, "answer", &v);
    if (r < 0)
        return NULL;
    if (r == 0) {
        PyObject *n = PyLong_FromLong(42);
        if (n == NULL || PyObject_SetAttrString(o, "answer", n) < 0) {
            Py_XDECREF(n);
            return NULL;
        }
        return n;
    }
    PyObject *twice = PyNumber_Add(v, v);
    Py_DECREF(v);
    return twice;
}

static PyObject *remember(PyObject *self, PyObject *o)
{
    static PyObject *last = NULL;
    PyObject *old = last ? last : Py_NewRef(Py_None);
    last = Py_NewRef(o);
    return old;
}

static PyObject *raise(PyObject *self, PyObject *args)
{
    PyObject *type; const char *text;
    if (!PyArg_ParseTuple(args, "Os", &type, &text))
        return NULL;
    return PyErr_Format(type, "from C: %s (%d%%)", text, 100);
}

static PyObject *chain(PyObject *self, PyObject *unused)
{
    PyErr_SetString(PyExc_KeyError, "first");
    PyObject *cause = PyErr_GetRaisedException();
    PyErr_SetString(PyExc_ValueError, "second");
    PyObject *exc = PyErr_GetRaisedException();
    PyException_SetCause(exc, Py_NewRef(cause));
    PyException_SetContext(exc, cause);
    PyErr_SetRaisedException(exc);
    return NULL;
}

static void capsule_gone(PyObject *capsule)
{
    printf("capsule gone: %s\n", (char *)PyCapsule_GetPointer(capsule, "api.text"));
    fflush(stdout);
    free(PyCapsule_GetPointer(capsule, "api.text"));
}
static PyObject *capsule(PyObject *self, PyObject *text)
{
    const char *s = PyUnicode_AsUTF8(text);
    return s == NULL ? NULL : PyCapsule_New(strdup(s), "api.text", capsule_gone);
}

static PyObject *complex_(PyObject *self, PyObject *o)
{
    Py_complex c = PyComplex_AsCComplex(o);
    if (PyErr_Occurred())
        return NULL;
    Py_complex r = {c.imag, c.real};
    return PyComplex_FromCComplex(r);
}

static PyObject *imports(PyObject *self, PyObject *unused)
{
    PyObject *math = PyImport_ImportModule("math");
    if (math == NULL)
        return NULL;
    PyObject *pi = PyObject_GetAttrString(math, "pi");
    Py_DECREF(math);
    return pi;
}

static PyObject *threads(PyObject *self, PyObject *unused)
{
    long sum = 0;
    Py_BEGIN_ALLOW_THREADS
    for (long i = 0; i < 1000; i++) sum += i;
    Py_END_ALLOW_THREADS
    PyGILState_STATE s = PyGILState_Ensure();
    PyObject *r = PyLong_FromLong(sum);
    PyGILState_Release(s);
    return r;
}

static PyMethodDef methods[] = {
    {"formats", formats, METH_VARARGS, PyDoc_STR("formats(...)\n--\n\nall of them")},
    {"keywords", (PyCFunction)(void (*)(void))keywords, METH_VARARGS | METH_KEYWORDS, NULL},
    {"fast", _PyCFunction_CAST(fast), METH_FASTCALL, NULL},
    {"fastkw", _PyCFunction_CAST(fastkw), METH_FASTCALL | METH_KEYWORDS, NULL},
    {"texts", texts, METH_O, NULL}, {"integers", integers, METH_O, NULL}, {"containers", containers, METH_O, NULL}, {"calls", calls, METH_O, NULL},
    {"iterate", iterate, METH_O, NULL}, {"buffer", buffer, METH_O, NULL}, {"ystar", ystar, METH_VARARGS, NULL}, {"attributes", attributes, METH_O, NULL}, {"remember", remember, METH_O, NULL},
    {"raise_", raise, METH_VARARGS, NULL}, {"chain", chain, METH_NOARGS, NULL}, {"capsule", capsule, METH_O, NULL}, {"complex_", complex_, METH_O, NULL}, {"imports", imports, METH_NOARGS, NULL},
    {"threads", threads, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL}
};

static PyObject *Error;
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "api", "corners of the API", -1, methods};

PyMODINIT_FUNC PyInit_api(void)
{
    PyObject *m = PyModule_Create(&module);
    if (m == NULL)
        return NULL;
    cached = Py_BuildValue("(i)", 2);
    Error = PyErr_NewException("api.Error", PyExc_ValueError, NULL);
    Py_XINCREF(Error);
    if (cached == NULL || PyModule_AddObject(m, "Error", Error) < 0) {
        Py_XDECREF(Error);
        Py_CLEAR(Error);
        Py_DECREF(m);
        return NULL;
    }
    if (PyModule_AddIntConstant(m, "ANSWER", 42) < 0 || PyModule_AddStringConstant(m, "NAME", "api") < 0 || PyModule_AddIntMacro(m, METH_O) < 0) {
        Py_DECREF(m);
        return NULL;
    }
    return m;
}
