// Compiles app.scss into ../static/css/app.min.css and notes in BUILT what it was made of, so that a test without Node
// sees a style sheet that no longer belongs to its sources.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { compile } from 'sass';

process.chdir(import.meta.dirname);
const target = '../static/css/app.min.css';
const { css } = compile('app.scss', {
  loadPaths: ['node_modules/govuk-frontend/dist'],
  quietDeps: true,
  style: 'compressed',
});
writeFileSync(target, css + '\n');

const sources = [...readdirSync('.').filter((name) => name.endsWith('.scss')), 'package.json'].sort();
const digest = (name) => createHash('sha256').update(readFileSync(name)).digest('hex');
writeFileSync('BUILT', [...sources, target].map((name) => `${digest(name)}  ${name}\n`).join(''));
