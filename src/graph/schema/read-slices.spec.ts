import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSlices } from './read-slices.js';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'osce-graph-slices-'))));
afterEach(() => rm(folder, { recursive: true }));

async function add(noun: string, file?: string, text = ''): Promise<void> {
  await mkdir(join(folder, noun));
  if (file) await writeFile(join(folder, noun, file), text);
}
const slice = (name: string) => `exports.${name} = { name: '${name}', resolvers: [] };`;

it('each folder is read as one slice, by name, and empty folders are skipped', async () => {
  await add('office', 'index.js', slice('office'));
  await add('country', 'index.js', slice('country'));
  await add('removed');
  expect(readSlices(folder).map(({ name }) => name)).toEqual(['country', 'office']);
});

it('a folder without an index is an error, not a noun that is missing', async () => {
  await add('office', 'office.resolver.js');
  expect(() => readSlices(folder)).toThrow('office has no index.ts: expected one that exports the slice of its noun.');
});

it.each([
  ['nothing', ''],
  ['two slices', slice('office') + slice('department')],
  ['something else', 'exports.office = {};'],
])('an index that exports %s is an error', async (_what, text) => {
  await add('office', 'index.js', text);
  expect(() => readSlices(folder)).toThrow('index.ts must export one slice and nothing else.');
});
