/** What `npm pack` puts into the package. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from './built-server.js';

let packed: Set<string>;
beforeAll(async () => {
  const args = ['pack', '--dry-run', '--json', '--silent'];
  const { stdout } = await promisify(execFile)('npm', args, { cwd: projectRoot, maxBuffer: 1e8 });
  const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
  packed = new Set(files.map(({ path }) => path));
});

const filesBelow = async (folder: string, pattern: RegExp): Promise<string[]> =>
  (await readdir(join(projectRoot, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && pattern.test(entry.name))
    .map((entry) => relative(projectRoot, join(entry.parentPath, entry.name)));

it('the package has the program, all migrations, all functions in SQL and the seed data', async () => {
  const { bin } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
    bin: Record<string, string>;
  };
  const [migrations, functions, data] = await Promise.all([
    filesBelow('migrations', /^\d+-.+\.ts$/),
    filesBelow('migrations/sql', /\.sql$/),
    filesBelow('src/content', /\.data\.json$/),
  ]);
  expect([migrations.length, functions.length, data.length].every((count) => count > 7)).toBe(true);
  const expected = [
    ...Object.values(bin),
    ...migrations.map((file) => `dist/${file.replace(/\.ts$/, '.js')}`),
    ...functions.map((file) => `dist/${file}`),
    ...data.map((file) => file.replace(/^src/, 'dist')),
    ...['README.md', 'LICENSE', 'schema.graphql', 'docs/settings.md', 'docs/tutorial.md'],
  ];
  expect(expected.filter((file) => !packed.has(file))).toEqual([]);
});

it('the package has no tests, benchmarks, sources or source maps', () => {
  const unwanted = /\.spec\.|\.fixture\.|(^|\/)(testing|bench|examples|corpus|src|data)\/|\.map$|\.ts$|\.tgz$/;
  expect([...packed].filter((file) => unwanted.test(file))).toEqual([]);
});
