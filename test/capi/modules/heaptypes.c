/* Heap types from specs with every protocol: number, sequence, mapping, iteration, async, buffer, call, vectorcall, descriptors,
   weak references, dict, class methods, module state, struct sequences. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include "structmember.h"

typedef struct { PyTypeObject *vector_type; PyObject *error; long made; } State;
static struct PyModuleDef heaptypes_module;

typedef struct {
    PyObject_HEAD
    Py_ssize_t n;
    double *items;
    PyObject *weakrefs;
    PyObject *dict;
    Py_ssize_t shape[1], strides[1];
} Vector;

static PyObject *make(PyTypeObject *type, Py_ssize_t n)
{
    Vector *v = (Vector *)type->tp_alloc(type, 0);
    if (v == NULL)
        return NULL;
    v->n = n;
    v->items = PyMem_Calloc(n ? n : 1, sizeof(double));
    if (v->items == NULL) {
        Py_DECREF(v);
        return PyErr_NoMemory();
    }
    State *s = PyType_GetModuleState(type);
    if (s == NULL) {
        PyErr_Clear(); /* a subclass made in Python */
        PyObject *m = PyType_GetModuleByDef(type, &heaptypes_module);
        s = m ? PyModule_GetState(m) : NULL;
    }
    if (s == NULL) {
        Py_DECREF(v);
        return NULL;
    }
    s->made++;
    return (PyObject *)v;
}
static PyObject *Vector_new(PyTypeObject *type, PyObject *args, PyObject *kwds)
{
    PyObject *seq;
    if (!PyArg_ParseTuple(args, "O:Vector", &seq))
        return NULL;
    seq = PySequence_Fast(seq, "Vector() needs an iterable");
    if (seq == NULL)
        return NULL;
    PyObject *v = make(type, PySequence_Fast_GET_SIZE(seq));
    for (Py_ssize_t i = 0; v && i < PySequence_Fast_GET_SIZE(seq); i++) {
        double d = PyFloat_AsDouble(PySequence_Fast_GET_ITEM(seq, i));
        if (d == -1.0 && PyErr_Occurred())
            Py_CLEAR(v);
        else
            ((Vector *)v)->items[i] = d;
    }
    Py_DECREF(seq);
    return v;
}
static int Vector_traverse(Vector *self, visitproc visit, void *arg)
{
    Py_VISIT(self->dict);
    Py_VISIT(Py_TYPE(self));
    return 0;
}
static int Vector_clear(Vector *self)
{
    Py_CLEAR(self->dict);
    return 0;
}
static void Vector_dealloc(Vector *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    if (self->weakrefs != NULL)
        PyObject_ClearWeakRefs((PyObject *)self);
    Py_CLEAR(self->dict);
    PyMem_Free(self->items);
    tp->tp_free((PyObject *)self);
    Py_DECREF(tp);
}
static PyObject *Vector_repr(Vector *self)
{
    PyObject *list = PyList_New(self->n);
    if (list == NULL)
        return NULL;
    for (Py_ssize_t i = 0; i < self->n; i++) {
        PyObject *f = PyFloat_FromDouble(self->items[i]);
        if (f == NULL) {
            Py_DECREF(list);
            return NULL;
        }
        PyList_SET_ITEM(list, i, f);
    }
    PyObject *r = PyUnicode_FromFormat("%s(%R)", Py_TYPE(self)->tp_name, list);
    Py_DECREF(list);
    return r;
}
static PyObject *binary(PyObject *a, PyObject *b, char op)
{
    PyObject *m = PyType_GetModuleByDef(Py_TYPE(a), &heaptypes_module);
    if (m == NULL) {
        PyErr_Clear();
        Py_RETURN_NOTIMPLEMENTED;
    }
    State *s = PyModule_GetState(m);
    if (!PyObject_TypeCheck(a, s->vector_type) || !PyObject_TypeCheck(b, s->vector_type))
        Py_RETURN_NOTIMPLEMENTED;
    Vector *x = (Vector *)a, *y = (Vector *)b;
    if (x->n != y->n) {
        PyErr_Format(s->error, "lengths differ: %zd and %zd", x->n, y->n);
        return NULL;
    }
    Vector *r = (Vector *)make(s->vector_type, x->n);
    for (Py_ssize_t i = 0; r && i < x->n; i++)
        r->items[i] = op == '+' ? x->items[i] + y->items[i] : x->items[i] * y->items[i];
    return (PyObject *)r;
}
static PyObject *Vector_add(PyObject *a, PyObject *b) { return binary(a, b, '+'); }
static PyObject *Vector_matmul(PyObject *a, PyObject *b)
{
    PyObject *products = binary(a, b, '*');
    if (products == NULL || products == Py_NotImplemented)
        return products;
    double sum = 0;
    for (Py_ssize_t i = 0; i < ((Vector *)products)->n; i++)
        sum += ((Vector *)products)->items[i];
    Py_DECREF(products);
    return PyFloat_FromDouble(sum);
}
static PyObject *Vector_iadd(Vector *self, PyObject *o)
{
    double d = PyFloat_AsDouble(o);
    if (d == -1.0 && PyErr_Occurred())
        return NULL;
    for (Py_ssize_t i = 0; i < self->n; i++)
        self->items[i] += d;
    return Py_NewRef(self);
}
static PyObject *Vector_negative(Vector *self)
{
    Vector *r = (Vector *)make(Py_TYPE(self), self->n);
    for (Py_ssize_t i = 0; r && i < self->n; i++)
        r->items[i] = -self->items[i];
    return (PyObject *)r;
}
static PyObject *Vector_power(PyObject *a, PyObject *b, PyObject *mod)
{
    return Py_BuildValue("(siO)", "power", PyLong_Check(b) ? (int)PyLong_AsLong(b) : -1, mod);
}
static int Vector_bool(Vector *self)
{
    for (Py_ssize_t i = 0; i < self->n; i++)
        if (self->items[i] != 0)
            return 1;
    return 0;
}
static Py_ssize_t Vector_length(Vector *self) { return self->n; }
static PyObject *Vector_item(Vector *self, Py_ssize_t i)
{
    if (i < 0 || i >= self->n) {
        PyErr_SetString(PyExc_IndexError, "Vector index out of range");
        return NULL;
    }
    return PyFloat_FromDouble(self->items[i]);
}
static int Vector_ass_item(Vector *self, Py_ssize_t i, PyObject *v)
{
    if (v == NULL) {
        PyErr_SetString(PyExc_TypeError, "a Vector's items cannot be deleted");
        return -1;
    }
    if (i < 0 || i >= self->n) {
        PyErr_SetString(PyExc_IndexError, "Vector assignment index out of range");
        return -1;
    }
    double d = PyFloat_AsDouble(v);
    if (d == -1.0 && PyErr_Occurred())
        return -1;
    self->items[i] = d;
    return 0;
}
static int Vector_contains(Vector *self, PyObject *o)
{
    double d = PyFloat_AsDouble(o);
    if (d == -1.0 && PyErr_Occurred())
        return -1;
    for (Py_ssize_t i = 0; i < self->n; i++)
        if (self->items[i] == d)
            return 1;
    return 0;
}
static PyObject *Vector_subscript(Vector *self, PyObject *key)
{
    if (PyIndex_Check(key)) {
        Py_ssize_t i = PyNumber_AsSsize_t(key, PyExc_IndexError);
        if (i == -1 && PyErr_Occurred())
            return NULL;
        return Vector_item(self, i < 0 ? i + self->n : i);
    }
    if (!PySlice_Check(key)) {
        PyErr_Format(PyExc_TypeError, "Vector indices must be integers or slices, not %.200s", Py_TYPE(key)->tp_name);
        return NULL;
    }
    Py_ssize_t start, stop, step, n;
    if (PySlice_Unpack(key, &start, &stop, &step) < 0)
        return NULL;
    n = PySlice_AdjustIndices(self->n, &start, &stop, step);
    Vector *r = (Vector *)make(Py_TYPE(self), n);
    for (Py_ssize_t i = 0; r && i < n; i++)
        r->items[i] = self->items[start + i * step];
    return (PyObject *)r;
}
static int Vector_getbuffer(Vector *self, Py_buffer *view, int flags)
{
    self->shape[0] = self->n;
    self->strides[0] = sizeof(double);
    view->obj = Py_NewRef(self);
    view->buf = self->items;
    view->len = self->n * sizeof(double);
    view->readonly = 0;
    view->itemsize = sizeof(double);
    view->format = flags & PyBUF_FORMAT ? "d" : NULL;
    view->ndim = 1;
    view->shape = flags & PyBUF_ND ? self->shape : NULL;
    view->strides = (flags & PyBUF_STRIDES) == PyBUF_STRIDES ? self->strides : NULL;
    view->suboffsets = NULL;
    view->internal = NULL;
    return 0;
}
static PyObject *Vector_call(Vector *self, PyObject *args, PyObject *kwargs)
{
    return Py_BuildValue("(OO)", args, kwargs ? kwargs : Py_None);
}
static Py_hash_t Vector_hash(Vector *self) { return (Py_hash_t)0x123456789abcdef0 + self->n; }
static PyObject *Vector_richcompare(PyObject *a, PyObject *b, int op)
{
    if (!PyObject_TypeCheck(b, Py_TYPE(a)))
        Py_RETURN_NOTIMPLEMENTED;
    Py_RETURN_RICHCOMPARE(((Vector *)a)->n, ((Vector *)b)->n, op);
}
static PyObject *Vector_zeros(PyTypeObject *cls, PyObject *n) { return make(cls, PyLong_AsSsize_t(n)); }
static PyObject *Vector_static(PyObject *unused, PyObject *args) { return PyTuple_GetSlice(args, 1, PyTuple_GET_SIZE(args)); }
static PyObject *Vector_module(Vector *self, PyTypeObject *cls, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames)
{
    return Py_BuildValue("(Nnn)", PyType_GetName(cls), nargs, kwnames ? PyTuple_GET_SIZE(kwnames) : (Py_ssize_t)0);
}
static PyObject *Vector_get_sum(Vector *self, void *closure)
{
    double sum = 0;
    for (Py_ssize_t i = 0; i < self->n; i++)
        sum += self->items[i];
    return Py_BuildValue("(ds)", sum, (char *)closure);
}
static PyMethodDef Vector_methods[] = {
    {"zeros", (PyCFunction)Vector_zeros, METH_O | METH_CLASS, "zeros(n, /)\n--\n\nA vector of zeros."},
    {"rest", Vector_static, METH_VARARGS | METH_STATIC},
    {"module", _PyCFunction_CAST(Vector_module), METH_METHOD | METH_FASTCALL | METH_KEYWORDS},
    {NULL}
};
static PyMemberDef Vector_members[] = {
    {"n", T_PYSSIZET, offsetof(Vector, n), READONLY, "how many"},
    {"__weaklistoffset__", T_PYSSIZET, offsetof(Vector, weakrefs), READONLY},
    {"__dictoffset__", T_PYSSIZET, offsetof(Vector, dict), READONLY},
    {NULL}
};
static PyGetSetDef Vector_getset[] = {{"sum", (getter)Vector_get_sum, NULL, "the sum", "closure"}, {NULL}};
static PyType_Slot Vector_slots[] = {
    {Py_tp_new, Vector_new}, {Py_tp_dealloc, Vector_dealloc}, {Py_tp_traverse, Vector_traverse}, {Py_tp_clear, Vector_clear}, {Py_tp_repr, Vector_repr}, {Py_tp_doc, "A vector of doubles."},
    {Py_nb_add, Vector_add}, {Py_nb_matrix_multiply, Vector_matmul}, {Py_nb_inplace_add, Vector_iadd}, {Py_nb_negative, Vector_negative}, {Py_nb_power, Vector_power}, {Py_nb_bool, Vector_bool},
    {Py_sq_length, Vector_length}, {Py_sq_item, Vector_item}, {Py_sq_ass_item, Vector_ass_item}, {Py_sq_contains, Vector_contains}, {Py_mp_subscript, Vector_subscript}, {Py_mp_length, Vector_length},
    {Py_bf_getbuffer, Vector_getbuffer}, {Py_tp_call, Vector_call}, {Py_tp_hash, Vector_hash}, {Py_tp_richcompare, Vector_richcompare}, {Py_tp_methods, Vector_methods}, {Py_tp_members, Vector_members},
    {Py_tp_getset, Vector_getset}, {0, NULL}
};
static PyType_Spec Vector_spec = {"heaptypes.Vector", sizeof(Vector), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC, Vector_slots};

/* An iterator that counts down; its getattro knows every name. */
typedef struct { PyObject_HEAD long left; } Countdown;
static PyObject *Countdown_next(Countdown *self)
{
    return self->left > 0 ? PyLong_FromLong(self->left--) : NULL;
}
static PyObject *Countdown_getattro(Countdown *self, PyObject *name)
{
    PyObject *v = PyObject_GenericGetAttr((PyObject *)self, name);
    if (v == NULL && PyErr_ExceptionMatches(PyExc_AttributeError)) {
        PyErr_Clear();
        return PyUnicode_FromFormat("no %U here", name);
    }
    return v;
}
static int Countdown_init(Countdown *self, PyObject *args, PyObject *kwds)
{
    return PyArg_ParseTuple(args, "l", &self->left) ? 0 : -1;
}
static void Countdown_dealloc(Countdown *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    freefunc free_ = PyType_GetSlot(tp, Py_tp_free);
    free_(self);
    Py_DECREF(tp);
}
static PyType_Slot Countdown_slots[] = {
    {Py_tp_iter, PyObject_SelfIter}, {Py_tp_iternext, Countdown_next}, {Py_tp_getattro, Countdown_getattro}, {Py_tp_init, Countdown_init}, {Py_tp_new, PyType_GenericNew}, {Py_tp_dealloc, Countdown_dealloc}, {0, NULL}
};
static PyType_Spec Countdown_spec = {"heaptypes.Countdown", sizeof(Countdown), 0, Py_TPFLAGS_DEFAULT, Countdown_slots};

/* A callable by vectorcall. */
typedef struct { PyObject_HEAD vectorcallfunc vectorcall; long calls; } Caller;
static PyObject *Caller_vectorcall(PyObject *op, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    Caller *self = (Caller *)op;
    Py_ssize_t n = PyVectorcall_NARGS(nargsf);
    self->calls++;
    return Py_BuildValue("lnO", self->calls, n, n ? args[n - 1] : Py_None);
}
static PyObject *Caller_new(PyTypeObject *type, PyObject *args, PyObject *kwds)
{
    Caller *self = (Caller *)type->tp_alloc(type, 0);
    if (self != NULL)
        self->vectorcall = Caller_vectorcall;
    return (PyObject *)self;
}
static PyMemberDef Caller_members[] = {{"__vectorcalloffset__", T_PYSSIZET, offsetof(Caller, vectorcall), READONLY}, {NULL}};
static PyType_Slot Caller_slots[] = {{Py_tp_new, Caller_new}, {Py_tp_call, PyVectorcall_Call}, {Py_tp_members, Caller_members}, {Py_tp_dealloc, Countdown_dealloc}, {0, NULL}};
static PyType_Spec Caller_spec = {"heaptypes.Caller", sizeof(Caller), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_VECTORCALL, Caller_slots};

static PyObject *made(PyObject *m, PyObject *unused)
{
    State *s = PyModule_GetState(m);
    return PyLong_FromLong(s->made);
}
static PyObject *slots_of(PyObject *m, PyObject *o)
{
    /* Slots of types that are not C's, called through their pointers. */
    PyTypeObject *tp = Py_TYPE(o);
    PyObject *r = tp->tp_repr(o), *s = tp->tp_str ? tp->tp_str(o) : NULL;
    Py_hash_t h = tp->tp_hash ? tp->tp_hash(o) : 0;
    if (h == -1)
        PyErr_Clear();
    Py_hash_t again = PyObject_Hash(o);
    PyErr_Clear();
    Py_ssize_t n = tp->tp_as_sequence && tp->tp_as_sequence->sq_length ? tp->tp_as_sequence->sq_length(o) : -1;
    PyObject *sum = tp->tp_as_number && tp->tp_as_number->nb_add ? tp->tp_as_number->nb_add(o, o) : Py_NewRef(Py_None);
    return Py_BuildValue("(NNiNO)", r, s, h == again, sum, n < 0 ? Py_None : Py_True);
}
static PyMethodDef functions[] = {{"made", made, METH_NOARGS}, {"slots_of", slots_of, METH_O}, {NULL}};

static PyStructSequence_Field point_fields[] = {{"x", "abscissa"}, {"y", "ordinate"}, {"hidden", NULL}, {NULL}};
static PyStructSequence_Desc point_desc = {"heaptypes.Point", "A point.", point_fields, 2};

static int heaptypes_exec(PyObject *m)
{
    State *s = PyModule_GetState(m);
    s->vector_type = (PyTypeObject *)PyType_FromModuleAndSpec(m, &Vector_spec, NULL);
    if (s->vector_type == NULL || PyModule_AddType(m, s->vector_type) < 0)
        return -1;
    s->error = PyErr_NewExceptionWithDoc("heaptypes.VectorError", "Lengths differ.", PyExc_ValueError, NULL);
    if (s->error == NULL || PyModule_AddObjectRef(m, "VectorError", s->error) < 0)
        return -1;
    if (PyModule_Add(m, "Countdown", PyType_FromSpec(&Countdown_spec)) < 0 || PyModule_Add(m, "Caller", PyType_FromModuleAndSpec(m, &Caller_spec, NULL)) < 0)
        return -1;
    PyTypeObject *point = PyStructSequence_NewType(&point_desc);
    if (point == NULL)
        return -1;
    PyObject *p = PyStructSequence_New(point);
    if (p != NULL) {
        PyStructSequence_SetItem(p, 0, PyLong_FromLong(1));
        PyStructSequence_SetItem(p, 1, PyFloat_FromDouble(2.5));
        PyStructSequence_SET_ITEM(p, 2, Py_NewRef(Py_None));
    }
    if (PyModule_Add(m, "origin", p) < 0) {
        Py_DECREF(point);
        return -1;
    }
    return PyModule_Add(m, "Point", (PyObject *)point);
}
static int heaptypes_traverse(PyObject *m, visitproc visit, void *arg)
{
    State *s = PyModule_GetState(m);
    Py_VISIT(s->vector_type);
    Py_VISIT(s->error);
    return 0;
}
static int heaptypes_clear(PyObject *m)
{
    State *s = PyModule_GetState(m);
    Py_CLEAR(s->vector_type);
    Py_CLEAR(s->error);
    return 0;
}
static void heaptypes_free(void *m) { (void)heaptypes_clear((PyObject *)m); }
static PyModuleDef_Slot slots[] = {{Py_mod_exec, heaptypes_exec}, {0, NULL}};
static struct PyModuleDef heaptypes_module = {PyModuleDef_HEAD_INIT, "heaptypes", NULL, sizeof(State), functions, slots, heaptypes_traverse, heaptypes_clear, heaptypes_free};
PyMODINIT_FUNC PyInit_heaptypes(void) { return PyModuleDef_Init(&heaptypes_module); }
