// The opened folder over HTTP, for scripts/web/workspace: GET ?op=stat|list|read, PUT ?op=write|mkdir, POST ?op=rename|delete.

import * as fs from 'node:fs/promises';
import type * as http from 'node:http';
import * as path from 'node:path';

const MAX_BODY = 64 * 1024 * 1024;

export async function answerFileRequest(folder: string, virtualPath: string, op: string, request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  try {
    const file = await resolveInside(folder, virtualPath);
    const answer = await perform(folder, file, op, request);
    if (Buffer.isBuffer(answer)) {
      response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Cache-Control': 'no-store' });
      response.end(answer);
    } else {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
      response.end(JSON.stringify(answer));
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'Unknown';
    const status = code === 'ENOENT' ? 404 : code === 'EACCES' || code === 'EPERM' ? 403 : code === 'BADREQUEST' ? 400 : 409;
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ code, message: (error as Error).message }));
  }
}

async function perform(folder: string, file: string, op: string, request: http.IncomingMessage): Promise<unknown> {
  const expected = op === 'write' || op === 'mkdir' ? 'PUT' : op === 'rename' || op === 'delete' ? 'POST' : 'GET';
  if (request.method !== expected) throw failure('BADREQUEST', `${op} is a ${expected} request`);
  switch (op) {
    case 'stat':
      return describe(file);
    case 'list': {
      const entries = await fs.readdir(file, { withFileTypes: true });
      return entries.map((entry) => [entry.name, entry.isDirectory() ? 2 : entry.isSymbolicLink() ? 65 : 1]);
    }
    case 'read':
      return fs.readFile(file);
    case 'write':
      await fs.writeFile(file, await body(request));
      return describe(file);
    case 'mkdir':
      await fs.mkdir(file);
      return {};
    case 'delete':
      if (file === folder) throw failure('EPERM', 'The opened folder itself is not deleted.');
      await fs.rm(file, { recursive: true });
      return {};
    case 'rename': {
      const { to } = JSON.parse((await body(request)).toString('utf8')) as { to: string };
      await fs.rename(file, await resolveInside(folder, to));
      return {};
    }
    default:
      throw failure('BADREQUEST', `Unknown operation: ${op}`);
  }
}

async function describe(file: string): Promise<unknown> {
  const stat = await fs.stat(file);
  return { type: stat.isDirectory() ? 2 : 1, size: stat.size, ctime: Math.round(stat.ctimeMs), mtime: Math.round(stat.mtimeMs) };
}

/** Also a symbolic link may not lead out of the folder. */
async function resolveInside(folder: string, virtualPath: string): Promise<string> {
  const file = path.resolve(folder, `.${path.posix.resolve('/', virtualPath)}`);
  const root = await fs.realpath(folder);
  let existing = file;
  for (;;) {
    try {
      const real = await fs.realpath(existing);
      if (real !== root && !real.startsWith(root + path.sep)) throw failure('EPERM', 'Outside of the opened folder.');
      return file;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || existing === path.dirname(existing)) throw error;
      existing = path.dirname(existing);
    }
  }
}

async function body(request: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY) throw failure('BADREQUEST', `A file of more than ${MAX_BODY} bytes is not written.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function failure(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
