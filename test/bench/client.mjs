// A DAP client for the measurements: requests answer, events are waited for.
import { spawn } from 'node:child_process';

// What this machine tells every Python is no part of the measurement.
for (const name of Object.keys(process.env)) if (name.startsWith('PYTHON')) delete process.env[name];

/** Its adapter is a process of its own. */
export function client() {
  const child = spawn(process.execPath, ['dist/adapter.js'], { stdio: ['pipe', 'pipe', 'inherit'] });
  let buffer = Buffer.alloc(0);
  let seq = 0;
  const answers = new Map();
  const waiting = [];
  let on_output = () => {};
  child.stdout.on('data', (d) => {
    buffer = Buffer.concat([buffer, d]);
    for (;;) {
      const end = buffer.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = Number(/Content-Length: (\d+)/.exec(buffer.subarray(0, end).toString())[1]);
      if (buffer.length < end + 4 + length) return;
      const m = JSON.parse(buffer.subarray(end + 4, end + 4 + length).toString());
      buffer = buffer.subarray(end + 4 + length);
      if (m.type === 'response') answers.get(m.request_seq)?.(m);
      else if (m.event === 'output' && m.body.category === 'stdout') on_output(m.body.output);
      else for (const w of waiting.splice(0)) w.event === m.event ? w.resolve(m) : waiting.push(w);
    }
  });
  return {
    request: (command, args) =>
      new Promise((resolve) => {
        const text = JSON.stringify({ seq: ++seq, type: 'request', command, arguments: args });
        answers.set(seq, resolve);
        child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
      }),
    event: (event) => new Promise((resolve) => waiting.push({ event, resolve })),
    /** What the program prints. */
    on_output: (f) => {
      on_output = f;
    },
    close: () => child.kill(),
  };
}
