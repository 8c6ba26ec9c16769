// Answers to the struct declarations of CPython 3.13's Include/ (64-bit Linux, LP64, release build with the GIL).
// Every layout is declared here once, as C. `npm run regen` makes of it generated/offsets.ts (const enums: what the code
// reads fields with), generated/layouts.ts (what hex view and "C view" read) and, later, the Python.h of C extensions.
//
// Deviation: the high word of every pointer slot is 0, since addresses are below 2 GiB. The runtime's own state
// (_PyRuntimeState, PyInterpreterState, PyThreadState, _gil_runtime_state, _gc_runtime_state) has CPython's field names
// but only the fields that exist here, in an order of ours; no program can see those offsets.
//
// `!Name` marks a struct whose size is checked against the `__basicsize__` or `sys.getsizeof` of CPython (test/include).

export const STRUCT_DECLARATIONS = /* c */ `
struct PyObject { Py_ssize_t ob_refcnt; PyTypeObject *ob_type; };
struct PyVarObject { PyObject ob_base; Py_ssize_t ob_size; };
struct PyGC_Head { uintptr_t _gc_next; uintptr_t _gc_prev; };

struct PyAsyncMethods { func am_await; func am_aiter; func am_anext; func am_send; };
struct PyNumberMethods {
  func nb_add; func nb_subtract; func nb_multiply; func nb_remainder; func nb_divmod; func nb_power; func nb_negative; func nb_positive;
  func nb_absolute; func nb_bool; func nb_invert; func nb_lshift; func nb_rshift; func nb_and; func nb_xor; func nb_or; func nb_int;
  void *nb_reserved; func nb_float; func nb_inplace_add; func nb_inplace_subtract; func nb_inplace_multiply; func nb_inplace_remainder;
  func nb_inplace_power; func nb_inplace_lshift; func nb_inplace_rshift; func nb_inplace_and; func nb_inplace_xor; func nb_inplace_or;
  func nb_floor_divide; func nb_true_divide; func nb_inplace_floor_divide; func nb_inplace_true_divide; func nb_index;
  func nb_matrix_multiply; func nb_inplace_matrix_multiply;
};
struct PyMappingMethods { func mp_length; func mp_subscript; func mp_ass_subscript; };
struct PySequenceMethods {
  func sq_length; func sq_concat; func sq_repeat; func sq_item; void *was_sq_slice; func sq_ass_item; void *was_sq_ass_slice;
  func sq_contains; func sq_inplace_concat; func sq_inplace_repeat;
};
struct PyBufferProcs { func bf_getbuffer; func bf_releasebuffer; };
struct PyTypeObject {
  PyObject ob_base; Py_ssize_t ob_size;
  char *tp_name; Py_ssize_t tp_basicsize; Py_ssize_t tp_itemsize;
  func tp_dealloc; Py_ssize_t tp_vectorcall_offset; func tp_getattr; func tp_setattr; PyAsyncMethods *tp_as_async; func tp_repr;
  PyNumberMethods *tp_as_number; PySequenceMethods *tp_as_sequence; PyMappingMethods *tp_as_mapping;
  func tp_hash; func tp_call; func tp_str; func tp_getattro; func tp_setattro; PyBufferProcs *tp_as_buffer;
  unsigned_long tp_flags; char *tp_doc; func tp_traverse; func tp_clear; func tp_richcompare; Py_ssize_t tp_weaklistoffset;
  func tp_iter; func tp_iternext; PyMethodDef *tp_methods; PyMemberDef *tp_members; PyGetSetDef *tp_getset;
  PyTypeObject *tp_base; PyObject *tp_dict; func tp_descr_get; func tp_descr_set; Py_ssize_t tp_dictoffset;
  func tp_init; func tp_alloc; func tp_new; func tp_free; func tp_is_gc; PyObject *tp_bases; PyObject *tp_mro; PyObject *tp_cache;
  void *tp_subclasses; PyObject *tp_weaklist; func tp_del; unsigned_int tp_version_tag; func tp_finalize; func tp_vectorcall;
  unsigned_char tp_watched; uint16 tp_versions_used;
};
struct !PyHeapTypeObject {
  PyTypeObject ht_type; PyAsyncMethods as_async; PyNumberMethods as_number; PyMappingMethods as_mapping; PySequenceMethods as_sequence;
  PyBufferProcs as_buffer; PyObject *ht_name; PyObject *ht_slots; PyObject *ht_qualname; PyDictKeysObject *ht_cached_keys; PyObject *ht_module;
  char *_ht_tpname; PyObject *getitem; uint32 getitem_version; PyObject *init;
};
struct PyMethodDef { char *ml_name; func ml_meth; int ml_flags; char *ml_doc; };
struct PyMemberDef { char *name; int type; Py_ssize_t offset; int flags; char *doc; };
struct PyGetSetDef { char *name; func get; func set; char *doc; void *closure; };
struct wrapperbase { char *name; int offset; void *function; func wrapper; char *doc; int flags; PyObject *name_strobj; };

struct !PyLongObject { PyObject ob_base; uintptr_t lv_tag; uint32 ob_digit[0]; };
struct !PyFloatObject { PyObject ob_base; double ob_fval; };
struct !PyComplexObject { PyObject ob_base; double real; double imag; };
struct !PyASCIIObject { PyObject ob_base; Py_ssize_t length; Py_hash_t hash; unsigned_int state; };
struct !PyCompactUnicodeObject { PyASCIIObject _base; Py_ssize_t utf8_length; char *utf8; };
struct !PyUnicodeObject { PyCompactUnicodeObject _base; void *data; };
struct !PyBytesObject { PyObject ob_base; Py_ssize_t ob_size; Py_hash_t ob_shash; char ob_sval[1]; };
struct !PyByteArrayObject { PyObject ob_base; Py_ssize_t ob_size; Py_ssize_t ob_alloc; char *ob_bytes; char *ob_start; Py_ssize_t ob_exports; };
struct !PyTupleObject { PyObject ob_base; Py_ssize_t ob_size; PyObject *ob_item[0]; };
struct !PyListObject { PyObject ob_base; Py_ssize_t ob_size; PyObject **ob_item; Py_ssize_t allocated; };
struct !PyDictObject { PyObject ob_base; Py_ssize_t ma_used; uint64 ma_version_tag; PyDictKeysObject *ma_keys; PyDictValues *ma_values; };
struct PyDictKeysObject {
  Py_ssize_t dk_refcnt; uint8 dk_log2_size; uint8 dk_log2_index_bytes; uint8 dk_kind; uint32 dk_version; Py_ssize_t dk_usable; Py_ssize_t dk_nentries;
  char dk_indices[0];
};
struct PyDictKeyEntry { Py_hash_t me_hash; PyObject *me_key; PyObject *me_value; };
struct PyDictUnicodeEntry { PyObject *me_key; PyObject *me_value; };
struct PyDictValues { uint8 capacity; uint8 size; uint8 embedded; uint8 valid; PyObject *values[0]; };
struct !_PyDictViewObject { PyObject ob_base; PyDictObject *dv_dict; };
struct !dictiterobject { PyObject ob_base; PyDictObject *di_dict; Py_ssize_t di_used; Py_ssize_t di_pos; PyObject *di_result; Py_ssize_t len; };
struct _ODictNode { PyObject *key; Py_hash_t hash; _ODictNode *next; _ODictNode *prev; };
struct !PyODictObject {
  PyDictObject od_dict; _ODictNode *od_first; _ODictNode *od_last; _ODictNode **od_fast_nodes; Py_ssize_t od_fast_nodes_size; void *od_resize_sentinel;
  uint64 od_state; PyObject *od_inst_dict; PyObject *od_weakreflist;
};
struct !odictiterobject { PyObject ob_base; int kind; PyODictObject *di_odict; Py_ssize_t di_size; uint64 di_state; PyObject *di_current; PyObject *di_result; };
struct setentry { PyObject *key; Py_hash_t hash; };
struct !PySetObject {
  PyObject ob_base; Py_ssize_t fill; Py_ssize_t used; Py_ssize_t mask; setentry *table; Py_hash_t hash; Py_ssize_t finger;
  setentry smalltable[8]; PyObject *weakreflist;
};
struct !setiterobject { PyObject ob_base; PySetObject *si_set; Py_ssize_t si_used; Py_ssize_t si_pos; Py_ssize_t len; };
struct !PySliceObject { PyObject ob_base; PyObject *start; PyObject *stop; PyObject *step; };
struct !rangeobject { PyObject ob_base; PyObject *start; PyObject *stop; PyObject *step; PyObject *length; };
struct !_PyRangeIterObject { PyObject ob_base; long start; long step; long len; };
struct !longrangeiterobject { PyObject ob_base; PyObject *start; PyObject *step; PyObject *len; };
struct !seqiterobject { PyObject ob_base; Py_ssize_t it_index; PyObject *it_seq; };
struct !calliterobject { PyObject ob_base; PyObject *it_callable; PyObject *it_sentinel; };
struct !_PyListIterObject { PyObject ob_base; Py_ssize_t it_index; PyListObject *it_seq; };
struct !_PyTupleIterObject { PyObject ob_base; Py_ssize_t it_index; PyTupleObject *it_seq; };
struct !unicodeiterobject { PyObject ob_base; Py_ssize_t it_index; PyObject *it_seq; };
struct !enumobject { PyObject ob_base; Py_ssize_t en_index; PyObject *en_sit; PyObject *en_result; PyObject *en_longindex; PyObject *one; };
struct !reversedobject { PyObject ob_base; Py_ssize_t index; PyObject *seq; };
struct !_PyNamespaceObject { PyObject ob_base; PyObject *ns_dict; };

struct !PyFunctionObject {
  PyObject ob_base; PyObject *func_globals; PyObject *func_builtins; PyObject *func_name; PyObject *func_qualname; PyObject *func_code;
  PyObject *func_defaults; PyObject *func_kwdefaults; PyObject *func_closure; PyObject *func_doc; PyObject *func_dict;
  PyObject *func_weakreflist; PyObject *func_module; PyObject *func_annotations; PyObject *func_typeparams; func vectorcall; uint32 func_version;
};
struct !PyMethodObject { PyObject ob_base; PyObject *im_func; PyObject *im_self; PyObject *im_weakreflist; func vectorcall; };
struct !PyInstanceMethodObject { PyObject ob_base; PyObject *func; };
struct !PyCFunctionObject { PyObject ob_base; PyMethodDef *m_ml; PyObject *m_self; PyObject *m_module; PyObject *m_weakreflist; func vectorcall; };
struct !PyCMethodObject { PyCFunctionObject func; PyTypeObject *mm_class; };
struct !PyCellObject { PyObject ob_base; PyObject *ob_ref; };
struct !classmethod { PyObject ob_base; PyObject *cm_callable; PyObject *cm_dict; };
struct !staticmethod { PyObject ob_base; PyObject *sm_callable; PyObject *sm_dict; };
struct !propertyobject {
  PyObject ob_base; PyObject *prop_get; PyObject *prop_set; PyObject *prop_del; PyObject *prop_doc; PyObject *prop_name; int getter_doc;
};
struct !superobject { PyObject ob_base; PyTypeObject *type; PyObject *obj; PyTypeObject *obj_type; };
struct !mappingproxyobject { PyObject ob_base; PyObject *mapping; };
struct PyDescrObject { PyObject ob_base; PyTypeObject *d_type; PyObject *d_name; PyObject *d_qualname; };
struct !PyMethodDescrObject { PyDescrObject d_common; PyMethodDef *d_method; func vectorcall; };
struct !PyMemberDescrObject { PyDescrObject d_common; PyMemberDef *d_member; };
struct !PyGetSetDescrObject { PyDescrObject d_common; PyGetSetDef *d_getset; };
struct !PyWrapperDescrObject { PyDescrObject d_common; wrapperbase *d_base; func d_wrapped; };
struct !wrapperobject { PyObject ob_base; PyWrapperDescrObject *descr; PyObject *self; };
struct !PyModuleObject { PyObject ob_base; PyObject *md_dict; PyModuleDef *md_def; void *md_state; PyObject *md_weaklist; PyObject *md_name; };
struct PyModuleDef {
  PyObject ob_base; func m_init; Py_ssize_t m_index; PyObject *m_copy;
  char *m_name; char *m_doc; Py_ssize_t m_size; PyMethodDef *m_methods; void *m_slots; func m_traverse; func m_clear; func m_free;
};
struct !PyWeakReference {
  PyObject ob_base; PyObject *wr_object; PyObject *wr_callback; Py_hash_t hash; PyWeakReference *wr_prev; PyWeakReference *wr_next; func vectorcall;
};
struct !gaobject { PyObject ob_base; PyObject *origin; PyObject *args; PyObject *parameters; PyObject *weakreflist; bool starred; func vectorcall; };
struct !unionobject { PyObject ob_base; PyObject *args; PyObject *parameters; };
struct !PyMemoryViewObject {
  PyObject ob_base; Py_ssize_t ob_size; PyObject *mbuf; Py_hash_t hash; int flags; Py_ssize_t exports;
  void *view_buf; PyObject *view_obj; Py_ssize_t view_len; Py_ssize_t view_itemsize; int view_readonly; int view_ndim; char *view_format;
  Py_ssize_t *view_shape; Py_ssize_t *view_strides; Py_ssize_t *view_suboffsets; void *view_internal; PyObject *weakreflist; Py_ssize_t ob_array[0];
};
struct Py_buffer {
  void *buf; PyObject *obj; Py_ssize_t len; Py_ssize_t itemsize; int readonly; int ndim; char *format; Py_ssize_t *shape; Py_ssize_t *strides;
  Py_ssize_t *suboffsets; void *internal;
};

struct !PyCodeObject {
  PyObject ob_base; Py_ssize_t ob_size;
  PyObject *co_consts; PyObject *co_names; PyObject *co_exceptiontable; int co_flags; int co_argcount; int co_posonlyargcount; int co_kwonlyargcount;
  int co_stacksize; int co_firstlineno; int co_nlocalsplus; int co_framesize; int co_nlocals; int co_ncellvars; int co_nfreevars; uint32 co_version;
  PyObject *co_localsplusnames; PyObject *co_localspluskinds; PyObject *co_filename; PyObject *co_name; PyObject *co_qualname; PyObject *co_linetable;
  PyObject *co_weakreflist; void *co_executors; void *_co_cached; uintptr_t _co_instrumentation_version; void *_co_monitoring; Py_ssize_t _co_unique_id_or_firsttraceable;
  void *co_extra; char co_code_adaptive[0];
};
struct _PyInterpreterFrame {
  PyObject *f_executable; _PyInterpreterFrame *previous; PyObject *f_funcobj; PyObject *f_globals; PyObject *f_builtins; PyObject *f_locals;
  PyFrameObject *frame_obj; void *instr_ptr; int stacktop; uint16 return_offset; char owner; PyObject *localsplus[0];
};
struct !PyFrameObject {
  PyObject ob_base; PyFrameObject *f_back; _PyInterpreterFrame *f_frame; PyObject *f_trace; int f_lineno; char f_trace_lines; char f_trace_opcodes;
  PyObject *f_extra_locals; PyObject *f_locals_cache; PyObject *_f_frame_data[0];
};
struct !PyFrameLocalsProxyObject { PyObject ob_base; PyFrameObject *frame; };
struct _PyErr_StackItem { PyObject *exc_value; _PyErr_StackItem *previous_item; };
struct PyGenObject {
  PyObject ob_base; PyObject *gi_weakreflist; PyObject *gi_name; PyObject *gi_qualname; _PyErr_StackItem gi_exc_state; PyObject *gi_origin_or_finalizer;
  char gi_hooks_inited; char gi_closed; char gi_running_async; int8 gi_frame_state; _PyInterpreterFrame gi_iframe;
};
struct PyTracebackObject { PyObject ob_base; PyTracebackObject *tb_next; PyFrameObject *tb_frame; int tb_lasti; int tb_lineno; };
struct !PyBaseExceptionObject {
  PyObject ob_base; PyObject *dict; PyObject *args; PyObject *notes; PyObject *traceback; PyObject *context; PyObject *cause; char suppress_context;
};
struct !PySyntaxErrorObject {
  PyBaseExceptionObject _base; PyObject *msg; PyObject *filename; PyObject *lineno; PyObject *offset; PyObject *end_lineno; PyObject *end_offset;
  PyObject *text; PyObject *print_file_and_line;
};
struct !PyImportErrorObject { PyBaseExceptionObject _base; PyObject *msg; PyObject *name; PyObject *path; PyObject *name_from; };
struct !PyUnicodeErrorObject { PyBaseExceptionObject _base; PyObject *encoding; PyObject *object; Py_ssize_t start; Py_ssize_t end; PyObject *reason; };
struct !PySystemExitObject { PyBaseExceptionObject _base; PyObject *code; };
struct !PyOSErrorObject {
  PyBaseExceptionObject _base; PyObject *myerrno; PyObject *strerror; PyObject *filename; PyObject *filename2; Py_ssize_t written;
};
struct !PyStopIterationObject { PyBaseExceptionObject _base; PyObject *value; };
struct !PyNameErrorObject { PyBaseExceptionObject _base; PyObject *name; };
struct !PyAttributeErrorObject { PyBaseExceptionObject _base; PyObject *obj; PyObject *name; };
struct !PyBaseExceptionGroupObject { PyBaseExceptionObject _base; PyObject *msg; PyObject *excs; };

struct _PyStackChunk { _PyStackChunk *previous; uintptr_t size; uintptr_t top; PyObject *data[0]; };
struct PyThreadState {
  PyThreadState *prev; PyThreadState *next; PyInterpreterState *interp; int eval_breaker; int _status; int state;
  int py_recursion_remaining; int py_recursion_limit; int c_recursion_remaining; int recursion_headroom; int tracing; int what_event;
  _PyInterpreterFrame *current_frame; func c_profilefunc; func c_tracefunc; PyObject *c_profileobj; PyObject *c_traceobj;
  PyObject *current_exception; _PyErr_StackItem *exc_info; PyObject *dict; int gilstate_counter; PyObject *async_exc;
  unsigned_long thread_id; unsigned_long native_thread_id; PyObject *delete_later; PyObject *delete_nesting; func on_delete; void *on_delete_data;
  int coroutine_origin_tracking_depth; PyObject *async_gen_firstiter; PyObject *async_gen_finalizer; PyObject *context; uint64 context_ver; uint64 id;
  _PyStackChunk *datastack_chunk; PyObject **datastack_top; PyObject **datastack_limit; _PyErr_StackItem exc_state; PyObject *threading_local_key;
  PyObject *threading_local_sentinel; PyObject *previous_executor; uint64 dict_global_version;
  char *cstack_base; char *cstack_top; char *cstack_limit;
  double gil_wait_since; int gil_wait_count; int blocked_in; double blocked_since; int wake; int frozen; int control_seq; int sched_state; double sched_deadline; char *sched_lock; char *boot; int exiting; int started;
};
struct _gil_runtime_state {
  int locked; int mutex; int cond; int switch_mutex; int switch_cond; int waiters; int switch_number; int interval_us;
  PyThreadState *last_holder; PyThreadState *holder; int policy; int next_owner; int checks; int choice; int policy_seed; double acquired_at; int live_threads; int drop_reason; unsigned_long last_ident; double virtual_now; int slice_left; int replay_at; int replay_len; char *replay;
};
struct gc_generation { PyGC_Head head; int threshold; int count; };
struct gc_generation_stats { Py_ssize_t collections; Py_ssize_t collected; Py_ssize_t uncollectable; };
struct _gc_runtime_state {
  PyObject *trash_delete_later; int trash_delete_nesting; int enabled; int debug; gc_generation generations[3]; PyGC_Head *generation0;
  gc_generation permanent_generation; gc_generation_stats generation_stats[3]; int collecting; PyObject *garbage; PyObject *callbacks;
  Py_ssize_t long_lived_total; Py_ssize_t long_lived_pending;
};
struct _Py_interp_cached_objects {
  PyObject *generic_type; PyObject *typevar_type; PyObject *typevartuple_type; PyObject *paramspec_type; PyObject *paramspecargs_type; PyObject *paramspeckwargs_type;
};
struct PyInterpreterState {
  PyInterpreterState *next; uint64 id; int _initialized; int finalizing; PyThreadState *finalizing_tstate; PyThreadState *threads_head; PyThreadState *threads_main;
  uint64 threads_next_unique_id; int threads_count; int pending_eval_breaker;
  PyObject *imports_modules; PyObject *imports_modules_by_index; PyObject *importlib; PyObject *import_func; PyObject *sysdict; PyObject *builtins; PyObject *sysdict_copy; PyObject *builtins_copy;
  PyObject *interned_strings; PyObject *codec_search_path; PyObject *codec_search_cache; PyObject *codec_error_registry; int codecs_initialized; PyObject *dict; PyObject *warnings_filters; PyObject *warnings_once_registry; PyObject *warnings_default_action;
  PyObject *before_forkers; PyObject *atexit_callbacks; PyObject *audit_hooks; uint32 next_type_version; uint32 next_func_version; uint32 next_dict_keys_version; uint32 next_code_version;
  uint64 monitoring_version; uint8 monitors[32]; PyObject *sys_monitoring_tool_names[10]; PyObject *monitoring_callables[160]; int sys_tracing_threads; int sys_profiling_threads;
  PyObject *static_types_list; PyObject *unique_shared; void *shutdown_handles; int import_lock; int import_lock_level; unsigned_long import_lock_owner; PyObject *signal_handlers; _gil_runtime_state gil; _gc_runtime_state gc; int int_max_str_digits; int static_types_ready; int thread_switch_probe; int optimization_level; int dev_mode;
  PyObject *freelists[64]; int freelist_counts[64]; _Py_interp_cached_objects cached_objects;
};
struct _PyRuntimeState {
  int initialized; int finalizing; int heap_mutex; int threads_mutex; PyInterpreterState *main_interp; unsigned_long main_thread; unsigned_long next_thread_ident;
  uint32 hash_seed_k0_lo; uint32 hash_seed_k0_hi; uint32 hash_seed_k1_lo; uint32 hash_seed_k1_hi; int dtrace_mask; int event_seq; int heap_limit; int exit_code; int signals_pending; _capi_runtime_state *capi; int reference_check_off;
};
struct _capi_runtime_state {
  int checking; int nextensions; int next_function; int nblocks; _capi_extension *extensions; char *site_file; int site_line; int site_checking; void *held[3]; void *blocks[3]; void *ctypes[3];
  void *streams[4]; int stdout_pos; int stdout_mode; char *stdout_buffer; unsigned_long rand_state; void *exceptions[96]; uint8 kinds[4096];
};
struct _capi_extension { _capi_extension *next; char *path; char *bytes; Py_ssize_t nbytes; Py_ssize_t memory_base; Py_ssize_t memory_size; int table_base; int nfunctions; int initialised; };
struct pool_header { unsigned_int ref_count; unsigned_int _pad; char *freeblock; pool_header *nextpool; pool_header *prevpool; unsigned_int arenaindex; unsigned_int szidx; unsigned_int nextoffset; unsigned_int maxnextoffset; };
struct arena_object { uintptr_t address; char *pool_address; unsigned_int nfreepools; unsigned_int ntotalpools; pool_header *freepools; arena_object *nextarena; arena_object *prevarena; };
struct iobase { PyObject ob_base; PyObject *dict; PyObject *weakreflist; };
struct fileio {
  PyObject ob_base; int fd; uint8 created; uint8 readable; uint8 writable; uint8 appending; int8 seekable; uint8 closefd; uint8 finalizing; uint32 blksize;
  PyObject *weakreflist; PyObject *dict;
};
struct bytesio { PyObject ob_base; PyObject *buf; Py_ssize_t pos; Py_ssize_t string_size; PyObject *dict; PyObject *weakreflist; Py_ssize_t exports; };
struct bytesiobuf { PyObject ob_base; bytesio *source; };
struct buffered {
  PyObject ob_base; PyObject *raw; int ok; int detached; int readable; int writable; char finalizing; int fast_closed_checks; Py_ssize_t abs_pos; char *buffer;
  Py_ssize_t pos; Py_ssize_t raw_pos; Py_ssize_t read_end; Py_ssize_t write_pos; Py_ssize_t write_end; int lock; int lock_waiters; unsigned_long owner;
  Py_ssize_t buffer_size; Py_ssize_t buffer_mask; PyObject *dict; PyObject *weakreflist;
};
struct rwpair { PyObject ob_base; PyObject *reader; PyObject *writer; PyObject *dict; PyObject *weakreflist; };
struct stringio {
  PyObject ob_base; uint32 *buf; Py_ssize_t pos; Py_ssize_t string_size; Py_ssize_t buf_size; int state; void *writer[7]; uint8 ok; uint8 closed;
  uint8 readuniversal; uint8 readtranslate; PyObject *decoder; PyObject *readnl; PyObject *writenl; PyObject *dict; PyObject *weakreflist; void *module_state;
};
struct textio {
  PyObject ob_base; int ok; int detached; Py_ssize_t chunk_size; PyObject *buffer; PyObject *encoding; PyObject *encoder; PyObject *decoder; PyObject *readnl;
  PyObject *errors; char *writenl; uint8 line_buffering; uint8 write_through; uint8 readuniversal; uint8 readtranslate; uint8 writetranslate; uint8 seekable;
  uint8 has_read1; uint8 telling; uint8 finalizing; Py_ssize_t encodefunc; uint8 encoding_start_of_stream; PyObject *decoded_chars; Py_ssize_t decoded_chars_used;
  PyObject *pending_bytes; Py_ssize_t pending_bytes_count; PyObject *snapshot; double b2cratio; PyObject *raw; PyObject *weakreflist; PyObject *dict; void *state;
};
struct nldecoder_object { PyObject ob_base; PyObject *decoder; PyObject *errors; uint8 pendingcr; uint8 translate; uint8 seennl; };
struct DirEntry { PyObject ob_base; PyObject *name; PyObject *path; PyObject *stat; PyObject *lstat; uint8 d_type; uint64 d_ino; int dir_fd; };
struct ScandirIterator { PyObject ob_base; PyObject *path; PyObject *names; Py_ssize_t index; void *path_t[10]; };
struct PatternObject {
  PyObject ob_base; Py_ssize_t ob_size; Py_ssize_t groups; PyObject *groupindex; PyObject *indexgroup; PyObject *pattern; int flags; PyObject *weakreflist;
  int isbytes; Py_ssize_t codesize; uint32 code[1];
};
struct MatchObject {
  PyObject ob_base; Py_ssize_t ob_size; PyObject *string; PyObject *regs; PatternObject *pattern; Py_ssize_t pos; Py_ssize_t endpos; Py_ssize_t lastindex;
  Py_ssize_t groups; Py_ssize_t mark[1];
};
struct ScannerObject { PyObject ob_base; PyObject *pattern; PyObject *string; Py_ssize_t start; Py_ssize_t pos; Py_ssize_t end; int must_advance; int executing; void *state[23]; };
struct TemplateObject { PyObject ob_base; Py_ssize_t ob_size; Py_ssize_t chunks; PyObject *literal; PyObject *items[0]; };
struct PyStructObject { PyObject ob_base; Py_ssize_t s_size; Py_ssize_t s_len; void *s_codes; PyObject *s_format; PyObject *weakreflist; };
struct unpackiterobject { PyObject ob_base; PyStructObject *so; Py_buffer buf; Py_ssize_t index; };
struct RandomObject { PyObject ob_base; int index; uint32 state[624]; };
struct PyContext { PyObject ob_base; PyContext *ctx_prev; PyObject *ctx_vars; PyObject *ctx_weakreflist; int ctx_entered; };
struct PyContextVar { PyObject ob_base; PyObject *var_name; PyObject *var_default; PyObject *var_cached; uint64 var_cached_tsid; uint64 var_cached_tsver; Py_hash_t var_hash; };
struct PyContextToken { PyObject ob_base; PyContext *tok_ctx; PyContextVar *tok_var; PyObject *tok_oldval; int tok_used; };
struct _abc_data { PyObject ob_base; PyObject *_abc_registry; PyObject *_abc_cache; PyObject *_abc_negative_cache; uint64 _abc_negative_cache_version; };
struct ffi_type { uintptr_t size; uint16 alignment; uint16 type; char *elements; };
struct CDataObject { PyObject ob_base; char *b_ptr; int b_needsfree; CDataObject *b_base; Py_ssize_t b_size; Py_ssize_t b_length; Py_ssize_t b_index; PyObject *b_objects; uint64 _align; uint64 b_value[2]; };
struct PyCFuncPtrObject {
  CDataObject _base; CThunkObject *thunk; PyObject *callable; PyObject *converters; PyObject *argtypes; PyObject *restype; PyObject *checker;
  PyObject *errcheck; PyObject *paramflags;
};
struct CThunkObject { PyObject ob_base; Py_ssize_t ob_size; void *pcl_write; void *pcl_exec; uint64 id; uint64 realm; int flags; PyObject *converters; PyObject *callable; PyObject *restype; func setfunc; ffi_type *ffi_restype; };
struct CFieldObject { PyObject ob_base; Py_ssize_t offset; Py_ssize_t size; Py_ssize_t index; PyObject *proto; func getfunc; func setfunc; int anonymous; };
struct PyCArgObject { PyObject ob_base; ffi_type *pffi_type; uint64 tag; uint64 value[2]; PyObject *obj; Py_ssize_t size; };
struct StgInfo {
  int initialized; Py_ssize_t size; Py_ssize_t align; Py_ssize_t length; ffi_type ffi_type_pointer; PyObject *proto; func setfunc; func getfunc;
  func paramfunc; PyObject *argtypes; PyObject *converters; PyObject *restype; PyObject *checker; PyObject *module; int flags; char *format; int ndim;
  Py_ssize_t *shape;
};
struct DictRemoverObject { PyObject ob_base; PyObject *key; PyObject *dict; };
struct StructParamObject { PyObject ob_base; void *ptr; };
`;
