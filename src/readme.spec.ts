import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SETTINGS } from './environment.js';
import { startTestGraph, type TestGraph } from './testing/test-graph.js';

const read = (file: string) => readFileSync(join(__dirname, '..', file), 'utf8');
const readme = read('README.md');
const blocks = (language: string) =>
  [...readme.matchAll(new RegExp(`\`\`\`${language}\\n(.+?)\`\`\``, 'gs'))].map(([, text]) => text!);

let graph: TestGraph;
beforeAll(async () => {
  graph = await startTestGraph('organization');
});
afterAll(() => graph.close());

it('its first query gives the answer that it shows', async () => {
  const { data } = await graph.ask(blocks('graphql')[0]!);
  expect({ data }).toEqual(JSON.parse(blocks('json')[0]!));
});

it('its other queries are answered without an error', async () => {
  const queries = blocks('graphql').slice(1);
  expect(queries.length).toBeGreaterThan(2);
  for (const query of queries) await graph.data(query);
});

it('its table of settings is that of the code', () => {
  for (const { name, description } of SETTINGS) {
    const [row] = readme.split('\n').filter((line) => line.startsWith(`| \`${name}\``));
    expect(row).toContain(description);
  }
});

it('docs/operations.md tells each limit with its default', () => {
  const operations = read('docs/operations.md');
  const limits = SETTINGS.filter(({ name }) => /^(LIMIT|RATE|HEADERS|REQUEST|KEEP|TRUST|PERSISTED)_/.test(name));
  expect(limits.length).toBeGreaterThan(20);
  for (const { name, default: usual } of limits) {
    expect(operations).toMatch(new RegExp(`\\| \`${name}\` +\\| ${usual} +\\|`));
  }
});

it('names only commands that there are', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const named = [...readme.matchAll(/npm run ([a-z:]+)/g)].map(([, name]) => name!);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

it('points only to files that there are', () => {
  const links = [...readme.matchAll(/\]\((?!http)([^)#]+)\)/g)].map(([, path]) => path!);
  expect(links.length).toBeGreaterThan(3);
  for (const path of links) expect(() => readFileSync(join(__dirname, '..', path))).not.toThrow(/ENOENT/);
});
