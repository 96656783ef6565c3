/**
 * A noun that the product does not know, added as docs/architecture.md says: a folder with the files that every noun has, and
 * a migration. The folder is read like those of src/content. Nothing else of the product is told of it.
 */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeId } from '../graph/node-id.js';
import { assembleGraph, type AssembledGraph } from '../graph/schema/assemble.js';
import { readSlice } from '../graph/schema/read-slices.js';
import { derivedData } from '../ingest/derived/derived-data.js';
import { differenceOf, rebuildDerived } from '../ingest/derived/rebuild.js';
import { exportRecords } from '../ingest/export/export-records.js';
import { importFiles } from '../ingest/import/import-files.js';
import { undoRun } from '../ingest/ledger/undo.js';
import { loadSeedData } from '../ingest/seed-data.js';
import type { ContentRecord } from '../ingest/record.js';
import { startKeepingServer } from '../server/response-cache/served.fixture.js';
import { slices } from '../slices.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';
import { startTestGraphOn, type TestGraph } from './test-graph.js';

let database: TestDatabase;
let graph: TestGraph;
let withDocument: AssembledGraph;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'osce-graph-noun-'));
  // The template has the product's own nouns alone: the added one is declared when it is imported.
  database = await createTestDatabase('organization');
  const { Document1999999999999 } = await import('./document/1999999999999-document.js');
  withDocument = assembleGraph([...slices, readSlice(join(__dirname, 'document'))]);
  graph = await startTestGraphOn(database.url, database.url, { graph: withDocument });
  await graph.dataSource.transaction(({ queryRunner }) => new Document1999999999999().up(queryRunner!));
  await loadSeedData(graph.dataSource);
  await bring(charter, agreement);
});
afterAll(async () => {
  await graph.close();
  await database.drop();
  await rm(folder, { recursive: true });
});

const charter: ContentRecord = {
  type: 'Document',
  slug: 'istanbul-charter',
  formerSlugs: ['charter-of-istanbul'],
  title: 'Charter for European Security',
  lead: 'Herons are to be kept from harm in Norway.',
  datedOn: '1999-11-19',
  issuedBy: ['secretariat', 'permanent-council'],
  countries: ['norway', 'malta'],
};
const agreement: ContentRecord = { type: 'Document', slug: 'agreement', title: 'Agreement', issuedBy: [] };

let files = 0;
/** Imports records from a file of JSON Lines. @returns the number of the run, and what is told of the lines */
async function bring(...records: ContentRecord[]) {
  const path = join(folder, `${(files += 1)}.jsonl`);
  await writeFile(path, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  let run = 0;
  const reports = [];
  for await (const report of importFiles(graph.dataSource, [path], { onRun: (id) => (run = id) })) reports.push(report);
  return { run, reports };
}

async function exported(): Promise<ContentRecord[]> {
  const records: ContentRecord[] = [];
  for await (const record of exportRecords(graph.dataSource.manager, ['Document'])) records.push(record);
  return records;
}

interface Listed {
  documents: { totalCount: number; nodes: { slug: string }[] };
}
const slugsOf = async (args: string) => {
  const { documents } = await graph.data<Listed>(`{ documents${args} { totalCount nodes { slug } } }`);
  expect(documents.totalCount).toBe(documents.nodes.length);
  return documents.nodes.map(({ slug }) => slug);
};

it('an added noun has its own records loaded, and those of a file imported', async () => {
  const { reports } = await bring({ ...charter, slug: 'second' } as ContentRecord, agreement);
  expect(reports).toMatchObject([{ lines: { added: 0, changed: 1, unchanged: 1, refused: 0 } }]);
  await bring({ ...charter, formerSlugs: ['second', ...charter.formerSlugs!] } as ContentRecord);
  await bring(charter);
  expect(await slugsOf('')).toEqual(['istanbul-charter', 'helsinki-final-act', 'agreement']);
});

it('an invalid record of an added noun is rejected with its line', async () => {
  const { reports } = await bring(
    { ...agreement, title: '' } as ContentRecord,
    { ...agreement, issuedBy: ['nobody'] } as ContentRecord,
    { ...agreement, colour: 'red' } as ContentRecord,
  );
  expect(reports.map((report) => ('line' in report ? report.line : report))).toMatchObject([
    1,
    2,
    3,
    { lines: { added: 0, refused: 3 } },
  ]);
});

it.each([
  ['(where: { title: { contains: "europ" } })', ['istanbul-charter']],
  ['(where: { datedOn: { lt: "1990" } })', ['helsinki-final-act']],
  ['(where: { search: "herons" })', ['istanbul-charter']],
  ['(where: { issuedBy: { some: { slug: { eq: "permanent-council" } } } })', ['istanbul-charter']],
  ['(where: { countries: { none: {} } })', ['agreement']],
  ['(orderBy: [{ field: TITLE }])', ['agreement', 'istanbul-charter', 'helsinki-final-act']],
  [
    '(orderBy: [{ field: DATED_ON, direction: ASC, nulls: FIRST }])',
    ['agreement', 'helsinki-final-act', 'istanbul-charter'],
  ],
])('an added noun is listed, filtered and ordered: %s', async (args, expected) => {
  expect(await slugsOf(args)).toEqual(expected);
});

it('the edges of an added noun lead both ways, in lists, filters and counts', async () => {
  const data = await graph.data<object>(`{
    document(slug: "charter-of-istanbul") { issuedBy { slug } countries { slug } }
    country(slug: "malta") { documents { totalCount nodes { slug } } }
    office(slug: "secretariat") { documents(first: 1) { totalCount nodes { slug } pageInfo { hasNextPage } } }
    countries(where: { documents: { some: { slug: { eq: "istanbul-charter" } } } }) { nodes { slug } }
  }`);
  expect(data).toEqual({
    document: {
      issuedBy: [{ slug: 'secretariat' }, { slug: 'permanent-council' }],
      countries: [{ slug: 'norway' }, { slug: 'malta' }],
    },
    country: { documents: { totalCount: 1, nodes: [{ slug: 'istanbul-charter' }] } },
    office: { documents: { totalCount: 2, nodes: [{ slug: 'istanbul-charter' }], pageInfo: { hasNextPage: true } } },
    countries: { nodes: [{ slug: 'malta' }, { slug: 'norway' }] },
  });
});

it('an added noun is found by `node`, `_entities`, its many-lookups, `search` and `path`', async () => {
  const id = nodeId('Document', 'istanbul-charter');
  const data = await graph.data<object>(
    `query ($id: ID!, $of: [_Any!]!, $malta: ID!) {
      node(id: $id) { __typename ... on Document { title lead datedOn } }
      _entities(representations: $of) { ... on Document { slug } }
      documentsBySlugs(slugs: ["agreement", "nothing"]) { slug }
      search(query: "herons", types: [DOCUMENT], where: { document: { datedOn: { gte: "1999" } } }) {
        nodes { id } edges { highlights { field } }
      }
      path(from: $id, to: $malta, via: [DOCUMENT]) { hops { field sentence } }
    }`,
    {
      id: (await graph.data<{ document: { id: string } }>('{ document(slug: "istanbul-charter") { id } }')).document.id,
      of: [
        { __typename: 'Document', slug: 'istanbul-charter' },
        { __typename: 'Document', id },
      ],
      malta: nodeId('Country', 'malta'),
    },
  );
  expect(data).toEqual({
    node: {
      __typename: 'Document',
      title: charter.title,
      lead: 'Herons are to be kept from harm in Norway.',
      datedOn: '1999-11-19',
    },
    _entities: [{ slug: 'istanbul-charter' }, { slug: 'istanbul-charter' }],
    documentsBySlugs: [{ slug: 'agreement' }, null],
    search: { nodes: [{ id }], edges: [{ highlights: [{ field: 'LEAD' }] }] },
    path: { hops: [{ field: 'countries', sentence: '“Charter for European Security” is about Malta.' }] },
  });
});

it('what is exported of an added noun is what was imported', async () => {
  const own = JSON.parse(await readFile(join(__dirname, 'document/document.data.json'), 'utf8')) as ContentRecord[];
  const bySlug = (a: object, b: object) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
  expect((await exported()).sort(bySlug)).toEqual([charter, agreement, ...own].sort(bySlug));
});

it('an import of an added noun is undone: what it changed is as before, and what it added is gone', async () => {
  const before = await exported();
  const { run } = await bring(
    { ...charter, title: 'Another', lead: 'Cranes.', countries: ['italy'] } as ContentRecord,
    { type: 'Document', slug: 'short-lived', title: 'Short-lived', issuedBy: ['secretariat'] },
  );
  expect(await slugsOf('(where: { search: "cranes" })')).toEqual(['istanbul-charter']);
  const reports = await graph.dataSource.transaction(async (manager) => {
    const all = [];
    for await (const report of undoRun(manager, run)) all.push(report);
    return all;
  });
  expect(reports.map(({ outcome }) => outcome).sort()).toEqual(['removed', 'restored']);
  expect(await exported()).toEqual(before);
  expect(await slugsOf('(where: { search: "cranes" })')).toEqual([]);
});

it('a change of an added noun invalidates the cached responses that show it, and no others', async () => {
  const kept = await startKeepingServer(graph.url, { graph: withDocument });
  try {
    const queries = [
      '{ documents { totalCount } }',
      '{ document(slug: "agreement") { title } }',
      '{ country(slug: "spain") { documents { totalCount } } }',
      '{ search(query: "treaty", types: [DOCUMENT]) { nodes { id } } }',
      '{ newsItems { totalCount } }',
    ];
    const answers = async () => Promise.all(queries.map((query) => kept.ask(query)));
    const statements = async () => {
      const before = kept.database.statementCount;
      return [await answers(), kept.database.statementCount - before] as const;
    };
    const before = await answers();
    expect(await statements()).toEqual([before, 0]);
    const { run } = await bring(
      { ...agreement, title: 'Treaty', countries: ['spain'] } as ContentRecord,
      {
        ...agreement,
        slug: 'third',
      } as ContentRecord,
    );
    await kept.caughtUp();
    const after = await answers();
    expect(after.map((answer, i) => answer !== before[i])).toEqual([true, true, true, true, false]);
    await graph.dataSource.transaction(async (manager) => {
      for await (const report of undoRun(manager, run)) expect(report.outcome).not.toBe('conflict');
    });
    await kept.caughtUp();
    expect(await answers()).toEqual(before);
  } finally {
    await kept.close();
  }
});

it('data derived from an added noun is compared with its tables and rebuilt', async () => {
  await graph.dataSource.query(`UPDATE searchable SET sort_key = 'x' WHERE kind = 'Document'`);
  const words = derivedData().find(({ name }) => name === 'search rows of document')!;
  expect((await differenceOf(graph.dataSource, words)).count).toBe(3);
  await rebuildDerived(graph.dataSource, () => undefined);
  expect((await differenceOf(graph.dataSource, words)).count).toBe(0);
});

it('docs/architecture.md lists the files of a noun, and no others are needed', async () => {
  const page = await readFile(join(__dirname, '../../docs/architecture.md'), 'utf8');
  const section = page.slice(page.indexOf('## Add a noun'));
  const listed = [...section.matchAll(/^\| `([^`]+)`/gm)].map(([, file]) =>
    file!.replace(/^migrations.<number>/, '1999999999999'),
  );
  expect(listed.sort()).toEqual((await readdir(join(__dirname, 'document'))).sort());
  const generated = ['schema.graphql', 'structure.sql'];
  for (const file of generated) expect(section).toContain(`\`${file}\``);
  expect(listed.length + generated.length).toBeLessThanOrEqual(12);
});
