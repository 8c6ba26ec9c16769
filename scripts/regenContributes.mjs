// Writes the generated keys of package.json from extension/contributes.ts; with --check it only compares.
import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const file = path.join(root, 'package.json');

const bundle = await build({ absWorkingDir: root, entryPoints: ['extension/contributes.ts'], bundle: true, format: 'esm', write: false, logLevel: 'warning' });
const { generated } = await import(`data:text/javascript,${encodeURIComponent(bundle.outputFiles[0].text)}`);

const before = fs.readFileSync(file, 'utf8');
const after = `${JSON.stringify({ ...JSON.parse(before), ...generated }, null, 2)}\n`;
if (before === after) process.exit(0);
if (process.argv.includes('--check')) {
  console.error('package.json differs from extension/contributes.ts. Run: npm run regen');
  process.exit(1);
}
fs.writeFileSync(file, after);
console.log('package.json: contributes written');
