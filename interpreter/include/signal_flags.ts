// The eval breaker's bit for signals, apart from pycore_ceval.ts: probe/trip_signal.ts uses it in a realm without heap views.

export const _PY_SIGNALS_PENDING_BIT = 1 << 1;
