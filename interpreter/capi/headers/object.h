/* Answers to Include/object.h and refcount.h of CPython 3.13. With the reference check on, each count operation is a call
   that says where it was written; off, it is CPython's inline code. */
#define _Py_IMMORTAL_REFCNT ((Py_ssize_t)0xffffffff)
#define PyObject_HEAD PyObject ob_base;
#define PyObject_VAR_HEAD PyVarObject ob_base;
#define PyObject_HEAD_INIT(type) { _Py_IMMORTAL_REFCNT, (type) },
#define PyVarObject_HEAD_INIT(type, size) { PyObject_HEAD_INIT(type) (size) },
#define Py_INVALID_SIZE ((Py_ssize_t)-1)
#define _PyObject_CAST(op) _Py_CAST(PyObject *, (op))
#define _PyVarObject_CAST(op) _Py_CAST(PyVarObject *, (op))
#define _PyType_CAST(op) _Py_CAST(PyTypeObject *, (op))

#define Py_None (&_Py_NoneStruct)
#define Py_NotImplemented (&_Py_NotImplementedStruct)
#define Py_Ellipsis (&_Py_EllipsisObject)
#define Py_True _PyObject_CAST(&_Py_TrueStruct)
#define Py_False _PyObject_CAST(&_Py_FalseStruct)

#ifndef PYXRAY_NO_REFERENCE_CHECK
/* Where the extension's code is; read by the calls that keep the books. */
extern struct { const char *file; int line; int checking; } _PyXray_site;
extern void _PyXray_IncRef(PyObject *);
extern void _PyXray_DecRef(PyObject *);
extern void _PyXray_Steal(PyObject *);
extern void _PyXray_Regain(PyObject *);
#  define _PyXray_AT (_PyXray_site.file = __FILE__, _PyXray_site.line = __LINE__)
#else
#  define _PyXray_AT ((void)0)
#endif

/* A negative count that is not -1 is the tagged one of a watched object. */
static inline Py_ssize_t _Py_REFCNT(PyObject *op) { int n = (int)op->ob_refcnt; return n < -1 ? n & 0x3fffffff : (Py_ssize_t)(unsigned int)n; }
#define Py_REFCNT(op) _Py_REFCNT(_PyObject_CAST(op))
static inline PyTypeObject *_Py_TYPE(PyObject *op) { return op->ob_type; }
#define Py_TYPE(op) _Py_TYPE(_PyObject_CAST(op))
static inline Py_ssize_t _Py_SIZE(PyObject *op) { return ((PyVarObject *)op)->ob_size; }
#define Py_SIZE(op) _Py_SIZE(_PyObject_CAST(op))
static inline int _Py_IS_TYPE(PyObject *op, PyTypeObject *type) { return Py_TYPE(op) == type; }
#define Py_IS_TYPE(op, type) _Py_IS_TYPE(_PyObject_CAST(op), (type))
static inline void _Py_SET_REFCNT(PyObject *op, Py_ssize_t n) { if ((int)op->ob_refcnt != -1) op->ob_refcnt = n; }
#define Py_SET_REFCNT(op, n) _Py_SET_REFCNT(_PyObject_CAST(op), (n))
static inline void _Py_SET_TYPE(PyObject *op, PyTypeObject *type) { op->ob_type = type; }
#define Py_SET_TYPE(op, type) _Py_SET_TYPE(_PyObject_CAST(op), (type))
static inline void _Py_SET_SIZE(PyVarObject *op, Py_ssize_t n) { op->ob_size = n; }
#define Py_SET_SIZE(op, n) _Py_SET_SIZE(_PyVarObject_CAST(op), (n))
static inline int _Py_IsImmortal(PyObject *op) { return (int)op->ob_refcnt == -1; }
#define Py_Is(x, y) ((x) == (y))
#define Py_IsNone(x) Py_Is((x), Py_None)
#define Py_IsTrue(x) Py_Is((x), Py_True)
#define Py_IsFalse(x) Py_Is((x), Py_False)

static inline void _Py_INCREF(PyObject *op) {
#ifndef PYXRAY_NO_REFERENCE_CHECK
  if (_PyXray_site.checking) { _PyXray_IncRef(op); return; }
#endif
  int n = (int)op->ob_refcnt;
  if (n >= 0) *(int *)&op->ob_refcnt = n + 1;
  else if (n != -1) Py_IncRef(op);
}
static inline void _Py_DECREF(PyObject *op) {
#ifndef PYXRAY_NO_REFERENCE_CHECK
  if (_PyXray_site.checking) { _PyXray_DecRef(op); return; }
#endif
  int n = (int)op->ob_refcnt;
  if (n > 1) *(int *)&op->ob_refcnt = n - 1;
  else if (n != -1) Py_DecRef(op);
}
static inline void _Py_XINCREF(PyObject *op) { if (op != NULL) _Py_INCREF(op); }
static inline void _Py_XDECREF(PyObject *op) { if (op != NULL) _Py_DECREF(op); }
static inline PyObject *_Py_NewRef(PyObject *op) { _Py_INCREF(op); return op; }
static inline PyObject *_Py_XNewRef(PyObject *op) { _Py_XINCREF(op); return op; }
#define Py_INCREF(op) (_PyXray_AT, _Py_INCREF(_PyObject_CAST(op)))
#define Py_DECREF(op) (_PyXray_AT, _Py_DECREF(_PyObject_CAST(op)))
#define Py_XINCREF(op) (_PyXray_AT, _Py_XINCREF(_PyObject_CAST(op)))
#define Py_XDECREF(op) (_PyXray_AT, _Py_XDECREF(_PyObject_CAST(op)))
#define Py_NewRef(op) (_PyXray_AT, _Py_NewRef(_PyObject_CAST(op)))
#define Py_XNewRef(op) (_PyXray_AT, _Py_XNewRef(_PyObject_CAST(op)))
#define _PyXray_TAKE(slot, value, release) do { PyObject **_slot = (PyObject **)(void *)&(slot); PyObject *_old = *_slot; *_slot = (value); release(_old); } while (0)
#define Py_CLEAR(op) do { PyObject **_slot = (PyObject **)(void *)&(op); PyObject *_old = *_slot; if (_old != NULL) { *_slot = NULL; Py_DECREF(_old); } } while (0)
#define Py_SETREF(dst, src) _PyXray_TAKE(dst, _PyObject_CAST(src), Py_DECREF)
#define Py_XSETREF(dst, src) _PyXray_TAKE(dst, _PyObject_CAST(src), Py_XDECREF)
#define Py_RETURN_NONE return Py_NewRef(Py_None)
#define Py_RETURN_TRUE return Py_NewRef(Py_True)
#define Py_RETURN_FALSE return Py_NewRef(Py_False)
#define Py_RETURN_NOTIMPLEMENTED return Py_NewRef(Py_NotImplemented)
#define Py_RETURN_RICHCOMPARE(a, b, op) do { switch (op) { \
    case Py_EQ: if ((a) == (b)) Py_RETURN_TRUE; Py_RETURN_FALSE; case Py_NE: if ((a) != (b)) Py_RETURN_TRUE; Py_RETURN_FALSE; \
    case Py_LT: if ((a) < (b)) Py_RETURN_TRUE; Py_RETURN_FALSE; case Py_GT: if ((a) > (b)) Py_RETURN_TRUE; Py_RETURN_FALSE; \
    case Py_LE: if ((a) <= (b)) Py_RETURN_TRUE; Py_RETURN_FALSE; case Py_GE: if ((a) >= (b)) Py_RETURN_TRUE; Py_RETURN_FALSE; \
    default: Py_UNREACHABLE(); } } while (0)

#define Py_LT 0
#define Py_LE 1
#define Py_EQ 2
#define Py_NE 3
#define Py_GT 4
#define Py_GE 5
#define Py_PRINT_RAW 1
#define Py_CONSTANT_NONE 0
#define Py_CONSTANT_FALSE 1
#define Py_CONSTANT_TRUE 2
#define Py_CONSTANT_ELLIPSIS 3
#define Py_CONSTANT_NOT_IMPLEMENTED 4
#define Py_CONSTANT_ZERO 5
#define Py_CONSTANT_ONE 6
#define Py_CONSTANT_EMPTY_STR 7
#define Py_CONSTANT_EMPTY_BYTES 8
#define Py_CONSTANT_EMPTY_TUPLE 9

#define Py_TPFLAGS_INLINE_VALUES (1UL << 2)
#define Py_TPFLAGS_MANAGED_WEAKREF (1UL << 3)
#define Py_TPFLAGS_MANAGED_DICT (1UL << 4)
#define Py_TPFLAGS_PREHEADER (Py_TPFLAGS_MANAGED_WEAKREF | Py_TPFLAGS_MANAGED_DICT)
#define Py_TPFLAGS_SEQUENCE (1UL << 5)
#define Py_TPFLAGS_MAPPING (1UL << 6)
#define Py_TPFLAGS_DISALLOW_INSTANTIATION (1UL << 7)
#define Py_TPFLAGS_IMMUTABLETYPE (1UL << 8)
#define Py_TPFLAGS_HEAPTYPE (1UL << 9)
#define Py_TPFLAGS_BASETYPE (1UL << 10)
#define Py_TPFLAGS_HAVE_VECTORCALL (1UL << 11)
#define _Py_TPFLAGS_HAVE_VECTORCALL Py_TPFLAGS_HAVE_VECTORCALL
#define Py_TPFLAGS_READY (1UL << 12)
#define Py_TPFLAGS_READYING (1UL << 13)
#define Py_TPFLAGS_HAVE_GC (1UL << 14)
#define Py_TPFLAGS_HAVE_STACKLESS_EXTENSION 0
#define Py_TPFLAGS_METHOD_DESCRIPTOR (1UL << 17)
#define Py_TPFLAGS_HAVE_VERSION_TAG (1UL << 18)
#define Py_TPFLAGS_VALID_VERSION_TAG (1UL << 19)
#define Py_TPFLAGS_IS_ABSTRACT (1UL << 20)
#define Py_TPFLAGS_ITEMS_AT_END (1UL << 23)
#define Py_TPFLAGS_LONG_SUBCLASS (1UL << 24)
#define Py_TPFLAGS_LIST_SUBCLASS (1UL << 25)
#define Py_TPFLAGS_TUPLE_SUBCLASS (1UL << 26)
#define Py_TPFLAGS_BYTES_SUBCLASS (1UL << 27)
#define Py_TPFLAGS_UNICODE_SUBCLASS (1UL << 28)
#define Py_TPFLAGS_DICT_SUBCLASS (1UL << 29)
#define Py_TPFLAGS_BASE_EXC_SUBCLASS (1UL << 30)
#define Py_TPFLAGS_TYPE_SUBCLASS (1UL << 31)
#define Py_TPFLAGS_HAVE_FINALIZE (1UL << 0)
#define Py_TPFLAGS_DEFAULT (Py_TPFLAGS_HAVE_STACKLESS_EXTENSION | 0)

static inline int PyType_HasFeature(PyTypeObject *type, unsigned long feature) { return (type->tp_flags & feature) != 0; }
#define PyType_HasFeature(type, feature) PyType_HasFeature(_PyType_CAST(type), (feature))
#define PyType_FastSubclass(type, flag) PyType_HasFeature((type), (flag))
static inline int _PyObject_TypeCheck(PyObject *op, PyTypeObject *type) { return Py_IS_TYPE(op, type) || PyType_IsSubtype(Py_TYPE(op), type); }
#define PyObject_TypeCheck(op, type) _PyObject_TypeCheck(_PyObject_CAST(op), (type))
#define PyType_Check(op) PyType_FastSubclass(Py_TYPE(op), Py_TPFLAGS_TYPE_SUBCLASS)
#define PyType_CheckExact(op) Py_IS_TYPE((op), &PyType_Type)
#define PyType_IS_GC(t) PyType_HasFeature((t), Py_TPFLAGS_HAVE_GC)
#define PyType_SUPPORTS_WEAKREFS(t) ((t)->tp_weaklistoffset != 0)
/* A deallocator of a subclass must not be put aside: only the type's own. */
#define Py_TRASHCAN_BEGIN(op, dealloc) do { \
    const int _trash = Py_TYPE(op)->tp_dealloc == (destructor)(dealloc); \
    if (_trash && _PyXray_TrashcanBegin(_PyObject_CAST(op))) break;
#define Py_TRASHCAN_END if (_trash) _PyXray_TrashcanEnd(); } while (0);
#define _Py_TPFLAGS_MATCH_SELF (1UL << 22)
#define _PyObject_SIZE(type) ((type)->tp_basicsize)
#define _PyObject_VAR_SIZE(type, n) _Py_SIZE_ROUND_UP((type)->tp_basicsize + (n) * (type)->tp_itemsize, 8)
#define PyObject_GET_WEAKREFS_LISTPTR(o) ((PyObject **)((char *)(o) + Py_TYPE(o)->tp_weaklistoffset))
#define _PyObject_EXTRA_INIT
#define Py_TRASHCAN_SAFE_BEGIN(op) Py_TRASHCAN_BEGIN(op, Py_TYPE(op)->tp_dealloc)
#define Py_TRASHCAN_SAFE_END(op) Py_TRASHCAN_END

/* PyType_Slot.slot; numbers as in Include/typeslots.h. */
#define Py_bf_getbuffer 1
#define Py_bf_releasebuffer 2
#define Py_mp_ass_subscript 3
#define Py_mp_length 4
#define Py_mp_subscript 5
#define Py_nb_absolute 6
#define Py_nb_add 7
#define Py_nb_and 8
#define Py_nb_bool 9
#define Py_nb_divmod 10
#define Py_nb_float 11
#define Py_nb_floor_divide 12
#define Py_nb_index 13
#define Py_nb_inplace_add 14
#define Py_nb_inplace_and 15
#define Py_nb_inplace_floor_divide 16
#define Py_nb_inplace_lshift 17
#define Py_nb_inplace_multiply 18
#define Py_nb_inplace_or 19
#define Py_nb_inplace_power 20
#define Py_nb_inplace_remainder 21
#define Py_nb_inplace_rshift 22
#define Py_nb_inplace_subtract 23
#define Py_nb_inplace_true_divide 24
#define Py_nb_inplace_xor 25
#define Py_nb_int 26
#define Py_nb_invert 27
#define Py_nb_lshift 28
#define Py_nb_multiply 29
#define Py_nb_negative 30
#define Py_nb_or 31
#define Py_nb_positive 32
#define Py_nb_power 33
#define Py_nb_remainder 34
#define Py_nb_rshift 35
#define Py_nb_subtract 36
#define Py_nb_true_divide 37
#define Py_nb_xor 38
#define Py_sq_ass_item 39
#define Py_sq_concat 40
#define Py_sq_contains 41
#define Py_sq_inplace_concat 42
#define Py_sq_inplace_repeat 43
#define Py_sq_item 44
#define Py_sq_length 45
#define Py_sq_repeat 46
#define Py_tp_alloc 47
#define Py_tp_base 48
#define Py_tp_bases 49
#define Py_tp_call 50
#define Py_tp_clear 51
#define Py_tp_dealloc 52
#define Py_tp_del 53
#define Py_tp_descr_get 54
#define Py_tp_descr_set 55
#define Py_tp_doc 56
#define Py_tp_getattr 57
#define Py_tp_getattro 58
#define Py_tp_hash 59
#define Py_tp_init 60
#define Py_tp_is_gc 61
#define Py_tp_iter 62
#define Py_tp_iternext 63
#define Py_tp_methods 64
#define Py_tp_new 65
#define Py_tp_repr 66
#define Py_tp_richcompare 67
#define Py_tp_setattr 68
#define Py_tp_setattro 69
#define Py_tp_str 70
#define Py_tp_traverse 71
#define Py_tp_members 72
#define Py_tp_getset 73
#define Py_tp_free 74
#define Py_nb_matrix_multiply 75
#define Py_nb_inplace_matrix_multiply 76
#define Py_am_await 77
#define Py_am_aiter 78
#define Py_am_anext 79
#define Py_tp_finalize 80
#define Py_am_send 81
