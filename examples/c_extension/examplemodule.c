/* The classic first C extension. PyXray compiles it when use_examplemodule.py is run or debugged.

   example_func holds a deliberate fault: it returns Py_None without owning a reference to it. In CPython 3.13 None is
   immortal, so nothing breaks, and nobody notices; before 3.12 the interpreter crashed after enough calls. PyXray reports it
   with the line. example_func_right does what it should. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *example_func(PyObject *self, PyObject *args)
{
    const char *input;

    if (!PyArg_ParseTuple(args, "s", &input)) {
        return NULL;
    }
    printf("Hello from C: %s\n", input);
    return Py_None; /* the fault: no Py_INCREF(Py_None) before */
}

static PyObject *example_func_right(PyObject *self, PyObject *args)
{
    const char *input;

    if (!PyArg_ParseTuple(args, "s", &input)) {
        return NULL;
    }
    printf("Hello from C: %s\n", input);
    Py_RETURN_NONE; /* or: Py_INCREF(Py_None); return Py_None; */
}

static PyMethodDef example_methods[] = {
    {"example_func", example_func, METH_VARARGS, "Print a text from C (and give None away without owning it)."},
    {"example_func_right", example_func_right, METH_VARARGS, "Print a text from C."},
    {NULL, NULL, 0, NULL}
};

static struct PyModuleDef example_module = {
    PyModuleDef_HEAD_INIT,
    "examplemodule",
    "An example of a C extension.",
    -1,
    example_methods
};

PyMODINIT_FUNC PyInit_examplemodule(void)
{
    return PyModule_Create(&example_module);
}
