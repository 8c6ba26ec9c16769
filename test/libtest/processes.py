"""Stands for subprocess where no process can be started: the runner that started this one starts another Python on request.

A request is a file in the runner's folder, its answer another. The process runs to its end at once, when somebody waits for
it or reads what it wrote; whoever wants to talk with it meanwhile gets NotImplementedError.
"""
import io
import itertools
import json
import os
import subprocess
import sys
import time

_numbers = itertools.count()
_real_popen = subprocess.Popen


def ask(folder, request):
    name = os.path.join(folder, f'{os.getpid()}-{next(_numbers)}')
    with open(f'{name}.part', 'w', encoding='utf-8') as f:
        json.dump(request, f)
    os.rename(f'{name}.part', f'{name}.request')
    while not os.path.exists(f'{name}.answer'):
        time.sleep(0.01)
    with open(f'{name}.answer', encoding='utf-8') as f:
        return json.load(f)


class Pipe(io.BytesIO):
    """The other end of a standard stream: written before the process runs, or filled when it has run."""

    def __init__(self, process):
        super().__init__()
        self.process = process

    def read(self, *args):
        self.process.run()
        return super().read(*args)

    def readline(self, *args):
        raise NotImplementedError('the process has no partner while it runs')

    def close(self):
        if self is self.process.stdin:
            self.process.input = self.getvalue()
        super().close()


class Process(subprocess.Popen):
    folder = None

    def __new__(cls, args, *rest, **keywords):
        words = [args] if isinstance(args, (str, bytes)) else list(args)
        if not words or os.fsdecode(words[0]) != sys.executable:
            raise NotImplementedError(f'only Python can be started here, not {args!r}')
        return object.__new__(cls)

    def __init__(self, args, bufsize=-1, executable=None, stdin=None, stdout=None, stderr=None, preexec_fn=None, close_fds=True, shell=False, cwd=None, env=None,
                 universal_newlines=None, startupinfo=None, creationflags=0, *, text=None, encoding=None, errors=None, **others):
        self.args, self.cwd, self.env = [os.fsdecode(a) for a in args], cwd, dict(os.environ) if env is None else env
        self.text = bool(universal_newlines or text or encoding or errors)
        self.encoding, self.errors = encoding or 'utf-8', errors or 'strict'
        self.returncode, self.pid, self.input = None, 2**22, b''
        self.merged, self.kinds = stderr == subprocess.STDOUT, (stdout, stderr)
        self.stdin = Pipe(self) if stdin == subprocess.PIPE else None
        self.stdout = Pipe(self) if stdout == subprocess.PIPE else None
        self.stderr = Pipe(self) if stderr == subprocess.PIPE else None
        self._waitpid_lock = self._child_created = None

    def __del__(self):
        pass

    def __exit__(self, *exc):
        for pipe in (self.stdin, self.stdout, self.stderr):
            if pipe is not None:
                pipe.close()
        self.run()

    def run(self):
        if self.returncode is not None:
            return
        answer = ask(self.folder, {
            'args': self.args[1:], 'cwd': os.fspath(self.cwd) if self.cwd else os.getcwd(), 'env': {os.fsdecode(k): os.fsdecode(v) for k, v in self.env.items()},
            'input': (self.stdin.getvalue() if self.stdin and not self.stdin.closed else self.input).decode('latin-1'), 'merged': self.merged,
        })
        self.returncode = answer['status']
        for pipe, kind, fd in ((self.stdout, self.kinds[0], 'stdout'), (self.stderr, self.kinds[1], 'stderr')):
            data = answer[fd].encode('latin-1')
            if pipe is not None and not pipe.closed:
                pipe.write(data)
                pipe.seek(0)
            elif kind is None:
                getattr(sys, fd).write(data.decode('utf-8', 'replace'))
            elif hasattr(kind, 'fileno') or isinstance(kind, int) and kind >= 0:
                os.write(kind if isinstance(kind, int) else kind.fileno(), data)

    def _given(self, pipe):
        if pipe is None:
            return None
        data = pipe.getvalue()
        return data.decode(self.encoding, self.errors).replace('\r\n', '\n') if self.text else data

    def communicate(self, input=None, timeout=None):
        if input is not None:
            self.stdin.write(input.encode(self.encoding) if isinstance(input, str) else bytes(input))
        self.run()
        return self._given(self.stdout), self._given(self.stderr)

    def wait(self, timeout=None):
        self.run()
        return self.returncode

    def poll(self):
        return self.returncode

    def send_signal(self, sig):
        if self.returncode is None:
            raise NotImplementedError('the process has no partner while it runs')


def install(folder):
    """Puts Process in the place of subprocess.Popen."""
    Process.folder = folder
    subprocess.Popen = Process
    from test.support import script_helper
    script_helper.interpreter_requires_environment = lambda: False
