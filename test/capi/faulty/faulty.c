/* Faults with reference counts, one a function. "report: KIND" stands on the line that PyXray has to name; functions without it are
   correct and have to be silent. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stddef.h>

typedef struct Node { PyObject *value; struct Node *next; } Node;
typedef struct { PyObject_HEAD PyObject *name; PyObject *borrowed; Node *head; } ThingObject;
static PyTypeObject ThingType;
static PyObject *cache;

static PyObject *none_unowned(PyObject *self, PyObject *unused)
{
    return Py_None; /* report: unowned_result */
}
static PyObject *none_owned(PyObject *self, PyObject *unused)
{
    Py_INCREF(Py_None);
    return Py_None;
}
static PyObject *argument_unowned(PyObject *self, PyObject *o)
{
    if (o == Py_None)
        Py_RETURN_NONE;
    return o; /* report: unowned_result */
}
static PyObject *argument_owned(PyObject *self, PyObject *o)
{
    return Py_NewRef(o);
}
static PyObject *item_unowned(PyObject *self, PyObject *list)
{
    PyObject *item = PyList_GetItem(list, 0);
    return item; /* report: unowned_result */
}
static PyObject *item_owned(PyObject *self, PyObject *list)
{
    PyObject *item = PyList_GetItem(list, 0);
    Py_XINCREF(item);
    return item;
}
static PyObject *leak_temporary(PyObject *self, PyObject *o)
{
    PyObject *s = PyObject_Repr(o); /* report: leak */
    if (s == NULL)
        return NULL;
    return PyLong_FromSsize_t(PyUnicode_GET_LENGTH(s));
}
static PyObject *no_leak_temporary(PyObject *self, PyObject *o)
{
    PyObject *s = PyObject_Repr(o);
    if (s == NULL)
        return NULL;
    PyObject *n = PyLong_FromSsize_t(PyUnicode_GET_LENGTH(s));
    Py_DECREF(s);
    return n;
}
static PyObject *leak_incref(PyObject *self, PyObject *o)
{
    Py_INCREF(o); /* report: leak */
    return PyBool_FromLong(PyObject_IsTrue(o));
}
static PyObject *leak_in_error_path(PyObject *self, PyObject *o)
{
    PyObject *list = PyList_New(0); /* report: leak */
    if (list == NULL)
        return NULL;
    if (PyObject_SetAttrString(list, "nope", o) < 0)
        return NULL;
    return list;
}
static PyObject *error_path(PyObject *self, PyObject *o)
{
    PyObject *list = PyList_New(0);
    if (list == NULL)
        return NULL;
    if (PyObject_SetAttrString(list, "nope", o) < 0) {
        Py_DECREF(list);
        return NULL;
    }
    return list;
}
static PyObject *leak_set_item(PyObject *self, PyObject *o)
{
    PyObject *d = PyDict_New(), *n = PyLong_FromLong(1000); /* report: leak */
    if (d == NULL || n == NULL || PyDict_SetItem(d, o, n) < 0)
        return NULL;
    return d;
}
static PyObject *stolen_twice(PyObject *self, PyObject *o)
{
    PyObject *t = PyTuple_New(1);
    if (t == NULL)
        return NULL;
    PyTuple_SetItem(t, 0, o); /* report: over_release */
    return t;
}
static PyObject *stolen_once(PyObject *self, PyObject *o)
{
    PyObject *t = PyTuple_New(2);
    if (t == NULL)
        return NULL;
    PyTuple_SET_ITEM(t, 0, Py_NewRef(o));
    Py_INCREF(o);
    PyTuple_SetItem(t, 1, o);
    return t;
}
static PyObject *decref_borrowed(PyObject *self, PyObject *list)
{
    PyObject *item = PyList_GetItem(list, 0);
    if (item == NULL)
        return NULL;
    Py_ssize_t n = PyObject_Length(item);
    Py_DECREF(item); /* report: over_release */
    return PyLong_FromSsize_t(n);
}
static PyObject *cache_set(PyObject *self, PyObject *o)
{
    Py_XSETREF(cache, Py_NewRef(o));
    Py_RETURN_NONE;
}
static PyObject *cache_get(PyObject *self, PyObject *unused)
{
    return Py_XNewRef(cache ? cache : Py_None);
}
static PyObject *cache_get_unowned(PyObject *self, PyObject *unused)
{
    return cache; /* report: unowned_result */
}
static PyObject *cache_move(PyObject *self, PyObject *unused)
{
    PyObject *o = cache;
    cache = NULL;
    return o;
}
static PyObject *helper(PyObject *o)
{
    Py_INCREF(o);
    return o;
}
static PyObject *through_helper(PyObject *self, PyObject *o)
{
    return helper(o);
}
static PyObject *build_n(PyObject *self, PyObject *o)
{
    return Py_BuildValue("(NsN)", Py_NewRef(o), "x", PyLong_FromLong(70000));
}
static PyObject *build_n_unowned(PyObject *self, PyObject *o)
{
    return Py_BuildValue("(N)", o); /* report: over_release */
}
static PyObject *build_o_leak(PyObject *self, PyObject *unused)
{
    return Py_BuildValue("(O)", PyLong_FromLong(70001)); /* report: leak */
}
static PyObject *call_back(PyObject *self, PyObject *f)
{
    PyObject *r = PyObject_CallOneArg(f, f);
    if (r == NULL)
        return NULL;
    Py_SETREF(r, PyObject_Str(r));
    return r;
}
static int convert(PyObject *o, void *to)
{
    PyObject *s = PyObject_Str(o);
    if (s == NULL)
        return 0;
    *(PyObject **)to = s;
    return 1;
}
static PyObject *converter(PyObject *self, PyObject *args)
{
    PyObject *s = NULL, *path = NULL;
    if (!PyArg_ParseTuple(args, "O&|O&", convert, &s, PyUnicode_FSConverter, &path)) {
        Py_XDECREF(s);
        return NULL;
    }
    Py_XDECREF(path);
    return s;
}
static PyObject *append(PyObject *self, PyObject *o)
{
    PyObject *s = PyUnicode_FromString("a");
    if (s == NULL)
        return NULL;
    PyUnicode_Append(&s, o);
    return s;
}
static PyObject *fetch(PyObject *self, PyObject *unused)
{
    PyErr_SetString(PyExc_ValueError, "x");
    PyObject *t, *v, *tb;
    PyErr_Fetch(&t, &v, &tb);
    PyErr_Restore(t, v, tb);
    PyErr_Clear();
    Py_RETURN_NONE;
}
static PyObject *fetch_leak(PyObject *self, PyObject *unused)
{
    PyErr_SetString(PyExc_ValueError, "x");
    PyObject *t, *v, *tb;
    PyErr_Fetch(&t, &v, &tb); /* report: leak */
    Py_XDECREF(t);
    Py_XDECREF(tb);
    Py_RETURN_NONE;
}

/* An instance that keeps objects in a field, in a linked list of its own, and a borrowed one. */
static int Thing_init(ThingObject *self, PyObject *args, PyObject *kwds)
{
    PyObject *name;
    if (!PyArg_ParseTuple(args, "O", &name))
        return -1;
    Py_XSETREF(self->name, Py_NewRef(name));
    self->borrowed = name;
    return 0;
}
static PyObject *Thing_push(ThingObject *self, PyObject *o)
{
    Node *n = PyMem_New(Node, 1);
    if (n == NULL)
        return PyErr_NoMemory();
    n->value = Py_NewRef(o);
    n->next = self->head;
    self->head = n;
    Py_RETURN_NONE;
}
static PyObject *Thing_pop(ThingObject *self, PyObject *unused)
{
    Node *n = self->head;
    if (n == NULL) {
        PyErr_SetString(PyExc_IndexError, "empty");
        return NULL;
    }
    PyObject *o = n->value;
    self->head = n->next;
    PyMem_Free(n);
    return o;
}
static PyObject *Thing_name_unowned(ThingObject *self, PyObject *unused)
{
    return self->name; /* report: unowned_result */
}
static PyObject *Thing_swap(ThingObject *self, PyObject *other)
{
    if (!Py_IS_TYPE(other, &ThingType))
        Py_RETURN_NOTIMPLEMENTED;
    PyObject *mine = self->name;
    self->name = ((ThingObject *)other)->name;
    ((ThingObject *)other)->name = mine;
    return Py_NewRef(self);
}
static PyObject *Thing_take(ThingObject *self, PyObject *unused)
{
    PyObject *o = self->name;
    self->name = NULL;
    if (o == NULL)
        Py_RETURN_NONE;
    return o;
}
static PyObject *Thing_lose(ThingObject *self, PyObject *o)
{
    PyObject *mine = Py_NewRef(o); /* report: leak */
    self->borrowed = PyObject_IsTrue(mine) ? self->borrowed : NULL;
    Py_RETURN_NONE;
}
static void Thing_dealloc(ThingObject *self)
{
    Py_XDECREF(self->name);
    while (self->head) {
        Node *n = self->head;
        self->head = n->next;
        Py_DECREF(n->value);
        PyMem_Free(n);
    }
    Py_TYPE(self)->tp_free((PyObject *)self);
}
static PyMethodDef Thing_methods[] = {
    {"push", (PyCFunction)Thing_push, METH_O}, {"pop", (PyCFunction)Thing_pop, METH_NOARGS}, {"name_unowned", (PyCFunction)Thing_name_unowned, METH_NOARGS},
    {"swap", (PyCFunction)Thing_swap, METH_O}, {"take", (PyCFunction)Thing_take, METH_NOARGS}, {"lose", (PyCFunction)Thing_lose, METH_O}, {NULL}
};
static PyMemberDef Thing_members[] = {{"name", Py_T_OBJECT_EX, offsetof(ThingObject, name), 0}, {NULL}};
static PyTypeObject ThingType = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "faulty.Thing", .tp_basicsize = sizeof(ThingObject), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, .tp_new = PyType_GenericNew,
    .tp_init = (initproc)Thing_init, .tp_dealloc = (destructor)Thing_dealloc, .tp_methods = Thing_methods, .tp_members = Thing_members,
};

#define M(name) {#name, name, METH_O}
#define N(name) {#name, name, METH_NOARGS}
static PyMethodDef methods[] = {
    N(none_unowned), N(none_owned), M(argument_unowned), M(argument_owned), M(item_unowned), M(item_owned), M(leak_temporary), M(no_leak_temporary), M(leak_incref), M(leak_in_error_path), M(error_path),
    M(leak_set_item), M(stolen_twice), M(stolen_once), M(decref_borrowed), M(cache_set), N(cache_get), N(cache_get_unowned), N(cache_move), M(through_helper), M(build_n), M(build_n_unowned), N(build_o_leak),
    M(call_back), {"converter", converter, METH_VARARGS}, M(append), N(fetch), N(fetch_leak), {NULL}
};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "faulty", NULL, -1, methods};
PyMODINIT_FUNC PyInit_faulty(void)
{
    if (PyType_Ready(&ThingType) < 0)
        return NULL;
    PyObject *m = PyModule_Create(&module);
    if (m != NULL && PyModule_AddObjectRef(m, "Thing", (PyObject *)&ThingType) < 0)
        Py_CLEAR(m);
    return m;
}
