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
static PyMethodDef methods[] = {
    {"recurse", recurse, METH_NOARGS}, {"wild_write", wild_write, METH_NOARGS}, {"null_call", null_call, METH_NOARGS}, {"divide", divide, METH_NOARGS}, {"aborts", aborts, METH_NOARGS}, {"asserts", asserts, METH_NOARGS},
    {"exits", exits, METH_NOARGS}, {"null_without_error", null_without_error, METH_NOARGS}, {NULL}
};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "crash", NULL, -1, methods};
PyMODINIT_FUNC PyInit_crash(void) { return PyModule_Create(&module); }
