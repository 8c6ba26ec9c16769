// Answers to the _string module of Objects/unicodeobject.c of CPython 3.13: what string.Formatter is made of.

import { METH_O } from '../include/object';
import { builtin_module } from '../include/typespec';
import { formatter_field_name_split, formatter_parser } from '../objects/stringlib/unicode_format';

builtin_module({
  m_name: '_string',
  m_doc: 'string helper module',
  m_methods: [
    ['formatter_field_name_split', formatter_field_name_split, METH_O, 'split the argument as a field name'],
    ['formatter_parser', formatter_parser, METH_O, 'parse the argument as a format string'],
  ],
});
