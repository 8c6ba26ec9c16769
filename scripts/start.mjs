// npm start: builds PyXray and opens it with the examples, in VS Code on the desktop where there is a `code` on PATH,
// else in VS Code for the Web in the browser.
//
//   npm start -- [--web | --desktop] [--port N] [--no-open] [--no-build] [FOLDER]

import { spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const EXAMPLES = path.join(root, 'examples');
const FIRST_PORT = 3130;

class Refusal extends Error {}

function readArguments(argv) {
  const options = { where: undefined, port: undefined, open: true, build: true, folder: EXAMPLES };
  for (let i = 0; i < argv.length; i++) {
    const argument = argv[i];
    if (argument === '--web' || argument === '--desktop') options.where = argument.slice(2);
    else if (argument === '--no-open') options.open = false;
    else if (argument === '--no-build') options.build = false;
    else if (argument === '--port') options.port = readPort(argv[++i]);
    else if (argument.startsWith('-')) throw new Refusal(`Unknown option ${argument}. Known: --web, --desktop, --port N, --no-open, --no-build, and a folder.`);
    else options.folder = path.resolve(argument);
  }
  if (!fs.statSync(options.folder, { throwIfNoEntry: false })?.isDirectory()) throw new Refusal(`There is no folder ${options.folder}.`);
  return options;
}

function readPort(text) {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Refusal(`--port needs a number from 0 to 65535, not ${text ?? 'nothing'}.`);
  return port;
}

function build() {
  console.log('Building …');
  const result = spawnSync(process.execPath, [path.join(root, 'scripts', 'build.mjs')], { cwd: root, stdio: 'inherit' });
  if (result.status !== 0) throw new Refusal('The build failed; see above.');
}

/** A `code` on PATH that is young enough, or why there is none. */
function findCode() {
  const result = spawnSync('code', ['--version'], { encoding: 'utf8', shell: process.platform === 'win32' });
  if (result.error !== undefined || result.status !== 0) return { problem: 'There is no `code` command on PATH.' };
  const version = result.stdout.split('\n')[0].trim();
  const [major, minor] = version.split('.').map(Number);
  return major > 1 || (major === 1 && minor >= 91) ? { version } : { problem: `VS Code ${version} on PATH is too old: PyXray needs 1.91.` };
}

function startDesktop(folder, version) {
  console.log(`Opening VS Code ${version} with PyXray and ${folder}`);
  // One's own checkout needs no question whether its examples are trusted; another folder does.
  const trust = folder === EXAMPLES ? ['--disable-workspace-trust'] : [];
  const args = ['--new-window', ...trust, `--extensionDevelopmentPath=${root}`, folder];
  const isWindows = process.platform === 'win32';
  // `code` is a script there, which only a shell starts; it takes the arguments apart at spaces.
  const child = spawn('code', isWindows ? args.map((argument) => `"${argument}"`) : args, { stdio: 'inherit', shell: isWindows });
  child.on('error', (error) => {
    console.error(`VS Code did not start: ${error.message}. Without it: npm start -- --web`);
    process.exitCode = 1;
  });
  child.on('exit', (code) => (process.exitCode = code ?? 1));
}

async function startWeb({ port, folder, open }) {
  const { webServer, workspaceExtension } = await import('./buildExtension.mjs');
  if (!fs.existsSync(webServer)) throw new Refusal('Nothing is built yet: leave out --no-build.');
  const { startWebServer } = await import(pathToFileURL(webServer).href);
  const serve = (on) => startWebServer({ extensionRoot: root, folder, workspaceExtension, port: on });
  // A port that was asked for is taken or refused; else a fixed one, so that VS Code finds its settings again, or any.
  const server = port === undefined ? await serve(FIRST_PORT).catch(() => serve(0)) : await serve(port);
  console.log(`\nVS Code for the Web with PyXray and ${folder}:\n\n  ${server.url}\n`);
  if (open && !openBrowser(server.url)) console.log('No browser was found to open it. Open the address in Chrome, Edge, Firefox or Safari on this machine.');
  console.log('Ctrl+C ends the server.');
  const end = () => server.close().then(() => process.exit(0));
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
}

function openBrowser(url) {
  const hasDisplay = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (!hasDisplay) return false;
  const [command, ...args] =
    process.platform === 'darwin' ? ['open', url] : process.platform === 'win32' ? ['cmd', '/c', 'start', '', url.replaceAll('&', '^&')] : ['xdg-open', url];
  const exists = process.platform !== 'linux' || spawnSync('which', [command]).status === 0;
  if (!exists) return false;
  spawn(command, args, { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
  return true;
}

async function main() {
  const options = readArguments(process.argv.slice(2));
  const code = options.where === 'web' ? { problem: 'The browser was asked for.' } : findCode();
  if (options.where === 'desktop' && code.version === undefined) throw new Refusal(`${code.problem} In the browser: npm start -- --web`);
  if (code.version === undefined) console.log(`${code.problem} VS Code opens in the browser.`);
  if (options.build) build();
  if (code.version !== undefined) startDesktop(options.folder, code.version);
  else await startWeb(options);
}

main().catch((error) => {
  console.error(error instanceof Refusal || /^(Port|VS Code for the Web|The folder)/.test(error.message) ? error.message : error);
  process.exit(1);
});
