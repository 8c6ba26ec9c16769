// Programs of test/programs whose counts are compared: no threads, no addresses in names.
export const PROGRAMS = [
  'bytes_.py', 'classes.py', 'closures.py', 'comprehensions.py', 'coroutines.py', 'cycles.py', 'deletion_order.py', 'descriptors_meta.py', 'dicts.py', 'exceptions_.py', 'floats.py', 'fstrings.py', 'functions.py', 'generators.py',
  'ints.py', 'json_like.py', 'lists.py', 'loops.py', 'match_.py', 'operators_over.py', 'primes.py', 'refcounts.py', 'sets.py', 'sorting.py', 'strings.py', 'tuples.py', 'unpack.py', 'with_.py', 'weakrefs.py', 'builtins_.py',
  'class_operators_reflected.py', 'class_slots_layout.py', 'mod_itertools_more.py', 'mod_re_more.py', 'mod_string_textwrap.py', 'stmt_assign_forms.py', 'stmt_async_all.py',
  'stmt_decorators.py', 'stmt_del.py', 'stmt_except_star.py', 'stmt_global_nonlocal.py', 'stmt_match_all.py', 'stmt_try_finally.py', 'stmt_type_alias.py', 'stmt_with_multiple.py',
  'type_bytearray.py', 'type_complex.py', 'type_dict_more.py', 'type_float_more.py', 'type_frozenset.py', 'type_generators_more.py', 'type_int_big.py', 'type_list_more.py',
  'type_slice_range.py', 'type_traceback_frames.py', 'type_union_generic.py', 'generators_audit.py', 'types_attrs.py', 'numbers_core.py', 'containers_semantics.py', 'eval_init.py',
  'type_params.py', 'unicode_names.py', 'types_types.py', 'eval_generators.py', 'text_bytes.py', 'mod_struct_copy.py', 'recursion.py', 'class_attributes.py',
];
