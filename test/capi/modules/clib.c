/* The C library behind an extension. */
#include <Python.h>
#include <ctype.h>
#include <stddef.h>
#include <stdint.h>
#include <math.h>
#include <time.h>

static int by_value(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }

static PyObject *numbers(PyObject *self, PyObject *unused)
{
    printf("[%d] [%5d] [%-5d] [%05d] [%+d] [% d] [%x] [%X] [%#x] [%o] [%#o] [%u]\n", -42, 42, 42, 42, 42, 42, 255, 255, 255, 8, 8, 4000000000u);
    printf("[%ld] [%lld] [%zu] [%hd] [%hhu] [%jd] [%td] [%lu] [%.5d] [%8.3d] [%-8.3d] [%.0d]\n", LONG_MIN, LLONG_MAX, (size_t)-1, (short)70000, (unsigned char)300, (intmax_t)-5, (ptrdiff_t)9, ULONG_MAX, 42, 7, 7, 0);
    printf("[%f] [%.2f] [%10.3f] [%-10.1f] [%+.0f] [%e] [%.3E] [%g] [%g] [%G] [%#g] [%.10g]\n", 3.14159, 2.675, 1e3, 0.05, 2.5, 12345.678, 0.00012345, 1e-5, 123456789.0, 1e20, 1.0, 0.1);
    printf("[%f] [%F] [%5s] [%e] [%a] [%.2a] [%Lf] [%010.2f] [%-12e|]\n", INFINITY, -INFINITY, "ab", NAN, 1.0, 3.14159, 2.5L, -3.14159, 1.5);
    printf("[%s] [%.2s] [%10s] [%-10s] [%c] [%%] [%p] [%*d] [%-*d] [%.*f]\n", "text", "text", "right", "left", 'x', NULL, 6, 42, 6, 42, 2, 3.14159);
    int n;
    printf("count%n", &n);
    printf(" %d\n", n);
    char small[8];
    int would = snprintf(small, sizeof small, "%s", "much too long");
    printf("%s %d\n", small, would);
    puts("puts");
    putchar('c');
    fputc('\n', stdout);
    fputs("fputs\n", stdout);
    fwrite("fwrite\n", 1, 7, stdout);
    Py_RETURN_NONE;
}
static PyObject *strings(PyObject *self, PyObject *unused)
{
    char a[40] = "one", *end, *save;
    strcat(a, " two");
    strncat(a, " three", 3);
    printf("%s %zu %d %d %d %s %s %s\n", a, strlen(a), strcmp("a", "b") < 0, strncmp("abc", "abd", 2), strcasecmp("AbC", "aBc"), strchr(a, 't'), strrchr(a, 't'), strstr(a, "tw"));
    printf("%zu %zu %s\n", strspn("aab", "a"), strcspn("xyz,", ","), strpbrk("hello", "lo"));
    char list[] = "a,b,,c";
    for (char *t = strtok_r(list, ",", &save); t; t = strtok_r(NULL, ",", &save))
        printf("<%s>", t);
    long hex = strtol("  -0x1fz", &end, 16);
    printf("\n%ld %ld %lu %s\n", hex, strtol("0755", NULL, 0), strtoul("18446744073709551615", NULL, 10), end);
    errno = 0;
    long big = strtol("99999999999999999999", NULL, 10);
    double real = strtod("2.5e3rest", &end);
    printf("%d %d %g %s %d\n", big == LONG_MAX, errno == ERANGE, real, end, atoi("-17x"));
    int v[] = {5, 3, 9, 1, 7}, key = 7;
    qsort(v, 5, sizeof(int), by_value);
    printf("%d%d%d%d%d %td\n", v[0], v[1], v[2], v[3], v[4], (int *)bsearch(&key, v, 5, sizeof(int), by_value) - v);
    printf("%d %d %d %d %c %c\n", !!isalpha('a'), !!isdigit('a'), !!isspace('\t'), !!ispunct('!'), toupper('q'), tolower('Q'));
    char *d = strdup("dup"), *m = malloc(100), *z = calloc(10, 10);
    memset(m, 'm', 99);
    m[99] = 0;
    m = realloc(m, 200);
    printf("%s %zu %d %d %p\n", d, strlen(m), z[50], memcmp("ab", "ac", 2) < 0, memchr("abc", 'z', 3));
    free(d); free(m); free(z);
    errno = ENOENT;
    printf("%s %d\n", strerror(errno), ENOENT);
    Py_RETURN_NONE;
}
static PyObject *maths(PyObject *self, PyObject *unused)
{
    int e;
    double whole, f = frexp(10.0, &e), g = modf(-3.25, &whole);
    return Py_BuildValue("[dddddddddddididdddlld]", sin(1.0), cos(1.0), tan(1.0), exp(1.0), log(10.0), pow(2.0, 0.5), sqrt(2.0), floor(-1.5), ceil(-1.5), fmod(7.5, 2.0), hypot(3, 4), (int)round(2.5), f, e, g, whole,
                         atan2(1, -1), cbrt(27.0), lround(-2.5), lrint(2.5), (double)sinf(0.5f));
}
static PyObject *times(PyObject *self, PyObject *unused)
{
    time_t t = 86400 * 365;
    struct tm tm;
    gmtime_r(&t, &tm);
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return Py_BuildValue("(iiiiiiO)", tm.tm_year, tm.tm_mon, tm.tm_mday, tm.tm_wday, tm.tm_yday, tm.tm_hour, time(NULL) > 1600000000 && ts.tv_sec >= 0 ? Py_True : Py_False);
}
static PyObject *os_error(PyObject *self, PyObject *unused)
{
    FILE *f = fopen("/nonexistent/file", "r");
    if (f == NULL)
        return PyErr_SetFromErrnoWithFilename(PyExc_OSError, "/nonexistent/file");
    fclose(f);
    Py_RETURN_NONE;
}
static PyObject *files(PyObject *self, PyObject *path)
{
    const char *name = PyUnicode_AsUTF8(path);
    FILE *f = name ? fopen(name, "w") : NULL;
    if (f == NULL)
        return NULL;
    fprintf(f, "line %d\nline %d\n", 1, 2);
    fclose(f);
    f = fopen(name, "r");
    char line[100];
    PyObject *list = PyList_New(0);
    while (list && fgets(line, sizeof line, f)) {
        PyObject *s = PyUnicode_FromString(line);
        if (s == NULL || PyList_Append(list, s) < 0)
            Py_CLEAR(list);
        Py_XDECREF(s);
    }
    fclose(f);
    remove(name);
    return list;
}
static PyMethodDef methods[] = {{"numbers", numbers, METH_NOARGS}, {"strings", strings, METH_NOARGS}, {"maths", maths, METH_NOARGS}, {"times", times, METH_NOARGS}, {"os_error", os_error, METH_NOARGS}, {"files", files, METH_O}, {NULL}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "clib", NULL, -1, methods};
PyMODINIT_FUNC PyInit_clib(void) { return PyModule_Create(&module); }
