// The names that Lib/dis.py of CPython 3.13 gets from Modules/_opcode.c and Lib/opcode.py, as plain data for those who have no heap.

const BINARY = [
  ['ADD', '+'], ['AND', '&'], ['FLOOR_DIVIDE', '//'], ['LSHIFT', '<<'], ['MATRIX_MULTIPLY', '@'], ['MULTIPLY', '*'], ['REMAINDER', '%'], ['OR', '|'], ['POWER', '**'],
  ['RSHIFT', '>>'], ['SUBTRACT', '-'], ['TRUE_DIVIDE', '/'], ['XOR', '^'],
] as const;

/** By the oparg of BINARY_OP: name and sign. */
export const NB_OPS: readonly (readonly [name: string, sign: string])[] = [
  ...BINARY.map(([name, sign]) => [`NB_${name}`, sign] as const),
  ...BINARY.map(([name, sign]) => [`NB_INPLACE_${name}`, `${sign}=`] as const),
];

/** By the upper bits of the oparg of COMPARE_OP. */
export const CMP_OP: readonly string[] = ['<', '<=', '==', '!=', '>', '>='];

/** By the oparg of CALL_INTRINSIC_1. */
export const INTRINSIC_1_DESCS: readonly string[] = [
  'INTRINSIC_1_INVALID', 'INTRINSIC_PRINT', 'INTRINSIC_IMPORT_STAR', 'INTRINSIC_STOPITERATION_ERROR', 'INTRINSIC_ASYNC_GEN_WRAP', 'INTRINSIC_UNARY_POSITIVE',
  'INTRINSIC_LIST_TO_TUPLE', 'INTRINSIC_TYPEVAR', 'INTRINSIC_PARAMSPEC', 'INTRINSIC_TYPEVARTUPLE', 'INTRINSIC_SUBSCRIPT_GENERIC', 'INTRINSIC_TYPEALIAS',
];

/** By the oparg of CALL_INTRINSIC_2. */
export const INTRINSIC_2_DESCS: readonly string[] = [
  'INTRINSIC_2_INVALID', 'INTRINSIC_PREP_RERAISE_STAR', 'INTRINSIC_TYPEVAR_WITH_BOUND', 'INTRINSIC_TYPEVAR_WITH_CONSTRAINTS', 'INTRINSIC_SET_FUNCTION_TYPE_PARAMS',
  'INTRINSIC_SET_TYPEPARAM_DEFAULT',
];

/** By the oparg of CONVERT_VALUE. */
export const CONVERT_VALUES: readonly string[] = ['', 'str', 'repr', 'ascii'];

/** By bit of the oparg of SET_FUNCTION_ATTRIBUTE. */
export const FUNCTION_ATTR_FLAGS: readonly string[] = ['defaults', 'kwdefaults', 'annotations', 'closure'];
