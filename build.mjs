/**
 * Compiles `src` and `migrations` into `dist`, one CommonJS file for each TypeScript file, and copies JSON data and SQL.
 * Only what is newer than its output is compiled again, so that `npm start` can call it every time.
 * Types are not checked here: `npm run check:types` does that.
 */
import { transformFile } from '@swc/core';
import { cp, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const out = join(root, 'dist');

const modified = async (file) => (await stat(file).catch(() => undefined))?.mtimeMs ?? 0;

async function* filesBelow(folder) {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else yield path;
  }
}

/** What a source becomes: [its output, how to make it], or undefined for files that the server does not need. */
function plan(source, from, to) {
  if (/\.spec\.ts$|\.fixture\.ts$|[\\/]testing[\\/]/.test(source)) return undefined;
  const target = join(to, source.slice(from.length + 1));
  if (source.endsWith('.ts')) return [target.replace(/\.ts$/, '.js'), compile];
  if (/\.(json|sql)$/.test(source)) return [target, cp];
  return undefined;
}

async function compile(source, target) {
  const { code, map } = await transformFile(source, { cwd: root });
  await writeFile(`${target}.map`, map);
  await writeFile(target, `${code}\n//# sourceMappingURL=${target.split(/[\\/]/).pop()}.map\n`);
}

const newestRule = Math.max(await modified(join(root, '.swcrc')), await modified(fileURLToPath(import.meta.url)));
const wanted = new Set();
let compiled = 0;
for (const [from, to] of [
  [join(root, 'src'), out],
  [join(root, 'migrations'), join(out, 'migrations')],
]) {
  for await (const source of filesBelow(from)) {
    const [target, make] = plan(source, from, to) ?? [];
    if (!target) continue;
    wanted.add(target).add(`${target}.map`);
    if ((await modified(target)) > Math.max(await modified(source), newestRule)) continue;
    await mkdir(dirname(target), { recursive: true });
    await make(source, target);
    compiled += 1;
  }
}
// A file whose source is gone must not be found by the migration loader or by a stray import.
if (await stat(out).catch(() => undefined)) {
  for await (const file of filesBelow(out)) if (!wanted.has(file)) await rm(file);
}
if (compiled > 0) console.log(`built ${compiled} files into dist`);
