// The table of requests: one file each. Capabilities are made of it.

import type { RequestDefinition } from '../session';
import { breakpointLocations } from './breakpointLocations';
import { cancel } from './cancel';
import { completions } from './completions';
import { configurationDone } from './configurationDone';
import { continue_ } from './continue';
import { dataBreakpointInfo } from './dataBreakpointInfo';
import { disassemble } from './disassemble';
import { disconnect } from './disconnect';
import { evaluate } from './evaluate';
import { exceptionInfo } from './exceptionInfo';
import { goto_ } from './goto';
import { gotoTargets } from './gotoTargets';
import { initialize } from './initialize';
import { launch } from './launch';
import { loadedSources } from './loadedSources';
import { modules } from './modules';
import { next } from './next';
import { pause } from './pause';
import { pyxrayChooseNextOwner } from './pyxrayChooseNextOwner';
import { pyxrayContinueToHandoff } from './pyxrayContinueToHandoff';
import { pyxrayFreezeThread } from './pyxrayFreezeThread';
import { pyxrayGil } from './pyxrayGil';
import { pyxrayGilTimeline } from './pyxrayGilTimeline';
import { pyxrayHeapGraph } from './pyxrayHeapGraph';
import { pyxrayHeapSummary } from './pyxrayHeapSummary';
import { pyxrayResolveVariable } from './pyxrayResolveVariable';
import { pyxraySetEventBreakpoints } from './pyxraySetEventBreakpoints';
import { readMemory } from './readMemory';
import { restart } from './restart';
import { scopes } from './scopes';
import { setBreakpoints } from './setBreakpoints';
import { setDataBreakpoints } from './setDataBreakpoints';
import { setExceptionBreakpoints } from './setExceptionBreakpoints';
import { setExpression } from './setExpression';
import { setFunctionBreakpoints } from './setFunctionBreakpoints';
import { setInstructionBreakpoints } from './setInstructionBreakpoints';
import { setVariable } from './setVariable';
import { source } from './source';
import { stackTrace } from './stackTrace';
import { stepIn } from './stepIn';
import { stepInTargets } from './stepInTargets';
import { stepOut } from './stepOut';
import { terminate } from './terminate';
import { threads } from './threads';
import { variables } from './variables';
import { writeMemory } from './writeMemory';

const all: readonly RequestDefinition[] = [
  breakpointLocations,
  completions,
  configurationDone,
  continue_,
  dataBreakpointInfo,
  disconnect,
  disassemble,
  evaluate,
  exceptionInfo,
  initialize,
  launch,
  loadedSources,
  next,
  pause,
  pyxrayChooseNextOwner,
  pyxrayContinueToHandoff,
  pyxrayFreezeThread,
  pyxrayGil,
  pyxrayGilTimeline,
  pyxrayHeapGraph,
  pyxrayHeapSummary,
  pyxrayResolveVariable,
  pyxraySetEventBreakpoints,
  readMemory,
  restart,
  scopes,
  setBreakpoints,
  setDataBreakpoints,
  setExceptionBreakpoints,
  setFunctionBreakpoints,
  setVariable,
  source,
  stackTrace,
  stepIn,
  stepInTargets,
  stepOut,
  terminate,
  threads,
  variables,
  cancel,
  goto_,
  gotoTargets,
  modules,
  setExpression,
  setInstructionBreakpoints,
  writeMemory,
];

export const requests: ReadonlyMap<string, RequestDefinition> = new Map(all.map((r) => [r.command, r]));
