// The command line: pyxray run FILE [ARGS], run -m MODULE, run -c CODE. The same interpreter as under the debugger, without it.

import { existsSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { type Decision, format_decisions, parse_decisions } from './decisions';
import { fileURLToPath } from 'node:url';
import { build_extensions, cc_main } from './cc';
import { exit_process } from './hosts/native';
import { load_snapshot, load_stdlib, node_worker_factory } from './hosts/node_factory';
import { TimelineFile } from './timeline/file';
import { STDLIB_PREFIX } from './hosts/vfs';
import { no_letters, parse_python_options, python_options } from './pythonOptions';
import { new_memory, PythonProcess } from './process';
import type { RunConfig } from '../interpreter/index';

const USAGE = `usage: pyxray run [options] FILE [ARGS...]
       pyxray run [options] -m MODULE [ARGS...]
       pyxray run [options] -c CODE [ARGS...]
       pyxray run [options] -             the program comes from standard input
       pyxray cc FILE.c... [-o OUT]      compile a C extension

options: python's own (-B -b -d -E -I -O -P -q -R -S -s -u -v -W ARG -X OPT), and before them
  --policy NAME            who gets the GIL: os (default), round-robin, seeded, replay
  --seed N                 seed of the policy "seeded"
  --switch-interval S      sys.setswitchinterval, in seconds (default 0.005)
  --heap MIB               size of the heap (default 512)
  --no-site                do not import site (-S)
  --no-snapshot            start Python anew instead of from the heap that the build made
  --no-reference-check     do not check the reference counts of C extensions
  --audit                  afterwards look the heap over: broken counts, freed objects in use, leaks
  --timeline FILE          write what each thread did with the GIL to FILE, as trace events (ui.perfetto.dev opens it)
  --record FILE            write the scheduler's decisions to FILE, for --replay
  --replay FILE            the decisions of policy replay
  --trace-gil FILE         write every GIL hand-off to FILE: number, from, to, why (also PYXRAY_TRACE_GIL)
`;

interface Arguments {
  config: RunConfig;
  heap: number;
  audit: boolean;
  snapshot: boolean;
  record?: string;
  trace_gil?: string;
  timeline?: string;
}

/** Parses argv; a string is the message of what is wrong. */
function parse(argv: string[]): Arguments | string {
  if (argv[0] !== 'run') return argv.length === 0 || argv[0] === '--help' || argv[0] === '-h' ? USAGE : `pyxray: unknown command '${argv[0]}'\n${USAGE}`;
  const env = process.env;
  const options: Record<string, string> = {};
  let site = true;
  let audit = false;
  let reference_check = true;
  let snapshot = true;
  let i = 1;
  for (; i < argv.length && argv[i].startsWith('--'); i++) {
    if (argv[i] === '--no-site') site = false;
    else if (argv[i] === '--audit') audit = true;
    else if (argv[i] === '--no-reference-check') reference_check = false;
    else if (argv[i] === '--no-snapshot') snapshot = false;
    else if (/^--(policy|seed|switch-interval|heap|trace-gil|timeline|record|replay)$/.test(argv[i]) && i + 1 < argv.length) options[argv[i].slice(2)] = argv[++i];
    else return `pyxray: unknown option '${argv[i]}'\n${USAGE}`;
  }
  const letters = no_letters();
  const target = parse_python_options(argv, i, letters);
  if (typeof target === 'string') return `pyxray: ${target}\n${USAGE}`;
  const python = python_options(letters, env, process.cwd(), STDLIB_PREFIX);
  if (typeof python === 'string') return `Fatal Python error: config_init_hash_seed: ${python}\n`;
  const policy = (options.policy ?? 'os') as RunConfig['gil']['policy'];
  if (!['os', 'round-robin', 'seeded', 'replay'].includes(policy)) return `pyxray: unknown policy '${policy}': os, round-robin, seeded or replay\n`;
  if ((policy === 'replay') !== (options.replay !== undefined)) return 'pyxray: policy replay needs --replay FILE, and --replay needs policy replay\n';
  let decisions: Decision[] | string = [];
  if (options.replay !== undefined) decisions = existsSync(options.replay) ? parse_decisions(readFileSync(options.replay, 'utf8')) : `${options.replay} does not exist`;
  if (typeof decisions === 'string') return `pyxray: --replay: ${decisions}\n`;
  const heap = Number(options.heap ?? 512);
  if (!(heap >= 16 && heap <= 2047)) return `pyxray: --heap takes MiB from 16 to 2047\n`;
  const { program, module, code } = target;
  const argv0 = program ?? (module !== undefined ? '-m' : '-c');
  return {
    heap,
    audit,
    snapshot,
    record: options.record,
    trace_gil: options['trace-gil'] ?? env.PYXRAY_TRACE_GIL,
    timeline: options.timeline,
    config: {
      program,
      module,
      code,
      ...python,
      site: site && python.site,
      argv: [argv0, ...argv.slice(target.rest)],
      orig_argv: ['python3.13', ...argv.slice(i)],
      executable: '/usr/bin/python3.13',
      prefix: '/usr',
      stdlib_dir: STDLIB_PREFIX,
      heap_limit: heap * 1024 * 1024,
      gil: { policy, seed: Number(options.seed ?? 1), interval_us: Math.round(Number(options['switch-interval'] ?? 0.005) * 1e6), decisions },
      reference_check,
    },
  };
}

function open_timeline(path: string): TimelineFile {
  try {
    return new TimelineFile(path);
  } catch (error) {
    process.stderr.write(`pyxray: the timeline cannot be written: ${(error as Error).message}\n`);
    process.exit(2);
  }
}

if (process.argv[2] === 'cc') process.exit(await cc_main(process.argv.slice(3)));
const parsed = parse(process.argv.slice(2));
if (typeof parsed === 'string') {
  process.stderr.write(parsed);
  process.exit(parsed === USAGE ? 0 : 2);
}
const failed = await build_extensions(parsed.config.program, 'auto', fileURLToPath(import.meta.url), (text) => process.stderr.write(text));
if (failed.length > 0) {
  process.stderr.write(`pyxray: not compiled: ${failed.join(', ')}\n`);
  process.exit(1);
}
const handoffs: string[] = [];
const decisions: Decision[] = [];
const timeline = parsed.timeline === undefined ? null : open_timeline(parsed.timeline);
const dist = new URL('./', import.meta.url);
const python = new PythonProcess(node_worker_factory(dist), {
  memory: new_memory(parsed.heap),
  stdlib: load_stdlib(dist, process.cwd()),
  snapshot: parsed.snapshot ? load_snapshot(dist) : null,
  config: parsed.config,
  output: 'direct',
  environ: process.env as Record<string, string>,
  cwd: process.cwd(),
  audit: parsed.audit,
  trace_gil: parsed.trace_gil !== undefined || parsed.record !== undefined,
  timeline: timeline?.start,
  on_event: (e) => {
    if (e.kind === 'crash') process.stderr.write(`pyxray: internal error\n${e.message as string}\n`);
    else if (e.kind === 'audit') writeSync(2, e.text as string);
    else if (e.kind === 'gil_decision') decisions.push(e.decision as Decision);
    else if (e.kind === 'gil_handoff') handoffs.push(`${e.switch_number} ${e.from} ${e.to} ${e.reason}\n`);
  },
  on_exit: (status) => {
    if (parsed.record !== undefined) writeFileSync(parsed.record, format_decisions(decisions));
    if (parsed.trace_gil !== undefined) writeFileSync(parsed.trace_gil, handoffs.join(''));
    timeline?.write(parsed.config.argv[0]);
    exit_process(status);
  },
});
const SIGINT = 2;
process.on('SIGINT', () => {
  // The second Ctrl+C that nobody looks at ends the process.
  if (!python.interrupt(SIGINT)) process.exit(130);
});
python.start();
