/* The tutorial's types, from members to garbage collection, in own words: correct counts throughout. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stddef.h>

typedef struct {
    PyObject_HEAD
    PyObject *first; /* first name */
    PyObject *last;
    int number;
} CustomObject;

static int Custom_traverse(PyObject *op, visitproc visit, void *arg)
{
    CustomObject *self = (CustomObject *)op;
    Py_VISIT(self->first);
    Py_VISIT(self->last);
    return 0;
}

static int Custom_clear(PyObject *op)
{
    CustomObject *self = (CustomObject *)op;
    Py_CLEAR(self->first);
    Py_CLEAR(self->last);
    return 0;
}

static void Custom_dealloc(PyObject *op)
{
    PyObject_GC_UnTrack(op);
    (void)Custom_clear(op);
    Py_TYPE(op)->tp_free(op);
}

static PyObject *Custom_new(PyTypeObject *type, PyObject *args, PyObject *kwds)
{
    CustomObject *self = (CustomObject *)type->tp_alloc(type, 0);
    if (self != NULL) {
        self->first = PyUnicode_FromString("");
        if (self->first == NULL) {
            Py_DECREF(self);
            return NULL;
        }
        self->last = Py_GetConstant(Py_CONSTANT_EMPTY_STR);
        if (self->last == NULL) {
            Py_DECREF(self);
            return NULL;
        }
        self->number = 0;
    }
    return (PyObject *)self;
}

static int Custom_init(PyObject *op, PyObject *args, PyObject *kwds)
{
    CustomObject *self = (CustomObject *)op;
    static char *kwlist[] = {"first", "last", "number", NULL};
    PyObject *first = NULL, *last = NULL;

    if (!PyArg_ParseTupleAndKeywords(args, kwds, "|UUi", kwlist, &first, &last, &self->number))
        return -1;
    if (first) {
        Py_SETREF(self->first, Py_NewRef(first));
    }
    if (last) {
        PyObject *tmp = self->last;
        Py_INCREF(last);
        self->last = last;
        Py_DECREF(tmp);
    }
    return 0;
}

static PyMemberDef Custom_members[] = {
    {"number", Py_T_INT, offsetof(CustomObject, number), 0, "custom number"},
    {NULL}
};

static PyObject *Custom_getfirst(PyObject *op, void *closure)
{
    CustomObject *self = (CustomObject *)op;
    return Py_NewRef(self->first);
}

static int Custom_setfirst(PyObject *op, PyObject *value, void *closure)
{
    CustomObject *self = (CustomObject *)op;
    if (value == NULL) {
        PyErr_SetString(PyExc_TypeError, "Cannot delete the first attribute");
        return -1;
    }
    if (!PyUnicode_Check(value)) {
        PyErr_Format(PyExc_TypeError, "The first attribute value must be a string, not %.100s", Py_TYPE(value)->tp_name);
        return -1;
    }
    Py_XSETREF(self->first, Py_NewRef(value));
    return 0;
}

static PyObject *Custom_getlast(PyObject *op, void *closure)
{
    CustomObject *self = (CustomObject *)op;
    Py_INCREF(self->last);
    return self->last;
}

static int Custom_setlast(PyObject *op, PyObject *value, void *closure)
{
    CustomObject *self = (CustomObject *)op;
    if (value == NULL || !PyUnicode_Check(value)) {
        PyErr_SetString(PyExc_TypeError, "The last attribute value must be a string");
        return -1;
    }
    Py_INCREF(value);
    Py_SETREF(self->last, value);
    return 0;
}

static PyGetSetDef Custom_getsetters[] = {
    {"first", Custom_getfirst, Custom_setfirst, "first name", NULL},
    {"last", Custom_getlast, Custom_setlast, "last name", NULL},
    {NULL}
};

static PyObject *Custom_name(PyObject *op, PyObject *Py_UNUSED(ignored))
{
    CustomObject *self = (CustomObject *)op;
    return PyUnicode_FromFormat("%S %S", self->first, self->last);
}

static PyObject *Custom_repr(PyObject *op)
{
    CustomObject *self = (CustomObject *)op;
    return PyUnicode_FromFormat("<Custom %R %U %d>", self->first, self->last, self->number);
}

static Py_hash_t Custom_hash(PyObject *op)
{
    CustomObject *self = (CustomObject *)op;
    Py_hash_t h = PyObject_Hash(self->first);
    return h == -1 ? -1 : h ^ (Py_hash_t)self->number;
}

static PyObject *Custom_richcompare(PyObject *a, PyObject *b, int op)
{
    if (Py_TYPE(a) != Py_TYPE(b) || (op != Py_EQ && op != Py_NE))
        Py_RETURN_NOTIMPLEMENTED;
    int same = PyObject_RichCompareBool(((CustomObject *)a)->first, ((CustomObject *)b)->first, Py_EQ);
    if (same < 0)
        return NULL;
    return PyBool_FromLong(op == Py_EQ ? same : !same);
}

static PyMethodDef Custom_methods[] = {
    {"name", Custom_name, METH_NOARGS, "Return the name, combining the first and last name"},
    {NULL}
};

static PyTypeObject CustomType = {
    .ob_base = PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "custom.Custom",
    .tp_doc = PyDoc_STR("Custom objects"),
    .tp_basicsize = sizeof(CustomObject),
    .tp_itemsize = 0,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
    .tp_new = Custom_new,
    .tp_init = Custom_init,
    .tp_dealloc = Custom_dealloc,
    .tp_traverse = Custom_traverse,
    .tp_clear = Custom_clear,
    .tp_members = Custom_members,
    .tp_methods = Custom_methods,
    .tp_getset = Custom_getsetters,
    .tp_repr = Custom_repr,
    .tp_hash = Custom_hash,
    .tp_richcompare = Custom_richcompare,
};

/* The tutorial's first type: everything inherited. */
typedef struct { PyObject_HEAD PyObject *anything; long long big; double real; char letter; } PlainObject;
static void Plain_dealloc(PlainObject *self)
{
    Py_XDECREF(self->anything);
    Py_TYPE(self)->tp_free((PyObject *)self);
}
static PyMemberDef Plain_members[] = {
    {"anything", Py_T_OBJECT_EX, offsetof(PlainObject, anything), 0, NULL},
    {"big", Py_T_LONGLONG, offsetof(PlainObject, big), 0, NULL},
    {"real", Py_T_DOUBLE, offsetof(PlainObject, real), 0, NULL},
    {"letter", Py_T_CHAR, offsetof(PlainObject, letter), 0, NULL},
    {NULL}
};
static PyTypeObject PlainType = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "custom.Plain",
    .tp_basicsize = sizeof(PlainObject),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = PyType_GenericNew,
    .tp_dealloc = (destructor)Plain_dealloc,
    .tp_members = Plain_members,
};

/* A list that counts, as the tutorial's subclass of list. */
typedef struct { PyListObject list; int state; } SubListObject;
static PyObject *SubList_increment(SubListObject *self, PyObject *unused)
{
    self->state++;
    return PyLong_FromLong(self->state);
}
static PyMethodDef SubList_methods[] = {
    {"increment", (PyCFunction)SubList_increment, METH_NOARGS, "increment state counter"},
    {NULL}
};
static int SubList_init(SubListObject *self, PyObject *args, PyObject *kwds)
{
    if (PyList_Type.tp_init((PyObject *)self, args, kwds) < 0)
        return -1;
    self->state = 0;
    return 0;
}
static PyTypeObject SubListType = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "custom.SubList",
    .tp_doc = PyDoc_STR("SubList objects"),
    .tp_basicsize = sizeof(SubListObject),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
    .tp_init = (initproc)SubList_init,
    .tp_methods = SubList_methods,
};

static int custom_exec(PyObject *m)
{
    if (PyType_Ready(&CustomType) < 0 || PyType_Ready(&PlainType) < 0)
        return -1;
    SubListType.tp_base = &PyList_Type;
    if (PyType_Ready(&SubListType) < 0)
        return -1;
    if (PyModule_AddObjectRef(m, "Custom", (PyObject *)&CustomType) < 0)
        return -1;
    Py_INCREF(&PlainType);
    if (PyModule_AddObject(m, "Plain", (PyObject *)&PlainType) < 0) {
        Py_DECREF(&PlainType);
        return -1;
    }
    return PyModule_AddType(m, &SubListType);
}

static PyModuleDef_Slot custom_slots[] = {
    {Py_mod_exec, custom_exec},
    {Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED},
    {0, NULL}
};
static PyModuleDef custom_module = {
    .m_base = PyModuleDef_HEAD_INIT,
    .m_name = "custom",
    .m_doc = "Types in C.",
    .m_size = 0,
    .m_slots = custom_slots,
};
PyMODINIT_FUNC PyInit_custom(void)
{
    return PyModuleDef_Init(&custom_module);
}
