/* Each function ends the process in a way that C can. */
#include <Python.h>
#include <assert.h>

static int depth(int n)
{
    volatile char room[1024];
    room[n % 1024] = (char)n;
    return depth(n + 1) + room[(n + 1) % 1024];
}
static PyObject *recurse(PyObject *self, PyObject *unused) { return PyLong_FromLong(depth(0)); }
static PyObject *wild_write(PyObject *self, PyObject *unused)
{
    volatile long *p = (volatile long *)0x7fffffffffffL;
    *p = 1;
    Py_RETURN_NONE;
}
static PyObject *null_call(PyObject *self, PyObject *unused)
{
    PyObject *(*volatile f)(PyObject *) = NULL;
    return f(self);
}
static PyObject *divide(PyObject *self, PyObject *o)
{
    volatile int zero = 0;
    return PyLong_FromLong(7 / zero);
}
static PyObject *aborts(PyObject *self, PyObject *unused) { abort(); }
static PyObject *asserts(PyObject *self, PyObject *unused)
{
    assert(1 + 1 == 3);
    Py_RETURN_NONE;
}
static PyObject *exits(PyObject *self, PyObject *unused)
{
    printf("before exit\n");
    exit(7);
}
static PyObject *null_without_error(PyObject *self, PyObject *unused) { return NULL; }
struct node { long value; struct node *next; };
static struct node *volatile no_node;
static int table[4];
static PyObject *null_write(PyObject *self, PyObject *unused)
{
    no_node->value = 1; /* null_write faults here */
    Py_RETURN_NONE;
}
static long second(struct node *n)
{
    return n->next->value; /* null_read faults here */
}
static PyObject *null_read(PyObject *self, PyObject *unused)
{
    struct node one = {1, NULL};
    return PyLong_FromLong(second(&one));
}
static PyObject *null_object(PyObject *self, PyObject *unused)
{
    PyObject *volatile nothing = NULL;
    return PyLong_FromLong((long)Py_TYPE(nothing)->tp_basicsize); /* null_object faults here */
}
static PyObject *bad_index(PyObject *self, PyObject *o)
{
    return PyLong_FromLong(table[PyLong_AsLong(o)]); /* bad_index faults here */
}
static PyObject *never(PyObject *self, PyObject *o)
{
    if (o == Py_None) Py_RETURN_NONE;
    Py_UNREACHABLE(); /* never faults here */
}
static double other_type(double x) { return x + 1; }
static PyObject *wrong_pointer(PyObject *self, PyObject *unused)
{
    PyObject *(*volatile f)(PyObject *, PyObject *) = (PyObject * (*)(PyObject *, PyObject *))(void (*)(void)) other_type;
    return f(self, unused); /* wrong_pointer faults here */
}
/* As a PyMethodDef it is called with two objects. */
static PyObject *odd_method(double x) { return PyFloat_FromDouble(x); }
static PyMethodDef methods[] = {
    {"null_write", null_write, METH_NOARGS}, {"null_read", null_read, METH_NOARGS}, {"null_object", null_object, METH_NOARGS}, {"bad_index", bad_index, METH_O}, {"never", never, METH_O},
    {"wrong_pointer", wrong_pointer, METH_NOARGS}, {"odd_method", (PyCFunction)(void (*)(void)) odd_method, METH_O},
    {"recurse", recurse, METH_NOARGS}, {"wild_write", wild_write, METH_NOARGS}, {"null_call", null_call, METH_NOARGS}, {"divide", divide, METH_NOARGS}, {"aborts", aborts, METH_NOARGS}, {"asserts", asserts, METH_NOARGS},
    {"exits", exits, METH_NOARGS}, {"null_without_error", null_without_error, METH_NOARGS}, {NULL}
};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "crash", NULL, -1, methods};
PyMODINIT_FUNC PyInit_crash(void) { return PyModule_Create(&module); }
