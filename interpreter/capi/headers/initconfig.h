/* Answers to PyConfig of Include/cpython/initconfig.h of CPython 3.13: its layout, for code that asks for offsets. No function here takes one. */
typedef struct { Py_ssize_t length; wchar_t **items; } PyWideStringList;
typedef struct PyConfig {
  int _config_init, isolated, use_environment, dev_mode, install_signal_handlers, use_hash_seed;
  unsigned long hash_seed;
  int faulthandler, tracemalloc, perf_profiling, import_time, code_debug_ranges, show_ref_count, dump_refs;
  wchar_t *dump_refs_file;
  int malloc_stats;
  wchar_t *filesystem_encoding, *filesystem_errors, *pycache_prefix;
  int parse_argv;
  PyWideStringList orig_argv, argv, xoptions, warnoptions;
  int site_import, bytes_warning, warn_default_encoding, inspect, interactive, optimization_level, parser_debug, write_bytecode, verbose, quiet, user_site_directory, configure_c_stdio, buffered_stdio;
  wchar_t *stdio_encoding, *stdio_errors, *check_hash_pycs_mode;
  int use_frozen_modules, safe_path, int_max_str_digits, cpu_count, pathconfig_warnings;
  wchar_t *program_name, *pythonpath_env, *home, *platlibdir;
  int module_search_paths_set;
  PyWideStringList module_search_paths;
  wchar_t *stdlib_dir, *executable, *base_executable, *prefix, *base_prefix, *exec_prefix, *base_exec_prefix;
  int skip_source_first_line;
  wchar_t *run_command, *run_module, *run_filename, *sys_path_0;
  int _install_importlib, _init_main, _is_python_build;
} PyConfig;
