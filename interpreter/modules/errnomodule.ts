// Answers to Modules/errnomodule.c of CPython 3.13: the errno module, with Linux's numbers on every host.

import { Py_DECREF } from '../include/object';
import { builtin_module } from '../include/typespec';
import { PyDict_New, PyDict_SetItem, PyDict_SetItemString } from '../objects/dictobject';
import { PyLong_FromLong } from '../objects/longobject';
import { PyModule_GetDict } from '../objects/moduleobject';
import { PyUnicode_InternFromString } from '../objects/unicodeobject';
import { ERRNO_TABLE } from '../python/errno';

/** Both directions: errno.NAME = number and errno.errorcode[number] = 'NAME'. */
function errno_exec(module: number): number {
  const module_dict = PyModule_GetDict(module);
  const error_dict = PyDict_New();
  if (error_dict === 0 || PyDict_SetItemString(module_dict, 'errorcode', error_dict) < 0) return -1;
  for (const [code, names] of ERRNO_TABLE) {
    const number = PyLong_FromLong(code);
    if (number === 0) return -1;
    // The first name wins in errorcode, so it is written last.
    for (const name of names.split(' ').reverse()) {
      const s = PyUnicode_InternFromString(name);
      if (s === 0 || PyDict_SetItem(module_dict, s, number) < 0 || PyDict_SetItem(error_dict, number, s) < 0) return -1;
      Py_DECREF(s);
    }
    Py_DECREF(number);
  }
  Py_DECREF(error_dict);
  return 0;
}

builtin_module({ m_name: 'errno', m_doc: 'Names of the numbers that OSError.errno may hold.', m_exec: errno_exec });
