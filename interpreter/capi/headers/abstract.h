/* Answers to Include/abstract.h, pybuffer.h and the headers of the concrete types of CPython 3.13: checks, macros, inlines. */
#define PyLong_Check(op) PyType_FastSubclass(Py_TYPE(op), Py_TPFLAGS_LONG_SUBCLASS)
#define PyLong_CheckExact(op) Py_IS_TYPE((op), &PyLong_Type)
#define PyLong_AS_LONG(op) PyLong_AsLong(op)
#define PyLong_FromPid PyLong_FromLong
#define PyLong_AsPid PyLong_AsInt
#define _PyLong_AsInt PyLong_AsInt
#define PyUnstable_Long_IsCompact(op) ((op)->long_value.lv_tag < (2 << 3))
#define PyUnstable_Long_CompactValue(op) ((Py_ssize_t)(1 - (Py_ssize_t)((op)->long_value.lv_tag & 3)) * (Py_ssize_t)(op)->long_value.ob_digit[0])
#define Py_ASNATIVEBYTES_DEFAULTS -1
#define Py_ASNATIVEBYTES_BIG_ENDIAN 0
#define Py_ASNATIVEBYTES_LITTLE_ENDIAN 1
#define Py_ASNATIVEBYTES_NATIVE_ENDIAN 3
#define Py_ASNATIVEBYTES_UNSIGNED_BUFFER 4
#define Py_ASNATIVEBYTES_REJECT_NEGATIVE 8
#define Py_ASNATIVEBYTES_ALLOW_INDEX 16
#define PyBool_Check(x) Py_IS_TYPE((x), &PyBool_Type)
#define PyFloat_Check(op) PyObject_TypeCheck((op), &PyFloat_Type)
#define PyFloat_CheckExact(op) Py_IS_TYPE((op), &PyFloat_Type)
#define PyFloat_AS_DOUBLE(op) (((PyFloatObject *)(op))->ob_fval)
#define Py_DTSF_SIGN 0x01
#define Py_DTSF_ADD_DOT_0 0x02
#define Py_DTSF_ALT 0x04
#define Py_DTSF_NO_NEG_0 0x08
#define Py_DTST_FINITE 0
#define Py_DTST_INFINITE 1
#define Py_DTST_NAN 2
#define Py_RETURN_NAN return PyFloat_FromDouble(Py_NAN)
#define Py_RETURN_INF(sign) return PyFloat_FromDouble(copysign(Py_INFINITY, (sign)))
#define PyComplex_Check(op) PyObject_TypeCheck((op), &PyComplex_Type)
#define PyComplex_CheckExact(op) Py_IS_TYPE((op), &PyComplex_Type)

#define PyUnicode_Check(op) PyType_FastSubclass(Py_TYPE(op), Py_TPFLAGS_UNICODE_SUBCLASS)
#define PyUnicode_CheckExact(op) Py_IS_TYPE((op), &PyUnicode_Type)
#define PyUnicode_1BYTE_KIND 1
#define PyUnicode_2BYTE_KIND 2
#define PyUnicode_4BYTE_KIND 4
#define PyUnicode_GET_LENGTH(op) (((PyASCIIObject *)(op))->length)
#define PyUnicode_KIND(op) ((int)((PyASCIIObject *)(op))->state.kind)
#define PyUnicode_IS_ASCII(op) ((unsigned int)((PyASCIIObject *)(op))->state.ascii)
#define PyUnicode_IS_COMPACT(op) ((unsigned int)((PyASCIIObject *)(op))->state.compact)
#define PyUnicode_IS_COMPACT_ASCII(op) (PyUnicode_IS_ASCII(op) && PyUnicode_IS_COMPACT(op))
#define PyUnicode_IS_READY(op) 1
#define PyUnicode_READY(op) 0
#define PyUnicode_CHECK_INTERNED(op) ((unsigned int)((PyASCIIObject *)(op))->state.interned)
static inline void *_PyUnicode_DATA(PyObject *op) {
  if (!PyUnicode_IS_COMPACT(op)) return ((PyUnicodeObject *)op)->data;
  return PyUnicode_IS_ASCII(op) ? (void *)((PyASCIIObject *)op + 1) : (void *)((PyCompactUnicodeObject *)op + 1);
}
#define PyUnicode_DATA(op) _PyUnicode_DATA(_PyObject_CAST(op))
#define PyUnicode_1BYTE_DATA(op) _Py_STATIC_CAST(Py_UCS1 *, PyUnicode_DATA(op))
#define PyUnicode_2BYTE_DATA(op) _Py_STATIC_CAST(Py_UCS2 *, PyUnicode_DATA(op))
#define PyUnicode_4BYTE_DATA(op) _Py_STATIC_CAST(Py_UCS4 *, PyUnicode_DATA(op))
static inline Py_UCS4 PyUnicode_READ(int kind, const void *data, Py_ssize_t i) {
  return kind == 1 ? ((const Py_UCS1 *)data)[i] : kind == 2 ? ((const Py_UCS2 *)data)[i] : ((const Py_UCS4 *)data)[i];
}
#define PyUnicode_READ(kind, data, i) PyUnicode_READ((int)(kind), (const void *)(data), (i))
#define PyUnicode_READ_CHAR(op, i) PyUnicode_READ(PyUnicode_KIND(op), PyUnicode_DATA(op), (i))
static inline void PyUnicode_WRITE(int kind, void *data, Py_ssize_t i, Py_UCS4 c) {
  if (kind == 1) ((Py_UCS1 *)data)[i] = (Py_UCS1)c;
  else if (kind == 2) ((Py_UCS2 *)data)[i] = (Py_UCS2)c;
  else ((Py_UCS4 *)data)[i] = c;
}
#define PyUnicode_WRITE(kind, data, i, c) PyUnicode_WRITE((int)(kind), (void *)(data), (i), (Py_UCS4)(c))
#define PyUnicode_MAX_CHAR_VALUE(op) (PyUnicode_IS_ASCII(op) ? 0x7fU : PyUnicode_KIND(op) == 1 ? 0xffU : PyUnicode_KIND(op) == 2 ? 0xffffU : 0x10ffffU)
#define Py_UNICODE_ISSPACE(ch) _PyUnicode_IsWhitespace(ch)
#define Py_UNICODE_ISLOWER(ch) _PyUnicode_IsLowercase(ch)
#define Py_UNICODE_ISUPPER(ch) _PyUnicode_IsUppercase(ch)
#define Py_UNICODE_ISTITLE(ch) _PyUnicode_IsTitlecase(ch)
#define Py_UNICODE_ISLINEBREAK(ch) _PyUnicode_IsLinebreak(ch)
#define Py_UNICODE_TOLOWER(ch) _PyUnicode_ToLowercase(ch)
#define Py_UNICODE_TOUPPER(ch) _PyUnicode_ToUppercase(ch)
#define Py_UNICODE_TOTITLE(ch) _PyUnicode_ToTitlecase(ch)
#define Py_UNICODE_ISDECIMAL(ch) _PyUnicode_IsDecimalDigit(ch)
#define Py_UNICODE_ISDIGIT(ch) _PyUnicode_IsDigit(ch)
#define Py_UNICODE_ISNUMERIC(ch) _PyUnicode_IsNumeric(ch)
#define Py_UNICODE_ISPRINTABLE(ch) _PyUnicode_IsPrintable(ch)
#define Py_UNICODE_TODECIMAL(ch) _PyUnicode_ToDecimalDigit(ch)
#define Py_UNICODE_TODIGIT(ch) _PyUnicode_ToDigit(ch)
#define Py_UNICODE_ISALPHA(ch) _PyUnicode_IsAlpha(ch)
#define Py_UNICODE_ISALNUM(ch) (Py_UNICODE_ISALPHA(ch) || Py_UNICODE_ISDECIMAL(ch) || Py_UNICODE_ISDIGIT(ch) || Py_UNICODE_ISNUMERIC(ch))
#define Py_UNICODE_IS_HIGH_SURROGATE(ch) (0xD800 <= (ch) && (ch) <= 0xDBFF)
#define Py_UNICODE_IS_LOW_SURROGATE(ch) (0xDC00 <= (ch) && (ch) <= 0xDFFF)
#define Py_UNICODE_JOIN_SURROGATES(high, low) (((((Py_UCS4)(high) & 0x03FF) << 10) | ((Py_UCS4)(low) & 0x03FF)) + 0x10000)
#define Py_UNICODE_HIGH_SURROGATE(ch) ((Py_UCS4)(0xD800 - (0x10000 >> 10) + ((ch) >> 10)))
#define Py_UNICODE_LOW_SURROGATE(ch) ((Py_UCS4)(0xDC00 + ((ch) & 0x3FF)))
#define Py_UNICODE_IS_SURROGATE(ch) (0xD800 <= (ch) && (ch) <= 0xDFFF)
#define Py_UNICODE_REPLACEMENT_CHARACTER ((Py_UCS4)0xFFFD)

#define PyBytes_Check(op) PyType_FastSubclass(Py_TYPE(op), Py_TPFLAGS_BYTES_SUBCLASS)
#define PyBytes_CheckExact(op) Py_IS_TYPE((op), &PyBytes_Type)
#define PyBytes_AS_STRING(op) (((PyBytesObject *)(op))->ob_sval)
#define PyBytes_GET_SIZE(op) Py_SIZE(op)
#define PyByteArray_Check(op) PyObject_TypeCheck((op), &PyByteArray_Type)
#define PyByteArray_CheckExact(op) Py_IS_TYPE((op), &PyByteArray_Type)
#define PyByteArray_GET_SIZE(op) Py_SIZE(op)
#define PyByteArray_AS_STRING(op) PyByteArray_AsString(_PyObject_CAST(op))

#define PyList_Check(op) PyType_FastSubclass(Py_TYPE(op), Py_TPFLAGS_LIST_SUBCLASS)
#define PyList_CheckExact(op) Py_IS_TYPE((op), &PyList_Type)
#define PyList_GET_SIZE(op) Py_SIZE(op)
#define PyList_GET_ITEM(op, i) (((PyListObject *)(op))->ob_item[(i)])
#define PyTuple_Check(op) PyType_FastSubclass(Py_TYPE(op), Py_TPFLAGS_TUPLE_SUBCLASS)
#define PyTuple_CheckExact(op) Py_IS_TYPE((op), &PyTuple_Type)
#define PyTuple_GET_SIZE(op) Py_SIZE(op)
#define PyTuple_GET_ITEM(op, i) (((PyTupleObject *)(op))->ob_item[(i)])
#ifndef PYXRAY_NO_REFERENCE_CHECK
/* The container's new reference was C's; the one that it no longer has is C's again. */
#  define _PyXray_STEAL(v, old) do { if (_PyXray_site.checking) { if ((v) != NULL) _PyXray_Steal(v); if ((old) != NULL) _PyXray_Regain(old); } } while (0)
#else
#  define _PyXray_STEAL(v, old) ((void)(old))
#endif
static inline void PyList_SET_ITEM(PyObject *op, Py_ssize_t i, PyObject *v) { PyObject *old = PyList_GET_ITEM(op, i); PyList_GET_ITEM(op, i) = v; _PyXray_STEAL(v, old); }
#define PyList_SET_ITEM(op, i, v) PyList_SET_ITEM(_PyObject_CAST(op), (i), _PyObject_CAST(v))
static inline void PyTuple_SET_ITEM(PyObject *op, Py_ssize_t i, PyObject *v) { PyObject *old = PyTuple_GET_ITEM(op, i); PyTuple_GET_ITEM(op, i) = v; _PyXray_STEAL(v, old); }
#define PyTuple_SET_ITEM(op, i, v) PyTuple_SET_ITEM(_PyObject_CAST(op), (i), _PyObject_CAST(v))
#define PyDict_Check(op) PyType_FastSubclass(Py_TYPE(op), Py_TPFLAGS_DICT_SUBCLASS)
#define PyDict_CheckExact(op) Py_IS_TYPE((op), &PyDict_Type)
#define PyDict_GET_SIZE(op) (((PyDictObject *)(op))->ma_used)
#define PyDictKeys_Check(op) PyObject_TypeCheck((op), &PyDictKeys_Type)
#define PyDictValues_Check(op) PyObject_TypeCheck((op), &PyDictValues_Type)
#define PyDictItems_Check(op) PyObject_TypeCheck((op), &PyDictItems_Type)
#define PyFrozenSet_CheckExact(op) Py_IS_TYPE((op), &PyFrozenSet_Type)
#define PyFrozenSet_Check(op) PyObject_TypeCheck((op), &PyFrozenSet_Type)
#define PySet_CheckExact(op) Py_IS_TYPE((op), &PySet_Type)
#define PySet_Check(op) PyObject_TypeCheck((op), &PySet_Type)
#define PyAnySet_CheckExact(op) (PySet_CheckExact(op) || PyFrozenSet_CheckExact(op))
#define PyAnySet_Check(op) (PySet_Check(op) || PyFrozenSet_Check(op))
#define PySet_GET_SIZE(op) (((PySetObject *)(op))->used)
#define PyRange_Check(op) Py_IS_TYPE((op), &PyRange_Type)
#define PySlice_Check(op) Py_IS_TYPE((op), &PySlice_Type)
#define PySlice_GetIndicesEx(slice, length, start, stop, step, slicelen) \
  (PySlice_Unpack((slice), (start), (stop), (step)) < 0 ? (*(slicelen) = 0, -1) : (*(slicelen) = PySlice_AdjustIndices((length), (start), (stop), *(step)), 0))
#define PySeqIter_Check(op) Py_IS_TYPE((op), &PySeqIter_Type)
#define PyCallIter_Check(op) Py_IS_TYPE((op), &PyCallIter_Type)
#define PyFunction_GET_CODE(op) ((PyObject *)((PyFunctionObject *)(op))->func_code)
#define PyFunction_GET_GLOBALS(op) (((PyFunctionObject *)(op))->func_globals)
#define PyFunction_GET_MODULE(op) (((PyFunctionObject *)(op))->func_module)
#define PyFunction_GET_DEFAULTS(op) (((PyFunctionObject *)(op))->func_defaults)
#define PyFunction_GET_KW_DEFAULTS(op) (((PyFunctionObject *)(op))->func_kwdefaults)
#define PyFunction_GET_CLOSURE(op) (((PyFunctionObject *)(op))->func_closure)
#define PyFunction_GET_ANNOTATIONS(op) (((PyFunctionObject *)(op))->func_annotations)
#define PyInstanceMethod_Check(op) Py_IS_TYPE((op), &PyInstanceMethod_Type)
#define PyTraceBack_Check(op) Py_IS_TYPE((op), &PyTraceBack_Type)
#define PyAsyncGen_CheckExact(op) Py_IS_TYPE((op), &PyAsyncGen_Type)
#define PyDictViewSet_Check(op) (PyDictKeys_Check(op) || PyDictItems_Check(op))
#define PyFunction_Check(op) Py_IS_TYPE((op), &PyFunction_Type)
#define PyMethod_Check(op) Py_IS_TYPE((op), &PyMethod_Type)
#define PyMethod_GET_FUNCTION(op) (((PyMethodObject *)(op))->im_func)
#define PyMethod_GET_SELF(op) (((PyMethodObject *)(op))->im_self)
#define PyCode_Check(op) Py_IS_TYPE((op), &PyCode_Type)
#define PyFrame_Check(op) Py_IS_TYPE((op), &PyFrame_Type)
#define PyGen_Check(op) PyObject_TypeCheck((op), &PyGen_Type)
#define PyGen_CheckExact(op) Py_IS_TYPE((op), &PyGen_Type)
#define PyCoro_CheckExact(op) Py_IS_TYPE((op), &PyCoro_Type)
#define PyCell_Check(op) Py_IS_TYPE((op), &PyCell_Type)
#define PyCell_SET(op, v) ((void)(((PyCellObject *)(op))->ob_ref = (v)))
#define PyCell_GET(op) (((PyCellObject *)(op))->ob_ref)
#define PyCapsule_CheckExact(op) Py_IS_TYPE((op), &PyCapsule_Type)
#define PyMemoryView_Check(op) Py_IS_TYPE((op), &PyMemoryView_Type)
#define PyMemoryView_GET_BUFFER(op) ((Py_buffer *)&((PyMemoryViewObject *)(op))->view_buf)
#define PyMemoryView_GET_BASE(op) (PyMemoryView_GET_BUFFER(op)->obj)
#define PyWeakref_CheckRef(op) PyObject_TypeCheck((op), &_PyWeakref_RefType)
#define PyWeakref_CheckRefExact(op) Py_IS_TYPE((op), &_PyWeakref_RefType)
#define PyWeakref_CheckProxy(op) (Py_IS_TYPE((op), &_PyWeakref_ProxyType) || Py_IS_TYPE((op), &_PyWeakref_CallableProxyType))
#define PyWeakref_Check(op) (PyWeakref_CheckRef(op) || PyWeakref_CheckProxy(op))
#define PyWeakref_GET_OBJECT(op) PyWeakref_GetObject(_PyObject_CAST(op))
#define PyContext_CheckExact(op) Py_IS_TYPE((op), &PyContext_Type)
#define PyContextVar_CheckExact(op) Py_IS_TYPE((op), &PyContextVar_Type)
#define PyContextToken_CheckExact(op) Py_IS_TYPE((op), &PyContextToken_Type)

#define PyObject_DelAttrString(o, n) PyObject_SetAttrString((o), (n), NULL)
#define PyObject_DelAttr(o, n) PyObject_SetAttr((o), (n), NULL)
#define PySequence_Fast_GET_SIZE(o) (PyList_Check(o) ? PyList_GET_SIZE(o) : PyTuple_GET_SIZE(o))
#define PySequence_Fast_ITEMS(o) (PyList_Check(o) ? ((PyListObject *)(o))->ob_item : ((PyTupleObject *)(o))->ob_item)
#define PySequence_Fast_GET_ITEM(o, i) (PySequence_Fast_ITEMS(o)[(i)])
#define PySequence_ITEM(o, i) (Py_TYPE(o)->tp_as_sequence->sq_item((PyObject *)(o), (i)))
#define PyMapping_DelItemString(o, k) PyObject_DelItemString((o), (k))
#define PyMapping_DelItem(o, k) PyObject_DelItem((o), (k))
#define PyObject_CallMethodNoArgs(self, name) PyObject_CallMethodObjArgs((self), (name), NULL)
#define PyObject_CallMethodOneArg(self, name, arg) PyObject_CallMethodObjArgs((self), (name), (arg), NULL)
#define PY_VECTORCALL_ARGUMENTS_OFFSET ((size_t)1 << 31)
#define PyVectorcall_NARGS(n) ((Py_ssize_t)((n) & ~PY_VECTORCALL_ARGUMENTS_OFFSET))
#define _PyObject_Vectorcall PyObject_Vectorcall
#define _PyObject_VectorcallMethod PyObject_VectorcallMethod
#define _PyObject_FastCallDict PyObject_VectorcallDict
#define _PyVectorcall_Function PyVectorcall_Function
#define _PyObject_CallOneArg PyObject_CallOneArg
#define _PyObject_CallMethodNoArgs PyObject_CallMethodNoArgs
#define _PyObject_CallMethodOneArg PyObject_CallMethodOneArg
#define PySequence_In PySequence_Contains
#define PyObject_CheckBuffer(o) (Py_TYPE(o)->tp_as_buffer != NULL && Py_TYPE(o)->tp_as_buffer->bf_getbuffer != NULL)

#define PyBUF_MAX_NDIM 64
#define PyBUF_SIMPLE 0
#define PyBUF_WRITABLE 0x0001
#define PyBUF_WRITEABLE PyBUF_WRITABLE
#define PyBUF_FORMAT 0x0004
#define PyBUF_ND 0x0008
#define PyBUF_STRIDES (0x0010 | PyBUF_ND)
#define PyBUF_C_CONTIGUOUS (0x0020 | PyBUF_STRIDES)
#define PyBUF_F_CONTIGUOUS (0x0040 | PyBUF_STRIDES)
#define PyBUF_ANY_CONTIGUOUS (0x0080 | PyBUF_STRIDES)
#define PyBUF_INDIRECT (0x0100 | PyBUF_STRIDES)
#define PyBUF_CONTIG (PyBUF_ND | PyBUF_WRITABLE)
#define PyBUF_CONTIG_RO (PyBUF_ND)
#define PyBUF_STRIDED (PyBUF_STRIDES | PyBUF_WRITABLE)
#define PyBUF_STRIDED_RO (PyBUF_STRIDES)
#define PyBUF_RECORDS (PyBUF_STRIDES | PyBUF_WRITABLE | PyBUF_FORMAT)
#define PyBUF_RECORDS_RO (PyBUF_STRIDES | PyBUF_FORMAT)
#define PyBUF_FULL (PyBUF_INDIRECT | PyBUF_WRITABLE | PyBUF_FORMAT)
#define PyBUF_FULL_RO (PyBUF_INDIRECT | PyBUF_FORMAT)
#define PyBUF_READ 0x100
#define PyBUF_WRITE 0x200
