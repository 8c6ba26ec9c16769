// The file name suffix of a compiled extension: SOABI and machine, as CPython's build would name this platform.

export const EXTENSION_SUFFIX = '.cpython-313-wasm64-pyxray.so';
