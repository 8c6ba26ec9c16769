// package.json's `contributes`, and what goes with it. `npm run regen` writes it there.

import { launchAttributes } from './debug/launchAttributes';
import { Commands, ContextKeys, DEBUG_TYPE, DISASSEMBLY_LANGUAGE, Settings, Views } from './ids';
import { exampleLink } from './walkthrough/exampleList';

const isPyxray = `debugType == '${DEBUG_TYPE}'`;

const command = (id: string, title: string, icon?: string, enablement?: string) => ({
  command: id,
  title,
  category: 'PyXray',
  ...(icon === undefined ? {} : { icon: `$(${icon})` }),
  ...(enablement === undefined ? {} : { enablement }),
});

/** On a thread of the Threads & GIL view; `more`: of its context value, see threadContext in threads/describe.ts. */
const onThread = (more: string, ...also: string[]) => [`view == ${Views.threads}`, `viewItem =~ /^thread${more}/`, ...also].join(' && ');

const contributes = {
  languages: [{ id: DISASSEMBLY_LANGUAGE, aliases: ['PyXray Disassembly'], extensions: ['.pyxray-dis'] }],
  grammars: [{ language: DISASSEMBLY_LANGUAGE, scopeName: 'source.pyxray-dis', path: './syntaxes/pyxray-dis.tmLanguage.json' }],
  breakpoints: [{ language: 'python' }, { language: DISASSEMBLY_LANGUAGE }],
  debuggers: [
    {
      type: DEBUG_TYPE,
      label: 'PyXray',
      languages: ['python'],
      configurationAttributes: { launch: { properties: launchAttributes } },
      initialConfigurations: [{ type: DEBUG_TYPE, request: 'launch', name: 'PyXray: current file', program: '${file}' }],
      configurationSnippets: [
        {
          label: 'PyXray: current file',
          description: 'See CPython run the file in the editor',
          body: { type: DEBUG_TYPE, request: 'launch', name: 'PyXray: current file', program: '^"\\${file}"' },
        },
        { label: 'PyXray: module', description: 'As python -m', body: { type: DEBUG_TYPE, request: 'launch', name: 'PyXray: module ${1:name}', module: '${1:name}' } },
        {
          label: 'PyXray: repeatable thread schedule',
          description: 'The seeded scheduler hands the GIL on in the same order in every run',
          body: { type: DEBUG_TYPE, request: 'launch', name: 'PyXray: seeded', program: '^"\\${file}"', scheduler: 'seeded', seed: '^${1:1}' },
        },
        {
          label: 'PyXray: stop at every GIL hand-off',
          description: 'Whatever is ticked in the Event Breakpoints view',
          body: { type: DEBUG_TYPE, request: 'launch', name: 'PyXray: GIL hand-offs', program: '^"\\${file}"', eventBreakpoints: ['gil.handoff'] },
        },
      ],
    },
  ],
  viewsContainers: { activitybar: [{ id: Views.container, title: 'PyXray', icon: 'extension/media/xray.svg' }] },
  views: {
    [Views.container]: [
      { id: Views.eventBreakpoints, name: 'Event Breakpoints', icon: 'extension/media/xray.svg', contextualTitle: 'PyXray' },
      { id: Views.threads, name: 'Threads & GIL', icon: 'extension/media/xray.svg', contextualTitle: 'PyXray' },
    ],
  },
  viewsWelcome: [
    {
      view: Views.threads,
      contents: [
        'Here you see who holds the GIL and who waits for it.',
        `[Debug the Python File](command:${Commands.debugFile})`,
        'Tick an event above to stop there.',
        `New here? [Open an example](command:${Commands.openExample}), or [take the tour](command:${Commands.openWalkthrough}).`,
      ].join('\n'),
      when: `!${ContextKeys.sessionActive}`,
    },
  ],
  commands: [
    command(Commands.debugFile, 'Debug Python File', 'debug-alt'),
    command(Commands.runFile, 'Run Python File', 'play'),
    command(Commands.openExample, 'Open Example'),
    command(Commands.openWalkthrough, 'Take the Tour'),
    command(Commands.openHeapGraph, 'Open Heap Graph', 'type-hierarchy'),
    command(Commands.openGilTimeline, 'Open GIL Timeline', 'pulse'),
    command(Commands.showInHeapGraph, 'Show in PyXray Heap Graph'),
    command(Commands.continueToHandoff, 'Continue to the Next GIL Hand-off', 'debug-continue-small', ContextKeys.sessionStopped),
    command(Commands.editCondition, 'Edit Condition…', 'edit'),
    command(Commands.removeCondition, 'Remove Condition'),
    command(Commands.disableAllEvents, 'Untick All Events', 'clear-all'),
    command(Commands.refreshThreads, 'Refresh Threads', 'refresh'),
    command(Commands.goToThread, 'Go to the Line'),
    command(Commands.showInTimeline, 'Show in the GIL Timeline', 'pulse'),
    command(Commands.chooseNextOwner, 'Give the GIL to This Thread Next', 'key'),
    command(Commands.freezeThread, 'Freeze Thread'),
    command(Commands.thawThread, 'Thaw Thread', 'play'),
    command(Commands.showBytecode, 'Show Bytecode', 'file-binary'),
  ],
  menus: {
    commandPalette: [
      { command: Commands.showInHeapGraph, when: 'false' },
      { command: Commands.editCondition, when: 'false' },
      { command: Commands.removeCondition, when: 'false' },
      { command: Commands.goToThread, when: 'false' },
      { command: Commands.showInTimeline, when: 'false' },
      { command: Commands.chooseNextOwner, when: 'false' },
      { command: Commands.freezeThread, when: 'false' },
      { command: Commands.thawThread, when: 'false' },
      { command: Commands.continueToHandoff, when: ContextKeys.sessionActive },
      { command: Commands.openHeapGraph, when: ContextKeys.sessionActive },
      { command: Commands.debugFile, when: 'editorLangId == python' },
      { command: Commands.runFile, when: 'editorLangId == python' },
      { command: Commands.showBytecode, when: 'editorLangId == python' },
    ],
    'editor/context': [{ command: Commands.showBytecode, when: 'editorLangId == python', group: 'z_pyxray' }],
    'editor/title/run': [
      { command: Commands.debugFile, when: 'resourceLangId == python', group: 'navigation@10' },
      { command: Commands.runFile, when: 'resourceLangId == python', group: 'navigation@11' },
    ],
    'debug/toolBar': [
      { command: Commands.continueToHandoff, when: `${isPyxray} && debugState == 'stopped'`, group: 'navigation@60' },
      { command: Commands.openHeapGraph, when: isPyxray, group: 'navigation@61' },
      { command: Commands.openGilTimeline, when: isPyxray, group: 'navigation@62' },
    ],
    'debug/variables/context': [{ command: Commands.showInHeapGraph, when: isPyxray, group: '5_pyxray@1' }],
    'debug/watch/context': [{ command: Commands.showInHeapGraph, when: isPyxray, group: '5_pyxray@1' }],
    'view/title': [
      { command: Commands.disableAllEvents, when: `view == ${Views.eventBreakpoints}`, group: 'navigation' },
      { command: Commands.openGilTimeline, when: `view == ${Views.threads}`, group: 'navigation@2' },
      { command: Commands.openHeapGraph, when: `view == ${Views.threads} && ${ContextKeys.sessionActive}`, group: 'navigation@3' },
      { command: Commands.refreshThreads, when: `view == ${Views.threads} && ${ContextKeys.sessionActive}`, group: 'navigation@1' },
    ],
    'view/item/context': [
      { command: Commands.editCondition, when: `view == ${Views.eventBreakpoints}`, group: 'inline' },
      { command: Commands.editCondition, when: `view == ${Views.eventBreakpoints}`, group: '1_condition@1' },
      { command: Commands.removeCondition, when: `view == ${Views.eventBreakpoints} && viewItem == eventBreakpoint.conditional`, group: '1_condition@2' },
      { command: Commands.goToThread, when: onThread(''), group: '1_go@1' },
      { command: Commands.showInTimeline, when: onThread(''), group: '1_go@2' },
      { command: Commands.chooseNextOwner, when: onThread('.waits', ContextKeys.sessionStopped), group: 'inline' },
      { command: Commands.chooseNextOwner, when: onThread('.waits', ContextKeys.sessionStopped), group: '2_gil@1' },
      { command: Commands.freezeThread, when: onThread('(?!.*frozen)', ContextKeys.sessionStopped), group: '2_gil@2' },
      { command: Commands.thawThread, when: onThread('.*frozen', ContextKeys.sessionStopped), group: '2_gil@3' },
      { command: Commands.thawThread, when: onThread('.*frozen', ContextKeys.sessionStopped), group: 'inline' },
    ],
  },
  // A listing has line numbers of its own.
  configurationDefaults: { [`[${DISASSEMBLY_LANGUAGE}]`]: { 'editor.lineNumbers': 'off', 'editor.guides.indentation': false, 'editor.folding': false } },
  configuration: {
    title: 'PyXray',
    properties: {
      'pyxray.nodePath': {
        type: 'string',
        default: '',
        scope: 'machine',
        markdownDescription:
          "The Node program that runs the debug adapter on the desktop. Empty: VS Code's own. C extensions need one with 64-bit WebAssembly memories, Node 24 or newer.",
      },
      [Settings.languageServer]: {
        type: 'boolean',
        default: true,
        description: "CPython's own syntax errors and warnings, the outline and the bytecode of Python files.",
      },
      [Settings.hover]: { type: 'boolean', default: true, description: 'Show the bytecode of the line when the mouse rests on Python source.' },
      [Settings.showOffsets]: { type: 'boolean', default: false, description: "Show each instruction's offset in Show Bytecode." },
      'pyxray.heapGraph.maxNodes': { type: 'integer', default: 400, minimum: 20, maximum: 5000, description: 'How many objects the heap graph asks for at a time.' },
      'pyxray.heapGraph.followStops': { type: 'boolean', default: true, description: 'Read the heap graph again at every stop.' },
    },
  },
  walkthroughs: [
    {
      id: 'start',
      title: 'See CPython run',
      description: 'Small programs, and what no other debugger shows of them.',
      steps: [
        {
          id: 'handoff',
          title: 'Stop where the GIL changes hands',
          description: `${exampleLink('Open lost_update.py', 'lost_update.py')}\nTick **GIL hand-off** under Event Breakpoints and press F5. The program stops between a load and its store: that is where an update is lost.\n[Open the Event Breakpoints](command:${Views.eventBreakpoints}.focus)\n[Debug the file](command:${Commands.debugFile})`,
          media: { markdown: 'extension/walkthrough/handoff.md' },
          completionEvents: [`onView:${Views.eventBreakpoints}`],
        },
        {
          id: 'counts',
          title: 'Read every reference count',
          description: `${exampleLink('Open lost_update.py', 'lost_update.py')}\nWhile the program stands still, each variable shows its count, address, type and size. Looking changes nothing: the debugger reads memory.\n[Debug the file](command:${Commands.debugFile})`,
          media: { markdown: 'extension/walkthrough/counts.md' },
          completionEvents: [`onCommand:${Commands.continueToHandoff}`],
        },
        {
          id: 'timeline',
          title: 'See who has the GIL, and when',
          description: `${exampleLink('Open cpu_vs_io.py', 'cpu_vs_io.py')}\nThe timeline shows a lane for each thread and an arrow for each hand-off, and says which threads are CPU-bound and which I/O-bound.\n[Open the GIL Timeline](command:${Commands.openGilTimeline})\n[Debug the file](command:${Commands.debugFile})`,
          media: { markdown: 'extension/walkthrough/timeline.md' },
          completionEvents: [`onCommand:${Commands.openGilTimeline}`],
        },
        {
          id: 'cycle',
          title: 'Find a cycle in the heap graph',
          description: `${exampleLink('Open cycle_finalizers.py', 'cycle_finalizers.py')}\nStop where a parent and its child hold each other, and open the graph: the cycle is outlined, each reference is named.\n[Debug the file](command:${Commands.debugFile})\n[Open the Heap Graph](command:${Commands.openHeapGraph})`,
          media: { markdown: 'extension/walkthrough/cycle.md' },
          completionEvents: [`onCommand:${Commands.openHeapGraph}`],
        },
        {
          id: 'leak',
          title: 'Find who holds on',
          description: `${exampleLink('Open closure_leak.py', 'closure_leak.py')}\nAn object that should be gone is still there. *Show in PyXray Heap Graph* on the variable's menu leads to it: follow the references back to who holds it.\n[Debug the file](command:${Commands.debugFile})`,
          media: { markdown: 'extension/walkthrough/leak.md' },
          completionEvents: [`onCommand:${Commands.showInHeapGraph}`],
        },
      ],
    },
  ],
};

/** The keys of package.json that are generated. */
export const generated = {
  // .cjs: package.json says "type": "module", VS Code 1.91 loads extensions with require
  main: './dist/extension.cjs',
  browser: './dist/extension.web.js',
  activationEvents: ['onLanguage:python', `onDebugResolve:${DEBUG_TYPE}`, `onDebugDynamicConfigurations:${DEBUG_TYPE}`],
  contributes,
};
