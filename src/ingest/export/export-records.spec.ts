import type { DataSource } from 'typeorm';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assembled } from '../../slices.js';
import { createDataSource } from '../../database/data-source.js';
import { contentHash } from '../../testing/content-hash.js';
import { createTestDatabase, type Content } from '../../testing/test-database.js';
import { importFiles } from '../import/import-files.js';
import type { ContentRecord } from '../record.js';
import { writeRecords } from '../writer/index.js';
import { exportRecords } from './export-records.js';

const open: (() => Promise<void>)[] = [];
async function database(content: Content): Promise<DataSource> {
  const { url, drop } = await createTestDatabase(content);
  const dataSource = createDataSource(url, assembled.entities);
  await dataSource.initialize();
  open.push(async () => {
    await dataSource.destroy();
    await drop();
  });
  return dataSource;
}

async function exported({ manager }: DataSource, ...types: ContentRecord['type'][]): Promise<ContentRecord[]> {
  const records: ContentRecord[] = [];
  for await (const record of exportRecords(manager, types.length > 0 ? types : undefined)) records.push(record);
  return records;
}

let folder: string;
let first: DataSource;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'osce-graph-export-'));
  first = await database('organization');
  await writeRecords(first, [
    // Nodes that have changed their slug keep their id, and a place may be shared or left free.
    { type: 'FieldOfWork', slug: 'young-people', formerSlugs: ['youth'], name: 'Young people', dimension: 'HUMAN' },
    { type: 'FieldOfWork', slug: 'far-away', name: 'Far away', dimension: 'HUMAN', position: 900 },
    {
      type: 'NewsItem',
      slug: 'an-item',
      title: 'An item “quoted” about Malta – and Türkiye 𝄞',
      lead: 'Line one\nline two of Italy',
      issuedOn: '2007',
      sourceUrl: 'https://example.org/secretariat/4711',
      sourceId: '4711',
      issuedBy: ['secretariat', 'odihr'],
      issuersAsText: ['Ministry of the Sea', 'A “quoted”, office'],
      subThemes: ['Lighthouses'],
      fieldsOfWork: ['young-people', 'border-management'],
      projects: ['e-vidence'],
    },
  ]);
});
afterAll(async () => {
  for (const close of open) await close();
  await rm(folder, { recursive: true });
});

it('an export imported into an empty database is the same graph, byte for byte', async () => {
  const second = await database('empty');
  const file = join(folder, 'graph.jsonl');
  const records = await exported(first);
  await writeFile(file, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  for await (const report of importFiles(second, [file])) {
    expect(report).toMatchObject({ lines: { added: records.length, refused: 0 } });
  }
  expect(await contentHash(second)).toEqual(await contentHash(first));
  expect(await exported(second)).toEqual(records);
});

it('an export imported into the same database changes nothing', async () => {
  const before = await contentHash(first);
  const { added, changed } = await writeRecords(first, await exported(first));
  expect([added.size, changed.size]).toEqual([0, 0]);
  expect(await contentHash(first)).toEqual(before);
});

it('exported nodes come after those that they refer to, so that lines can be imported one by one', async () => {
  const seen = new Set<string>();
  for (const record of await exported(first)) {
    if (record.type === 'Chairpersonship') continue;
    if (record.type === 'FieldOperation') {
      for (const slug of record.predecessors ?? []) expect(seen).toContain(slug);
    }
    seen.add(record.slug);
  }
});

it('an export can be limited to types', async () => {
  const records = await exported(first, 'Project', 'Institution');
  expect(new Set(records.map(({ type }) => type))).toEqual(new Set(['Project', 'Institution']));
});
