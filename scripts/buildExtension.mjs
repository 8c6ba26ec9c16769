// Bundles the VS Code side: both extension hosts' entries, the webviews, and the file system of `npm start` in the browser.
import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Where the workspace extension of VS Code for the Web is put: no part of the packaged extension. */
export const workspaceExtension = path.join(root, 'out', 'workspace-extension');

/** The server of `npm start`, as plain JavaScript. */
export const webServer = path.join(root, 'out', 'web-server.mjs');

export async function buildExtension({ minify = false } = {}) {
  const common = { bundle: true, absWorkingDir: root, logLevel: 'warning', sourcemap: minify ? false : 'linked', minify, target: 'es2022', legalComments: 'none' };
  const web = { ...common, platform: 'browser', format: 'cjs', external: ['vscode'] };
  await Promise.all([
    build({ ...common, entryPoints: ['extension/extension.ts'], outfile: 'dist/extension.cjs', platform: 'node', format: 'cjs', external: ['vscode'] }),
    build({ ...web, entryPoints: ['extension/web/extension.ts'], outfile: 'dist/extension.web.js' }),
    build({ ...common, entryPoints: ['extension/language-server/node.ts'], outfile: 'dist/languageServer.cjs', platform: 'node', format: 'cjs' }),
    build({ ...common, entryPoints: ['extension/language-server/web.ts'], outfile: 'dist/languageServer.web.js', platform: 'browser', format: 'iife' }),
    build({ ...web, entryPoints: ['scripts/web/workspace/extension.ts'], outfile: path.join(workspaceExtension, 'extension.js') }),
    build({ ...common, entryPoints: ['scripts/web/server.ts'], outfile: webServer, platform: 'node', format: 'esm' }),
    build({
      ...common,
      entryPoints: { gilTimeline: 'extension/webviews/gilTimeline/view/main.ts', heapGraph: 'extension/webviews/heapGraph/view/main.ts' },
      outdir: 'dist/webviews',
      platform: 'browser',
      format: 'iife',
    }),
  ]);
  for (const file of ['codicon.css', 'codicon.ttf']) fs.copyFileSync(path.join(root, 'node_modules/@vscode/codicons/dist', file), path.join(root, 'dist/webviews', file));
  fs.copyFileSync(path.join(root, 'scripts/web/workspace/package.json'), path.join(workspaceExtension, 'package.json'));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildExtension({ minify: process.argv.includes('--minify') });
