// Every launch attribute once: package.json's schema and the check of a launch.json are both made from this table.

import { eventBreakpoints } from '../../debug-adapter/eventBreakpoints';
import { DEFAULT_HEAP_MIB, MAX_HEAP_MIB, MIN_HEAP_MIB } from '../../debug-adapter/heapSizes';
import type { PyxrayLaunchArguments } from '../../debug-adapter/protocol';

export interface AttributeSchema {
  /** Several where the attribute is checked by the adapter alone. */
  readonly type: 'string' | 'boolean' | 'number' | 'integer' | 'array' | 'object' | readonly string[];
  readonly description: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: unknown;
  readonly additionalProperties?: unknown;
}

const ids = eventBreakpoints.filter((event) => event.implemented).map((event) => event.id);

export const launchAttributes: Record<Exclude<keyof PyxrayLaunchArguments, 'noDebug'>, AttributeSchema> = {
  program: { type: 'string', description: 'The Python file to run.', default: '${file}' },
  module: { type: 'string', description: 'The module to run, as python -m does; instead of "program".' },
  code: { type: 'string', description: 'The source text to run, as python -c does; instead of "program".' },
  args: { type: 'array', items: { type: 'string' }, description: 'Arguments for the program: sys.argv[1:].', default: [] },
  cwd: { type: 'string', description: 'The working directory.', default: '${workspaceFolder}' },
  env: { type: 'object', additionalProperties: { type: ['string', 'null'] }, description: 'Environment variables; null removes one.', default: {} },
  stopOnEntry: { type: 'boolean', description: "Stop at the program's first line.", default: false },
  justMyCode: { type: 'boolean', description: 'Step over the standard library and do not break in it.', default: true },
  switchInterval: {
    type: 'number',
    minimum: 0.001,
    description: 'How long, in milliseconds, a thread waits for the GIL before it asks the holder to drop it; 5 in CPython.',
    default: 5,
  },
  scheduler: {
    type: 'string',
    enum: ['os', 'round-robin', 'seeded', 'replay', 'manual'],
    enumDescriptions: [
      'As in CPython: whoever the operating system wakes first. Differs from run to run.',
      'The threads in turn. Repeatable.',
      'Chosen by a random generator with "seed". Repeatable.',
      'The hand-offs of an earlier run, from "replayFile".',
      'You choose in the Threads & GIL view.',
    ],
    description: 'Who gets the GIL next.',
    default: 'os',
  },
  seed: { type: 'integer', minimum: 0, maximum: 0xffffffff, description: 'Seed of the scheduler "seeded".', default: 0 },
  replayFile: { type: 'string', description: 'The scheduler\'s decisions for "replay", as `pyxray run --record FILE` writes them.' },
  heapSize: { type: 'integer', minimum: MIN_HEAP_MIB, maximum: MAX_HEAP_MIB, description: "Size of the program's memory in MiB.", default: DEFAULT_HEAP_MIB },
  console: {
    type: 'string',
    enum: ['internalConsole', 'integratedTerminal', 'externalTerminal'],
    enumDescriptions: ["VS Code's Debug Console. While the program reads its standard input, a line that you type there goes to the program; ^D alone ends the input.", 'A terminal in VS Code, with standard input.', 'A terminal of its own, with standard input.'],
    description: 'Where output goes and input comes from.',
    default: 'internalConsole',
  },
  cExtensions: {
    type: ['string', 'boolean', 'array'],
    items: { type: 'string' },
    description: 'C extensions to compile before the program starts: the C files beside it that define PyInit_NAME ("auto"), a list of C files, or none (false).',
    default: 'auto',
  },
  referenceCheck: { type: 'boolean', description: 'Report where a C extension leaks a reference, gives one back or returns one that it does not own.', default: true },
  timeline: { type: 'boolean', description: "Record the GIL timeline from the program's first line on. Without it recording begins when the timeline is opened.", default: false },
  eventBreakpoints: {
    type: 'array',
    items: {
      anyOf: [
        { type: 'string', enum: ids },
        { type: 'object', properties: { id: { type: 'string', enum: ids }, condition: { type: 'string' } }, required: ['id'], additionalProperties: false },
      ],
    },
    description: 'Event breakpoints of this configuration, in addition to those ticked in the PyXray view.',
    default: [],
  },
};
