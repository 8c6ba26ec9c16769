"""Runs test modules of CPython's Lib/test and writes one line for each test's start and outcome.

run_module.py LIB OUTCOMES SKIP PROCESSES MODULE [CLASS or TEST]...

LIB: the folder that holds CPython's `test` package; OUTCOMES: the file the lines go to (flushed, so that a dead
process shows which test it died in); SKIP: a file with one test id a line, not to be run; PROCESSES: the folder where the runner is asked to start a Python
(see processes.py), or '' when this Python can itself; MODULE: `test_list`;
the words after it choose classes or methods.
"""
import importlib.util
import sys
import traceback
import types


class Absent(types.ModuleType):
    """Stands for a module of CPython's own, so that the tests that do without it can run."""

    def __getattr__(self, name):
        if name == '__all__':
            raise ImportError(f'no {self.__name__}')
        raise AttributeError(f'no {self.__name__}.{name}')


def recursion_depth():
    depth, frame = 0, sys._getframe(1)
    while frame is not None:
        depth, frame = depth + 1, frame.f_back
    return depth


def exception_print(exc, legacy=False):
    sys.__excepthook__(type(exc), exc, getattr(exc, '__traceback__', None))


LONG = {'MAX': 2**63 - 1, 'MIN': -2**63}
#: What tests of other things take from them.
CONSTANTS = {
    '_testcapi': {
        'INT_MAX': 2**31 - 1, 'INT_MIN': -2**31, 'UINT_MAX': 2**32 - 1, 'SHRT_MAX': 2**15 - 1, 'SHRT_MIN': -2**15, 'USHRT_MAX': 2**16 - 1, 'UCHAR_MAX': 255, 'CHAR_MAX': 127, 'CHAR_MIN': -128,
        'ULONG_MAX': 2**64 - 1, 'ULLONG_MAX': 2**64 - 1, 'SIZE_MAX': 2**64 - 1, 'FLT_MAX': 3.4028234663852886e+38, 'FLT_MIN': 1.1754943508222875e-38,
        'DBL_MAX': sys.float_info.max, 'DBL_MIN': sys.float_info.min, 'SIZEOF_WCHAR_T': 4, 'SIZEOF_VOID_P': 8, 'SIZEOF_TIME_T': 8, 'SIZEOF_PID_T': 4, 'Py_C_RECURSION_LIMIT': 10000, 'exception_print': exception_print,
        **{f'{name}_{end}': value for name in ('LONG', 'LLONG', 'PY_SSIZE_T') for end, value in LONG.items()},
    },
    '_testinternalcapi': {
        'SIZEOF_PYGC_HEAD': 16, 'SIZEOF_MANAGED_PRE_HEADER': 16, 'SIZEOF_PYOBJECT': 16, 'SIZEOF_TIME_T': 8, 'suppress_immortalization': lambda suppress: None, 'get_recursion_depth': recursion_depth,
        'get_config': lambda: {'code_debug_ranges': 1}, 'get_immortalize_deferred': lambda: False,
    },
}

#: Test modules that can do without a module, and cannot be imported with what stands for it.
WITHOUT = {'test_call': ['_testcapi', '_testlimitedcapi'], 'test_code': ['ctypes']}
#: What compares times, here with times of another order (BigInt) and on machines under load.
TIMED = {'test_denial_of_service_prevented_int_to_str', 'test_denial_of_service_prevented_str_to_int'}


def main():
    lib, outcomes, skip, folder, module = sys.argv[1:6]
    only = set(sys.argv[6:])
    sys.argv[1:] = []
    sys.path.append(lib)
    import unittest
    from test import support
    if folder:
        import processes
        processes.install(folder)
    support.use_resources = {}
    support.verbose = False
    # The packed library is 3.13.2, where can_colorize() takes an argument that 3.13.0's decorator does not. NO_COLOR does the same.
    support.force_not_colorized = lambda function: function
    for name in ('_testcapi', '_testinternalcapi', '_testlimitedcapi', '_testbuffer', '_testsinglephase', '_testmultiphase', '_ctypes_test', '_pickle', '_datetime'):
        if importlib.util.find_spec(name) is None:
            sys.modules[name] = Absent(name)
            vars(sys.modules[name]).update(CONSTANTS.get(name, {}))
    sys.modules.update(dict.fromkeys(WITHOUT.get(module, ())))
    out = open(outcomes, 'a', encoding='utf-8', errors='backslashreplace')
    with open(skip, encoding='utf-8') as f:
        skipped = set(f.read().split('\n'))

    def say(*words):
        out.write('\t'.join(word.replace('\\', '\\\\').replace('\n', '\\n').replace('\t', '\\t') for word in words) + '\n')
        out.flush()

    class Result(unittest.TestResult):
        def startTest(self, test):
            super().startTest(test)
            self.bad = None
            say('start', test.id())

        def stopTest(self, test):
            super().stopTest(test)
            say(*(self.bad or ('ok', test.id())))

        def addError(self, test, err):
            super().addError(test, err)
            free_tools()
            if isinstance(test, unittest.suite._ErrorHolder):
                say('start', test.id())
                say('error', test.id(), self.errors[-1][1][-3000:])
            elif self.bad is None or self.bad[0] == 'skip':
                self.bad = ('error', test.id(), self.errors[-1][1][-3000:])

        def addFailure(self, test, err):
            super().addFailure(test, err)
            if self.bad is None or self.bad[0] == 'skip':
                self.bad = ('fail', test.id(), self.failures[-1][1][-3000:])

        def addSkip(self, test, reason):
            super().addSkip(test, reason)
            if isinstance(test, unittest.suite._ErrorHolder):
                say('start', test.id())
                say('skip', test.id(), reason)
            elif self.bad is None:
                self.bad = ('skip', test.id(), reason)

        def addSubTest(self, test, subtest, err):
            super().addSubTest(test, subtest, err)
            if err is not None and (self.bad is None or self.bad[0] == 'skip'):
                shown = ''.join(traceback.format_exception(*err))
                self.bad = ('fail', test.id(), f'{subtest.id()}\n{shown}'[-3000:])

        def addUnexpectedSuccess(self, test):
            super().addUnexpectedSuccess(test)
            self.bad = ('fail', test.id(), 'unexpected success')

    def free_tools():
        """A setUp that failed half-way has left its tool, which the next one would find taken."""
        for tool in range(6):
            if str(sys.monitoring.get_tool(tool)).startswith('test'):
                sys.monitoring.free_tool_id(tool)

    def regroup(suite):
        """The same suite without the skipped tests: class and module fixtures still run once."""
        kept = unittest.TestSuite()
        for test in suite:
            if isinstance(test, unittest.TestSuite):
                kept.addTest(regroup(test))
            elif test.id() not in skipped and test.id().rsplit('.', 1)[-1] not in TIMED and (not only or test.id().rsplit('.', 1)[-1] in only or test.id().split('.')[-2] in only):
                kept.addTest(test)
        return kept

    say('start', f'test.{module}')
    try:
        suite = unittest.defaultTestLoader.loadTestsFromName(f'test.{module}')
    except unittest.SkipTest as e:
        say('skip', f'test.{module}', str(e))
        say('end')
        return
    except BaseException:
        say('error', f'test.{module}', traceback.format_exc()[-3000:])
        say('end')
        return
    say('ok', f'test.{module}')
    kept = regroup(suite)
    del suite
    kept.run(Result())
    say('end')
    out.close()


if __name__ == '__main__':
    main()
