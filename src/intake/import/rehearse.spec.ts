import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource, EntityManager } from 'typeorm';
import { contentHash } from '../../testing/content-hash.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { importFiles, type FileReport } from './import-files.js';
import { rehearse } from './rehearse.js';

let graph: TestGraph;
let folder: string;
beforeAll(async () => {
  graph = await startTestGraph('organization');
  folder = await mkdtemp(join(tmpdir(), 'osce-graph-rehearse-'));
  const item = { type: 'NewsItem', slug: 'rehearsed', title: 'Malta', issuedBy: ['secretariat'], fieldsOfWork: [] };
  const lines = [item, { ...item, issuedBy: ['nobody'] }, { ...item, slug: 'rehearsed-too', colour: 1 }];
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
  for await (const report of importFiles(target, [folder])) reports.push(report);
  return reports;
}

it('a rehearsal leaves the graph as it was, and the real import then does exactly what it said', async () => {
  const before = await contentHash(graph.dataSource);
  let said: FileReport[] = [];
  await rehearse(graph.dataSource, async (manager) => {
    said = await reportsOf(manager);
  });
  expect(await contentHash(graph.dataSource)).toEqual(before);
  expect(said.map(({ outcome }) => outcome)).toEqual(['refused', 'refused', 'added', 'added', 'refused']);
  expect(await reportsOf(graph.dataSource)).toEqual(said);
  expect(await contentHash(graph.dataSource)).not.toEqual(before);
});

it('a fault in a rehearsal is not taken for its end', async () => {
  await expect(rehearse(graph.dataSource, () => Promise.reject(new Error('lost')))).rejects.toThrow('lost');
});
