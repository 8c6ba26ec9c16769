// In VS Code for the Web files are URIs, inside the session they are POSIX paths. A workspace folder is mounted at its
// own URI's path, so that ${workspaceFolder} and ${file} mean the same on both sides.

export interface Mount {
  /** Without a slash at the end: 'pyxray-workspace:' or 'vscode-vfs://github'. */
  readonly prefix: string;
  /** '/examples' */
  readonly path: string;
}

/** Splits a URI's text into the part before its path and the decoded path; null when it is no URI with a path. */
export function splitUri(text: string): { prefix: string; path: string } | null {
  const match = /^([a-zA-Z][a-zA-Z0-9+.-]+:)(\/\/[^/?#]*)?(\/[^?#]*)?$/.exec(text);
  if (match === null || match[3] === undefined) return null;
  return { prefix: `${match[1]}${match[2] ?? ''}`, path: safeDecode(match[3]) };
}

export function mountOf(uri: string): Mount | null {
  const parts = splitUri(uri);
  return parts === null ? null : { prefix: parts.prefix, path: trimSlash(parts.path) };
}

/** A URI below a mount → its path; anything else stays as it is. */
export function toSessionPath(mounts: readonly Mount[], text: string): string {
  const parts = splitUri(text);
  if (parts === null) return text;
  const mount = mounts.find((candidate) => candidate.prefix === parts.prefix && isBelow(parts.path, candidate.path));
  return mount === undefined ? text : parts.path;
}

/** A path below a mount → its URI's parts; null for a path that is nowhere mounted. */
export function fromSessionPath(mounts: readonly Mount[], path: string): { prefix: string; path: string } | null {
  const normal = normalize(path);
  let best: Mount | undefined;
  for (const mount of mounts) {
    if (isBelow(normal, mount.path) && (best === undefined || mount.path.length > best.path.length)) best = mount;
  }
  return best === undefined ? null : { prefix: best.prefix, path: normal };
}

/** As VS Code prints URIs, so that a breakpoint's file and a frame's file are the same document. */
export function uriText(parts: { prefix: string; path: string }): string {
  return (
    parts.prefix +
    parts.path
      .split('/')
      .map((segment) => encodeURIComponent(segment))
      .join('/')
  );
}

/** Changes every `source.path` (and launch's `program`, `cwd`, `replayFile`) in a DAP message; the message itself is not touched. */
export function mapPaths(message: unknown, map: (path: string) => string): unknown {
  return mapValue(message, map, false);
}

/** Keys whose objects have a file's `path`: DAP's, and GilThread's `location`; the timeline's `places` have a column of them. */
const SOURCE_KEYS = new Set(['source', 'sources', 'location', 'places']);
const PATH_ARGUMENTS = new Set(['program', 'cwd', 'replayFile']);

function mapValue(value: unknown, map: (path: string) => string, isSource: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => mapValue(item, map, isSource));
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  const result: Record<string, unknown> = {};
  const isLaunch = 'request' in value && 'type' in value && !('seq' in value);
  for (const [key, inner] of Object.entries(value)) {
    if (isSource && key === 'path' && Array.isArray(inner)) result[key] = inner.map((path: string) => (path === '' ? '' : map(path)));
    else if (typeof inner === 'string' && ((isSource && key === 'path') || (isLaunch && PATH_ARGUMENTS.has(key)))) result[key] = map(inner);
    else result[key] = mapValue(inner, map, SOURCE_KEYS.has(key));
  }
  return result;
}

function isBelow(path: string, root: string): boolean {
  return path === root || path.startsWith(root === '' ? '/' : `${root}/`);
}

function normalize(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

function trimSlash(path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : path;
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
