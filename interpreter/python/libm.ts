// Answers to C's libm as CPython's float, complex, math and cmath use it.

export const pow = Math.pow;
export const exp = Math.exp;
export const log = Math.log;
export const sin = Math.sin;
export const cos = Math.cos;
export const atan2 = Math.atan2;
export const hypot = Math.hypot;
