// Answers to the static data of CPython 3.13: _PyRuntime, static types, immortal singletons. Addresses are constants,
// the same in every realm, so that `Py_TYPE(o) === PyLong_Type` compares with a literal.
//
//   0x00000  guard page: a NULL dereference reads zeros          0x00400  _PyRuntime          0x00800  main PyInterpreterState
//   0x02000  probe mailboxes (see probe/)                        0x10000  static types, 512 bytes each (PyTypeObject is 416)
//   0x40000  singletons, small ints, latin-1 characters          0x70000  static bump region (slot suites, method tables, C strings)
//   0x200000 the heap: the first arenas of 1 MiB, then raw malloc, which grows up; more arenas grow down from the end

export const _PyRuntime = 0x400;
export const _PyInterpreterState_Main = 0x800;
export const PROBE_AREA = 0x2000;
export const PROBE_AREA_SIZE = 0xe000;
export const STATIC_TYPES = 0x10000;
export const STATIC_TYPE_STRIDE = 512;
export const STATIC_TYPES_END = 0x34000;
/** The method cache of types: 4096 entries of version, name, value, 4 bytes each (see objects/typeobject.ts). */
export const TYPE_CACHE = 0x34000;
export const STATIC_BUMP = 0x70000;
export const STATIC_BUMP_END = 0x200000;
export const HEAP_START = 0x200000;
/** The arenas below this address are used first: what start-up makes lies where it does whatever the size of the heap. */
export const MALLOC_START = 0x800000;

// Singletons (16 bytes before an object are its GC head where its type is a GC type).
export const _Py_NoneStruct = 0x40000;
export const Py_None = _Py_NoneStruct;
export const _Py_TrueStruct = 0x40020;
export const Py_True = _Py_TrueStruct;
export const _Py_FalseStruct = 0x40040;
export const Py_False = _Py_FalseStruct;
export const _Py_NotImplementedStruct = 0x40060;
export const Py_NotImplemented = _Py_NotImplementedStruct;
export const _Py_EllipsisObject = 0x40080;
export const Py_Ellipsis = _Py_EllipsisObject;
/** The empty tuple; its GC head is at -16. */
export const _Py_SINGLETON_tuple_empty = 0x400b0;
export const _Py_SINGLETON_bytes_empty = 0x400e0;
export const _Py_SINGLETON_str_empty = 0x40120;
export const _Py_SINGLETON_hamt_bitmap_node_empty = 0x40160;
export const _Py_SINGLETON_context_token_missing = 0x40190;
/** The last frame of the interpreter: dict keys of an empty dict. */
export const Py_EMPTY_KEYS = 0x401c0;
/** Marks "no value" inside dicts and sets (set's dummy). */
export const _PySet_Dummy = 0x40200;
/** typing.NoDefault. */
export const _Py_NoDefaultStruct = 0x40220;

export const _PY_NSMALLNEGINTS = 5;
export const _PY_NSMALLPOSINTS = 257;
/** Small int i is at SMALL_INTS + (i + 5) * 32. */
export const SMALL_INTS = 0x41000;
/** bytes([c]) is at BYTES_CHARACTERS + c * 48. */
export const BYTES_CHARACTERS = 0x44000;
/** chr(c) for c < 256 is at LATIN1_CHARACTERS + c * 64 (PyASCIIObject below 128, PyCompactUnicodeObject above). */
export const LATIN1_CHARACTERS = 0x48000;
/** The table of struct wrapperbase that slot wrappers point into (see objects/typeobject_slots.ts). */
export const SLOTDEFS = 0x4c000;
/** Static PyGetSetDef and PyMethodDef tables of typeobject.c, and the next global version tag. */
export const TYPE_STATICS = 0x4e000;
/** 2,048 bytes: one per MiB of address space, 1 where an arena of obmalloc lies. */
export const ARENA_MAP = 0x50000;
/** malloc's state (see objects/obmalloc.ts). */
export const MALLOC_STATE = 0x51000;
/** obmalloc's usedpools and arena bookkeeping. */
export const OBMALLOC_STATE = 0x52000;


// Static types, in no order that matters.
export const PyType_Type = 0x10000;
export const PyBaseObject_Type = 0x10200;
export const _PyNone_Type = 0x10400;
export const _PyNotImplemented_Type = 0x10600;
export const PyEllipsis_Type = 0x10800;
export const PyLong_Type = 0x10a00;
export const PyBool_Type = 0x10c00;
export const PyFloat_Type = 0x10e00;
export const PyComplex_Type = 0x11000;
export const PyUnicode_Type = 0x11200;
export const PyBytes_Type = 0x11400;
export const PyByteArray_Type = 0x11600;
export const PyTuple_Type = 0x11800;
export const PyList_Type = 0x11a00;
export const PyDict_Type = 0x11c00;
export const PySet_Type = 0x11e00;
export const PyFrozenSet_Type = 0x12000;
export const PySlice_Type = 0x12200;
export const PyRange_Type = 0x12400;
export const PyFunction_Type = 0x12600;
export const PyMethod_Type = 0x12800;
export const PyInstanceMethod_Type = 0x12a00;
export const PyCFunction_Type = 0x12c00;
export const PyCMethod_Type = 0x12e00;
export const PyCell_Type = 0x13000;
export const PyClassMethod_Type = 0x13200;
export const PyStaticMethod_Type = 0x13400;
export const PyProperty_Type = 0x13600;
export const PySuper_Type = 0x13800;
export const PyDictProxy_Type = 0x13a00;
export const PyMethodDescr_Type = 0x13c00;
export const PyClassMethodDescr_Type = 0x13e00;
export const PyMemberDescr_Type = 0x14000;
export const PyGetSetDescr_Type = 0x14200;
export const PyWrapperDescr_Type = 0x14400;
export const _PyMethodWrapper_Type = 0x14600;
export const PyModule_Type = 0x14800;
export const PyModuleDef_Type = 0x14a00;
export const PyCode_Type = 0x14c00;
export const PyFrame_Type = 0x14e00;
export const PyFrameLocalsProxy_Type = 0x15000;
export const PyTraceBack_Type = 0x15200;
export const PyGen_Type = 0x15400;
export const PyCoro_Type = 0x15600;
export const PyAsyncGen_Type = 0x15800;
export const _PyCoroWrapper_Type = 0x15a00;
export const _PyAsyncGenASend_Type = 0x15c00;
export const _PyAsyncGenAThrow_Type = 0x15e00;
export const _PyAsyncGenWrappedValue_Type = 0x16000;
export const _PyAnextAwaitable_Type = 0x16200;
export const _PyWeakref_RefType = 0x16400;
export const _PyWeakref_ProxyType = 0x16600;
export const _PyWeakref_CallableProxyType = 0x16800;
export const PyDictKeys_Type = 0x16a00;
export const PyDictValues_Type = 0x16c00;
export const PyDictItems_Type = 0x16e00;
export const PyDictIterKey_Type = 0x17000;
export const PyDictIterValue_Type = 0x17200;
export const PyDictIterItem_Type = 0x17400;
export const PyDictRevIterKey_Type = 0x17600;
export const PyDictRevIterValue_Type = 0x17800;
export const PyDictRevIterItem_Type = 0x17a00;
export const PyListIter_Type = 0x17c00;
export const PyListRevIter_Type = 0x17e00;
export const PyTupleIter_Type = 0x18000;
export const PySetIter_Type = 0x18200;
export const PyUnicodeIter_Type = 0x18400;
export const _PyUnicodeASCIIIter_Type = 0x18600;
export const PyBytesIter_Type = 0x18800;
export const PyByteArrayIter_Type = 0x18a00;
export const PyRangeIter_Type = 0x18c00;
export const PyLongRangeIter_Type = 0x18e00;
export const PySeqIter_Type = 0x19000;
export const PyCallIter_Type = 0x19200;
export const PyEnum_Type = 0x19400;
export const PyReversed_Type = 0x19600;
export const PyFilter_Type = 0x19800;
export const PyMap_Type = 0x19a00;
export const PyZip_Type = 0x19c00;
export const _PyNamespace_Type = 0x19e00;
export const PyCapsule_Type = 0x1a000;
export const Py_GenericAliasType = 0x1a200;
export const Py_GenericAliasIterType = 0x1a400;
export const _PyUnion_Type = 0x1a600;
export const PyMemoryView_Type = 0x1a800;
export const _PyManagedBuffer_Type = 0x1aa00;
export const _PyMemoryIter_Type = 0x1ac00;
export const PyPickleBuffer_Type = 0x1ae00;
export const PyODict_Type = 0x1b000;
export const PyContext_Type = 0x1b200;
export const PyContextVar_Type = 0x1b400;
export const PyContextToken_Type = 0x1b600;
export const _PyContextTokenMissing_Type = 0x1b800;
export const _PyHamt_Type = 0x1ba00;
export const _PyStructSequence_UnusedType = 0x1bc00;
export const EncodingMapType = 0x1be00;
export const FieldNameIter_Type = 0x1c000;
export const FormatterIter_Type = 0x1c200;
export const PyStdPrinter_Type = 0x1c400;
export const _PyLineIterator_Type = 0x1c600;
export const _PyPositionsIterator_Type = 0x1c800;
export const _PyTypeAlias_Type = 0x1ca00;
export const _PyTypeVar_Type = 0x1cc00;
export const _PyParamSpec_Type = 0x1ce00;
export const _PyParamSpecArgs_Type = 0x1d000;
export const _PyParamSpecKwargs_Type = 0x1d200;
export const _PyTypeVarTuple_Type = 0x1d400;
export const _PyGeneric_Type = 0x1d600;
export const _PyNoDefault_Type = 0x1d800;
export const _PyConstEvaluator_Type = 0x1da00;
export const _PySetDummy_Type = 0x1dc00;
export const PyAsyncGenAClose_Type = 0x1de00;
export const _PyInterpreterID_Type = 0x1e000;
export const _PyBufferWrapper_Type = 0x1e200;
export const _PyInstanceMethod2_Type = 0x1e400;

// Static exception types. `PyExc_X` is the type itself (in C it is a pointer variable that holds it).
export const PyExc_BaseException = 0x1e600;
export const PyExc_Exception = 0x1e800;
export const PyExc_TypeError = 0x1ea00;
export const PyExc_StopAsyncIteration = 0x1ec00;
export const PyExc_StopIteration = 0x1ee00;
export const PyExc_GeneratorExit = 0x1f000;
export const PyExc_SystemExit = 0x1f200;
export const PyExc_KeyboardInterrupt = 0x1f400;
export const PyExc_BaseExceptionGroup = 0x1f600;
export const PyExc_ImportError = 0x1f800;
export const PyExc_ModuleNotFoundError = 0x1fa00;
export const PyExc_OSError = 0x1fc00;
export const PyExc_EOFError = 0x1fe00;
export const PyExc_RuntimeError = 0x20000;
export const PyExc_RecursionError = 0x20200;
export const PyExc_NotImplementedError = 0x20400;
export const PyExc_PythonFinalizationError = 0x20600;
export const PyExc_NameError = 0x20800;
export const PyExc_UnboundLocalError = 0x20a00;
export const PyExc_AttributeError = 0x20c00;
export const PyExc_SyntaxError = 0x20e00;
export const PyExc__IncompleteInputError = 0x21000;
export const PyExc_IndentationError = 0x21200;
export const PyExc_TabError = 0x21400;
export const PyExc_LookupError = 0x21600;
export const PyExc_IndexError = 0x21800;
export const PyExc_KeyError = 0x21a00;
export const PyExc_ValueError = 0x21c00;
export const PyExc_UnicodeError = 0x21e00;
export const PyExc_UnicodeEncodeError = 0x22000;
export const PyExc_UnicodeDecodeError = 0x22200;
export const PyExc_UnicodeTranslateError = 0x22400;
export const PyExc_AssertionError = 0x22600;
export const PyExc_ArithmeticError = 0x22800;
export const PyExc_FloatingPointError = 0x22a00;
export const PyExc_OverflowError = 0x22c00;
export const PyExc_ZeroDivisionError = 0x22e00;
export const PyExc_SystemError = 0x23000;
export const PyExc_ReferenceError = 0x23200;
export const PyExc_MemoryError = 0x23400;
export const PyExc_BufferError = 0x23600;
export const PyExc_Warning = 0x23800;
export const PyExc_UserWarning = 0x23a00;
export const PyExc_EncodingWarning = 0x23c00;
export const PyExc_DeprecationWarning = 0x23e00;
export const PyExc_PendingDeprecationWarning = 0x24000;
export const PyExc_SyntaxWarning = 0x24200;
export const PyExc_RuntimeWarning = 0x24400;
export const PyExc_FutureWarning = 0x24600;
export const PyExc_ImportWarning = 0x24800;
export const PyExc_UnicodeWarning = 0x24a00;
export const PyExc_BytesWarning = 0x24c00;
export const PyExc_ResourceWarning = 0x24e00;
export const PyExc_ConnectionError = 0x25000;
export const PyExc_BlockingIOError = 0x25200;
export const PyExc_BrokenPipeError = 0x25400;
export const PyExc_ChildProcessError = 0x25600;
export const PyExc_ConnectionAbortedError = 0x25800;
export const PyExc_ConnectionRefusedError = 0x25a00;
export const PyExc_ConnectionResetError = 0x25c00;
export const PyExc_FileExistsError = 0x25e00;
export const PyExc_FileNotFoundError = 0x26000;
export const PyExc_IsADirectoryError = 0x26200;
export const PyExc_NotADirectoryError = 0x26400;
export const PyExc_InterruptedError = 0x26600;
export const PyExc_PermissionError = 0x26800;
export const PyExc_ProcessLookupError = 0x26a00;
export const PyExc_TimeoutError = 0x26c00;
export const PyExc_IOError = PyExc_OSError;
export const PyExc_EnvironmentError = PyExc_OSError;

// Types of C modules that are static here (heap types in CPython are made with PyType_FromSpec instead) start here.
// Heap types in CPython; static here, so that C code finds them without module state.
export const PyIOBase_Type = 0x26e00;
export const PyRawIOBase_Type = 0x27000;
export const PyBufferedIOBase_Type = 0x27200;
export const PyTextIOBase_Type = 0x27400;
export const PyFileIO_Type = 0x27600;
export const PyBytesIO_Type = 0x27800;
export const _PyBytesIOBuffer_Type = 0x27a00;
export const PyBufferedReader_Type = 0x27c00;
export const PyBufferedWriter_Type = 0x27e00;
export const PyBufferedRandom_Type = 0x28000;
export const PyBufferedRWPair_Type = 0x28200;
export const PyStringIO_Type = 0x28400;
export const PyTextIOWrapper_Type = 0x28600;
export const PyIncrementalNewlineDecoder_Type = 0x28800;
export const DirEntryType = 0x28a00;
export const ScandirIteratorType = 0x28c00;
export const SRE_Pattern_Type = 0x28e00;
export const SRE_Match_Type = 0x29000;
export const SRE_Scanner_Type = 0x29200;
export const SRE_Template_Type = 0x29400;
export const PyStructType = 0x29600;
export const unpackiter_Type = 0x29800;
export const Random_Type = 0x29a00;
export const _abc_data_Type = 0x29c00;
export const MD5Type = 0x29e00;
export const SHA1Type = 0x2a000;
export const SHA224Type = 0x2a200;
export const SHA256Type = 0x2a400;
export const SHA384Type = 0x2a600;
export const SHA512Type = 0x2a800;
export const SHA3_224Type = 0x2aa00;
export const SHA3_256Type = 0x2ac00;
export const SHA3_384Type = 0x2ae00;
export const SHA3_512Type = 0x2b000;
export const SHAKE128Type = 0x2b200;
export const SHAKE256Type = 0x2b400;
export const BLAKE2bType = 0x2b600;
export const BLAKE2sType = 0x2b800;
export const csv_Dialect_Type = 0x2ba00;
export const csv_Reader_Type = 0x2bc00;
export const csv_Writer_Type = 0x2be00;
export const array_Arraytype = 0x2c000;
export const array_ArrayIter_Type = 0x2c200;
export const zlib_Comptype = 0x2c400;
export const zlib_Decomptype = 0x2c600;
export const select_poll_Type = 0x2c800;
export const PyODictIter_Type = 0x2ca00;
export const PyODictItems_Type = 0x2cc00;
export const PyODictKeys_Type = 0x2ce00;
export const PyODictValues_Type = 0x2d000;
export const PySTEntry_Type = 0x2d200;
export const STATIC_TYPES_USED = 0x2d400;
