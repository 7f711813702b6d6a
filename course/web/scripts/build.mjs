// Bundles CodeMirror into ../static/vendor, with the licences of what is in it, and notes in BUILT what it was made of,
// so that a test without Node sees a bundle that is not the one built from these pins.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

process.chdir(import.meta.dirname);
const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const vendor = '../static/vendor';
const folder = `${vendor}/codemirror-${devDependencies['@codemirror/view']}`;
rmSync(vendor, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const { metafile } = await build({
  entryPoints: ['codemirror.mjs'],
  outfile: `${folder}/codemirror.js`,
  bundle: true,
  charset: 'utf8',
  format: 'esm',
  legalComments: 'none',
  metafile: true,
  minify: true,
  target: 'es2022',
});

const inBundle = Object.keys(metafile.inputs).map((path) => path.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]);
const licences = [...new Set(inBundle.filter(Boolean))].sort().map((name) => {
  const { version } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8'));
  return `${name} ${version}\n\n${readFileSync(`node_modules/${name}/LICENSE`, 'utf8').trim()}\n`;
});
writeFileSync(`${folder}/LICENSES.txt`, licences.join(`\n${'-'.repeat(72)}\n\n`));

const digest = (name) => createHash('sha256').update(readFileSync(name)).digest('hex');
const files = ['codemirror.mjs', 'package-lock.json', `${folder}/LICENSES.txt`, `${folder}/codemirror.js`];
writeFileSync('BUILT', files.map((name) => `${digest(name)}  ${name}\n`).join(''));
