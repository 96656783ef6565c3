import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource, EntityManager } from 'typeorm';
import { contentHash } from '../../testing/content-hash.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { listRuns } from '../ledger/list-runs.js';
import { seedData } from '../seed-data.js';
import { importFiles, type FileReport } from './import-files.js';
import { dryRunImport } from './dry-run.js';

let graph: TestGraph;
let folder: string;
beforeAll(async () => {
  graph = await startTestGraph('organization');
  folder = await mkdtemp(join(tmpdir(), 'osce-graph-dryRunImport-'));
  const item = { type: 'NewsItem', slug: 'rehearsed', title: 'Malta', issuedBy: ['secretariat'], fieldsOfWork: [] };
  const office = seedData().find((record) => 'slug' in record && record.slug === 'programme-office-in-bishkek');
  const country = seedData().find((record) => 'slug' in record && record.slug === 'malta');
  const lines = [
    item,
    { ...item, lead: 'Of Italy.' },
    { ...item, issuedBy: ['nobody'] },
    { ...office, status: 'CLOSED', closedOn: '2026', predecessors: undefined },
    { ...item, slug: 'rehearsed-too', colour: 1 },
    { ...country, id: '01000000-0000-8000-8000-000000000000' },
  ];
  await writeFile(join(folder, 'lines.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  await writeFile(
    join(folder, 'page.txt'),
    'Elections in Norway\nOSLO, 1 June 2011 - Observers came to Norway.\nThey stay for a week.',
  );
  await writeFile(join(folder, 'word.txt'), 'word');
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await graph.close();
});

async function reportsOf(target: DataSource | EntityManager): Promise<FileReport[]> {
  const reports: FileReport[] = [];
  for await (const report of importFiles(target, [folder], { details: true })) reports.push(report);
  return reports;
}

it('a dry run leaves the graph unchanged, and the import then does exactly what it reported', async () => {
  const before = await contentHash(graph.dataSource);
  const runs = (await listRuns(graph.dataSource.manager)).length;
  let said: FileReport[] = [];
  await dryRunImport(graph.dataSource, async (manager) => {
    said = await reportsOf(manager);
  });
  expect(await contentHash(graph.dataSource)).toEqual(before);
  expect(await listRuns(graph.dataSource.manager)).toHaveLength(runs);
  expect(await reportsOf(graph.dataSource)).toEqual(said);
  expect(await contentHash(graph.dataSource)).not.toEqual(before);
  const lines = join(folder, 'lines.jsonl');
  const edge = (field: string, to: string) => ({ field, to });
  expect(said.filter((report) => 'node' in report)).toMatchObject([
    {
      outcome: 'added',
      file: lines,
      line: 1,
      node: { kind: 'NewsItem', key: 'rehearsed' },
      addedEdges: [edge('issuedBy', 'Office secretariat'), edge('countries', 'Country malta')],
    },
    {
      outcome: 'changed',
      line: 2,
      node: { key: 'rehearsed' },
      fields: ['lead', 'countryMentions'],
      addedEdges: [edge('countries', 'Country italy')],
      removedEdges: [],
    },
    {
      outcome: 'changed',
      isClosed: true,
      line: 4,
      node: { kind: 'Office', key: 'programme-office-in-bishkek' },
      fields: ['status', 'closedOn'],
      removedEdges: [edge('predecessors', 'Office centre-in-bishkek')],
    },
    { outcome: 'added', file: join(folder, 'page.txt'), node: { key: 'elections-in-norway' } },
  ]);
  expect(said.filter((report) => 'reason' in report)).toMatchObject([
    { line: 3, code: 'BAD_USER_INPUT' },
    { line: 5, code: 'BAD_USER_INPUT' },
    { line: 6, code: 'CONFLICT' },
    { file: join(folder, 'word.txt') },
  ]);
});

it('an error in a dry run is not taken for its end', async () => {
  await expect(dryRunImport(graph.dataSource, () => Promise.reject(new Error('lost')))).rejects.toThrow('lost');
});
