// Answers to Python/Python-tokenize.c of CPython 3.13. Deviation: TokenizerIter is not there yet; calling it raises SystemError.
// The module exists because tokenize.py imports it, and linecache (so every traceback) needs tokenize.open().

import { METH_FASTCALL, METH_KEYWORDS } from '../include/object';
import { builtin_module } from '../include/typespec';
import { Py_UNIMPLEMENTED } from '../python/errors';

builtin_module({
  m_name: '_tokenize',
  m_methods: [['TokenizerIter', () => Py_UNIMPLEMENTED('tokenize.generate_tokens()'), METH_FASTCALL | METH_KEYWORDS]],
});
