// The door "run": what a realm calls. Importing this registers every type and module of the runtime.

import './objects/all';
import './modules/all';
import { first_call } from './capi/dynload_wasm';
import { reserve_c_functions } from './include/functable';

export { HostError, set_host, type Host, type HostStat } from './host';
export { main_thread_has_signals } from './modules/signalmodule';
export { thread_run } from './modules/_threadmodule';
export { Py_RunMain, type RunConfig, type RunHooks } from './modules/main';
export { next_event_seq } from './python/event_seq';
export { InitError, Py_InitializeForSnapshot } from './python/pylifecycle';
export { type HeapSnapshot, snapshot_of, snapshot_title } from './python/snapshot';

reserve_c_functions(first_call);
