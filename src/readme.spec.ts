import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { referenceText } from './commands/command-line/reference.js';
import { program } from './commands/program.js';
import { settingsText } from './commands/settings-print.js';
import { SETTINGS } from './settings/environment.js';
import { Metrics } from './server/observability/metrics.js';
import { startTestGraph, type TestGraph } from './testing/test-graph.js';

const read = (file: string) => readFileSync(join(__dirname, '..', file), 'utf8');
const readme = read('README.md');
const blocks = (language: string, text = readme) =>
  [...text.matchAll(new RegExp(`\`\`\`${language}\\n(.+?)\`\`\``, 'gs'))].map(([, block]) => block!);

let graph: TestGraph;
beforeAll(async () => {
  const metrics = new Metrics({ database: () => graph.database.status, catalogue: () => graph.catalogue });
  graph = await startTestGraph('organization', { observability: { metrics } });
});
afterAll(() => graph.close());

it('its first query gives the answer that it shows', async () => {
  const { data } = await graph.ask(blocks('graphql')[0]!);
  expect({ data }).toEqual(JSON.parse(blocks('json')[0]!));
});

it('its other queries, and those of docs/querying.md, are answered without an error', async () => {
  const queries = [...blocks('graphql').slice(1), ...blocks('graphql', read('docs/querying.md'))];
  expect(queries.length).toBeGreaterThan(4);
  for (const query of queries) await graph.data(query);
});

it('docs/settings.md is made of the declarations of the settings (else: npm run settings:print)', () => {
  expect(read('docs/settings.md')).toBe(settingsText());
});

it('docs/commands.md is made of the declarations of the commands (else: npm run commands:print)', async () => {
  expect(read('docs/commands.md')).toBe(await referenceText(program));
});

it('the README is a front page of at most 200 lines', () => {
  expect(readme.split('\n').length).toBeLessThanOrEqual(201);
});

describe('docs/operations.md', () => {
  /** The cells of each row of its tables. */
  const rows = read('docs/operations.md')
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.split('|').map((cell) => cell.trim()));

  it('has one row for each setting, with its default and a reason', () => {
    const wrong = SETTINGS.filter(({ name, default: usual }) => {
      const [row, ...more] = rows.filter(([, first]) => first === `\`${name}\``);
      const [, , told, reason] = row ?? [];
      // What an absent setting stands for is told elsewhere in the row.
      return told !== usual.split(': ')[0] || !reason || more.length > 0;
    });
    expect(wrong.map(({ name, default: usual }) => `${name}: ${usual}`)).toEqual([]);
  });

  it('has each setting in one place, and one head in each table', () => {
    const lines = read('docs/operations.md').split('\n');
    const heads = lines.flatMap((line, i) => (/^\| -+ \|/.test(line.replaceAll(':', '-')) ? [i - 1] : []));
    expect(heads.filter((head) => lines[head - 1] !== '').map((head) => `line ${head + 1}: ${lines[head]}`)).toEqual(
      [],
    );
    const counts = SETTINGS.map(({ name }) => [name, rows.filter(([, first]) => first === `\`${name}\``).length]);
    expect(counts.filter(([, count]) => count !== 1)).toEqual([]);
  });

  it('has a row for each metric, with when it tells of trouble, and what to do', async () => {
    const { body } = await graph.server.app.inject('/metrics');
    const names = [...body.matchAll(/^# TYPE (graph_\w+)/gm)].map(([, name]) => name!);
    expect(names.length).toBeGreaterThan(10);
    const wrong = names.filter((name) => {
      const [, , when, what] = rows.find(([, first]) => first!.startsWith(`\`${name}`)) ?? [];
      return !when || !what;
    });
    expect(wrong).toEqual([]);
  });
});

it('names only commands that there are', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const texts = [
    readme,
    ...readdirSync(join(__dirname, '../docs'))
      .filter((file) => file.endsWith('.md'))
      .map((file) => read(`docs/${file}`)),
  ];
  const named = (pattern: RegExp) => texts.flatMap((text) => [...text.matchAll(pattern)].map(([, name]) => name!));
  expect(named(/npm run (?:--silent )?([a-z:]+)/g).filter((name) => !(name in scripts))).toEqual([]);
  const commands = [...program.commands.map(({ name }) => name), 'help'];
  expect(named(/osce-graph ([a-z]+)/g).filter((name) => !commands.includes(name))).toEqual([]);
});

it('points only to files that there are', () => {
  const links = [...readme.matchAll(/\]\((?!http)([^)#]+)\)/g)].map(([, path]) => path!);
  expect(links.length).toBeGreaterThan(3);
  for (const path of links) expect(() => readFileSync(join(__dirname, '..', path))).not.toThrow(/ENOENT/);
});
