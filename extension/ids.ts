// Names that package.json and the code share: contributes.ts puts them in the one, the rest of the extension uses them.

export const DEBUG_TYPE = 'pyxray';
export const DISASSEMBLY_LANGUAGE = 'pyxray-dis';

/** The setting that switches the language server on and off, and that of the hover. */
export const Settings = {
  languageServer: 'pyxray.languageServer.enable',
  hover: 'pyxray.languageServer.hoverBytecode',
  showOffsets: 'pyxray.bytecode.showOffsets',
} as const;

export const Views = {
  container: 'pyxray',
  eventBreakpoints: 'pyxray.eventBreakpoints',
  threads: 'pyxray.threads',
} as const;

export const Commands = {
  openHeapGraph: 'pyxray.openHeapGraph',
  openGilTimeline: 'pyxray.openGilTimeline',
  showInHeapGraph: 'pyxray.showInHeapGraph',
  continueToHandoff: 'pyxray.continueToHandoff',
  openExample: 'pyxray.openExample',
  openWalkthrough: 'pyxray.openWalkthrough',
  debugFile: 'pyxray.debugFile',
  runFile: 'pyxray.runFile',
  editCondition: 'pyxray.eventBreakpoints.editCondition',
  removeCondition: 'pyxray.eventBreakpoints.removeCondition',
  disableAllEvents: 'pyxray.eventBreakpoints.disableAll',
  refreshThreads: 'pyxray.threads.refresh',
  goToThread: 'pyxray.threads.goTo',
  showInTimeline: 'pyxray.threads.showInTimeline',
  chooseNextOwner: 'pyxray.threads.chooseNextOwner',
  freezeThread: 'pyxray.threads.freeze',
  thawThread: 'pyxray.threads.thaw',
  showBytecode: 'pyxray.showBytecode',
} as const;

export const ContextKeys = {
  /** A PyXray session exists. */
  sessionActive: 'pyxray.sessionActive',
  /** Its program stands still. */
  sessionStopped: 'pyxray.sessionStopped',
} as const;
