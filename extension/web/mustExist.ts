// A worker whose script is missing only says "error"; this says which and why.

/** `what` begins the message: 'The session'. */
export async function mustExist(what: string, url: string): Promise<void> {
  const hint = 'In a checkout: npm run build.';
  const response = await fetch(url, { method: 'HEAD' }).catch((error: Error) => {
    throw new Error(`${what} could not be loaded from ${url}: ${error.message}. ${hint}`);
  });
  if (!response.ok) throw new Error(`${what} could not be loaded from ${url}: HTTP ${response.status}. ${hint}`);
}
