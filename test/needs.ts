// What a test needs and a machine may lack.

/** The reason to skip, or false. In CI nothing may lack that a test needs: there it is an error. */
export function needs(isThere: boolean, reason: string): string | false {
  if (isThere) return false;
  if (process.env.CI === 'true') throw new Error(`CI must run this test, but there is ${reason}`);
  return reason;
}
