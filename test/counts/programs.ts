// Programs whose counts are compared: those beside this file, and all of test/programs but what follows. A new program is compared from
// when make_golden.mjs has recorded it.
import { readdirSync } from 'node:fs';

/** Why a program of test/programs is not among them. */
export const EXCLUDED: Record<string, string> = {
  'closures_cells.py': 'CPython 3.13.0 crashes when f_locals of a module is read in a comprehension that has a cell',
  'stmt_lambda_defaults.py': 'CPython 3.13.0 crashes when f_locals of a module is read in a comprehension that has a cell',
  'ctypes_structures.py': 'pickle is the library\'s Python version here, whose frames a traceback holds',
  'modules_asyncio.py': 'asyncio\'s tasks are the library\'s Python version here, whose frames a traceback holds',
  'exceptions_more.py': 'names that the library of a later 3.13 uses, such as errno, are immortal',
  'containers_counts.py': 'its strings are also names in the module state of CPython\'s C modules',
  'text_codecs.py': 'its strings are also names in the module state of CPython\'s C modules',
  'eval_monitoring.py': 'its strings are also names in the module state of CPython\'s C modules',
  'opcode_.py': 'its strings are also names in the module state of CPython\'s C modules',
  'eval_leaks.py': 'how often None and the like are referenced by what is loaded',
  'mod_os_sys_time.py': 'paths of this run\'s folder',
  'exit_in_thread.py': 'os._exit ends the trace too',
  'indentation_error.py': 'does not compile',
  'not_utf8.py': 'does not compile',
  'syntax_error.py': 'does not compile',
  'import_package.py': 'imports from its own folder, which is not on sys.path in a trace',
  'mod_threading_more.py': 'how far its threads are at a line differs from run to run',
  'mod_os_descriptors.py': 'how far its threads are at a line differs from run to run',
  'mod_queue.py': 'how far its threads are at a line differs from run to run',
  'thread_daemon.py': 'how far its threads are at a line differs from run to run',
  'thread_exception.py': 'how far its threads are at a line differs from run to run',
  'threads_basic.py': 'how far its threads are at a line differs from run to run',
  'threads_exit.py': 'how far its threads are at a line differs from run to run',
  'threads_raise_main.py': 'how far its threads are at a line differs from run to run',
  'threads_sync.py': 'how far its threads are at a line differs from run to run',
};

const python = (folder: string): string[] => readdirSync(folder).filter((f) => f.endsWith('.py')).sort();

/** Those to record: paths from the project's folder. */
export const programs = (): string[] => [
  ...python('test/counts/programs').map((f) => `test/counts/programs/${f}`),
  ...python('test/programs').filter((f) => !(f in EXCLUDED)).map((f) => `test/programs/${f}`),
];

/** How many programs run in one process, one after the other. */
const TOGETHER = 12;

/** Who runs with whom, which is the same here and there: what a program leaves behind counts for the next. */
export const groups = (all: readonly string[]): string[][] => Array.from({ length: Math.ceil(all.length / TOGETHER) }, (_, i) => all.slice(i * TOGETHER, (i + 1) * TOGETHER));
