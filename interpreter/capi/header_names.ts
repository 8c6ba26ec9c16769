// The headers of CPython 3.13 that a C file may include instead of, or after, Python.h: here each is Python.h. Answers to the
// directory Include/.

export const HEADER_NAMES = (
  'abstract bltinmodule boolobject bytearrayobject bytesobject ceval codecs compile complexobject descrobject dictobject dynamic_annotations enumobject errcode exports fileobject fileutils floatobject' +
  ' frameobject genericaliasobject import intrcheck iterobject listobject longobject lock critical_section marshal memoryobject methodobject modsupport moduleobject object objimpl opcode osdefs osmodule' +
  ' patchlevel pybuffer pycapsule pyconfig pyerrors pyexpat pyframe pyhash pylifecycle pymacconfig pymacro pymath pymem pyport pystate pystats pystrcmp pystrtod pythonrun pythread pytypedefs rangeobject' +
  ' setobject sliceobject structseq sysmodule traceback tracemalloc tupleobject typeslots unicodeobject warnings weakrefobject code funcobject classobject cellobject context genobject pytime' +
  ' cpython/longintrepr cpython/unicodeobject cpython/code cpython/frameobject cpython/object cpython/pystate'
).split(' ');
