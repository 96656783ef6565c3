import fc from 'fast-check';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { assembled } from '../../slices.js';
import { createDataSource } from '../../database/data-source.js';
import { contentHash } from '../../testing/content-hash.js';
import { createTestDatabase } from '../../testing/test-database.js';
import { importFiles } from '../import/import-files.js';
import { dryRunImport } from '../import/dry-run.js';
import type { ContentRecord } from '../record.js';
import { listRuns } from './list-runs.js';
import { originsOf } from './origin.js';
import { ImportRun, RunError } from './run.js';
import { undoRun, type UndoReport } from './undo.js';

let folder: string;
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let dataSource: DataSource;

async function open(): Promise<void> {
  database = await createTestDatabase('organization');
  dataSource = createDataSource(database.url, assembled.entities);
  await dataSource.initialize();
}
async function close(): Promise<void> {
  await dataSource.destroy();
  await database.drop();
}

beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'osce-graph-undo-'))));
afterAll(() => rm(folder, { recursive: true }));

let files = 0;
/** Imports records, each list from a file of its own, in one run. @returns the number of the run */
async function bring(...lists: ContentRecord[][]): Promise<number> {
  const paths: string[] = [];
  for (const records of lists) {
    const path = join(folder, `${(files += 1)}.jsonl`);
    await writeFile(path, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
    paths.push(path);
  }
  let run = 0;
  for await (const report of importFiles(dataSource, paths, { onRun: (id) => (run = id) })) {
    if (report.outcome === 'refused') throw new Error(JSON.stringify(report));
  }
  return run;
}

const undo = (run: number): Promise<UndoReport[]> =>
  dataSource.transaction(async (manager) => {
    const reports: UndoReport[] = [];
    for await (const report of undoRun(manager, run)) reports.push(report);
    return reports;
  });

const conflicts = (reports: UndoReport[]) =>
  reports.flatMap((report) => (report.outcome === 'conflict' ? [[report.node.key, report.reason]] : []));

const news = (slug: string, more: object = {}): ContentRecord => ({
  type: 'NewsItem',
  slug,
  title: `Pilots of ${slug} meet in Malta`,
  lead: 'They came from Norway.',
  issuedOn: '2021-04-05',
  issuedBy: ['secretariat'],
  fieldsOfWork: ['border-management'],
  ...more,
});
const event = (slug: string, more: object = {}): ContentRecord => ({
  type: 'Event',
  slug,
  title: `Event ${slug}`,
  ...more,
});
const office = (slug: string, more: object = {}): ContentRecord => ({
  type: 'FieldOperation',
  slug,
  name: `Office ${slug}`,
  status: 'ACTIVE',
  hostCountry: 'malta',
  ...more,
});
const project = (slug: string, ...supportedBy: string[]): ContentRecord => ({
  type: 'Project',
  slug,
  name: `Project ${slug}`,
  supportedBy,
});

/** What a first and a second run bring; the second one is taken back. */
const pairs: [string, ContentRecord[][], ContentRecord[][]][] = [
  ['other items', [[news('a')]], [[news('b'), news('c')]]],
  ['the same items', [[news('a'), news('b')]], [[news('a'), news('b')]]],
  ['another text of an item', [[news('a')]], [[news('a', { title: 'Cooks', lead: 'Of Italy.', body: 'And Spain.' })]]],
  [
    'other edges of an item',
    [[news('a')]],
    [[news('a', { issuedBy: ['odihr', 'secretariat'], projects: ['e-vidence'] })]],
  ],
  ['an item twice, in two files', [[news('a')]], [[news('a', { body: 'One.' })], [news('a', { body: 'Two.' })]]],
  ['a new item twice in one file', [[]], [[news('a'), news('a', { body: 'Of Serbia.' })]]],
  ['an event and an item about it', [[news('a')]], [[event('e', { country: 'malta' }), news('a', { events: ['e'] })]]],
  ['another title of an event', [[event('e', { fieldsOfWork: ['youth'] })]], [[event('e', { title: 'Other' })]]],
  ['the end of an office', [[office('o')]], [[office('o', { status: 'CLOSED', closedOn: '2020' })]]],
  ['an office after another', [[office('o')]], [[office('p', { predecessors: ['o'], parent: 'secretariat' })]]],
  [
    'another slug',
    [[project('p', 'malta')]],
    [[{ ...project('q', 'italy', 'malta'), formerSlugs: ['p'] } as ContentRecord]],
  ],
  [
    'a new country of which others speak',
    [[news('a')]],
    [
      [
        { type: 'ParticipatingState', slug: 'xy', name: 'Xy', isoCode: 'XY', isoCode3: 'XYZ', capital: 'X' },
        office('o', { hostCountry: 'xy' }),
        news('a', { issuedBy: ['o'], body: 'Pilots of Xy.' }),
        { type: 'Chairpersonship', year: 2999, heldBy: 'Xy', country: 'xy', chairs: [] },
      ],
    ],
  ],
];

describe('undo', () => {
  beforeAll(open);
  afterAll(close);

  it.each(pairs)('undoing a run that added %s restores the graph of the runs before it', async (_, first, second) => {
    const before = await contentHash(dataSource);
    const one = await bring(...first);
    const between = await contentHash(dataSource);
    const two = await bring(...second);
    expect(conflicts(await undo(two))).toEqual([]);
    expect(await contentHash(dataSource)).toEqual(between);
    expect(conflicts(await undo(one))).toEqual([]);
    expect(await contentHash(dataSource)).toEqual(before);
  });

  it('undo keeps what a later run added', async () => {
    await bring([news('later')]);
    const alone = await contentHash(dataSource);
    await undo(await lastRun());
    const first = await bring([news('earlier')]);
    const later = await bring([news('later')]);
    await undo(first);
    expect(await contentHash(dataSource)).toEqual(alone);
    await undo(later);
  });

  it('undo keeps what a later run changed and reports a conflict, until that run is undone too', async () => {
    const before = await contentHash(dataSource);
    const first = await bring([news('kept'), news('gone')]);
    const second = await bring([news('kept', { body: 'Of Spain.' })]);
    const reports = await undo(first);
    expect(conflicts(reports)).toEqual([['kept', `run ${second} changed it since`]]);
    expect(reports.map(({ outcome, node }) => [outcome, node.key]).sort()).toEqual([
      ['conflict', 'kept'],
      ['removed', 'gone'],
    ]);
    const [{ body }] = await dataSource.query(`SELECT body FROM news_item WHERE slug IN ('kept', 'gone')`);
    expect(body).toBe('Of Spain.');
    expect((await listRuns(dataSource.manager)).find(({ id }) => id === first)?.state).toBe('PARTLY_UNDONE');
    expect(conflicts(await undo(second))).toEqual([]);
    expect(conflicts(await undo(first))).toEqual([]);
    expect(await contentHash(dataSource)).toEqual(before);
  });

  it('undo keeps what a later run confirmed and reports a conflict, until that run is undone too', async () => {
    const before = await contentHash(dataSource);
    const one = await bring([news('confirmed'), news('alone'), event('confirmed-event')]);
    const two = await bring([news('confirmed'), event('confirmed-event')]);
    const told = await undo(one);
    expect(conflicts(told)).toEqual([
      ['confirmed-event', `run ${two} confirmed it since`],
      ['confirmed', `run ${two} confirmed it since`],
    ]);
    expect(told.filter(({ outcome }) => outcome === 'removed').map(({ node }) => node.key)).toEqual(['alone']);
    expect(conflicts(await undo(two))).toEqual([]);
    expect(conflicts(await undo(one))).toEqual([]);
    expect(await contentHash(dataSource)).toEqual(before);
    expect(await dataSource.query('SELECT FROM import_confirmation')).toEqual([]);
  });

  it('undo keeps a node that others refer to, and those that it refers to itself', async () => {
    const first = await bring([office('far-office'), office('near-office', { predecessors: ['far-office'] })]);
    const second = await bring([news('of-near', { issuedBy: ['near-office'] })]);
    const reason = 'something that this run did not bring names it';
    expect(conflicts(await undo(first)).sort()).toEqual([
      ['far-office', reason],
      ['near-office', reason],
    ]);
    await undo(second);
    expect(conflicts(await undo(first))).toEqual([]);
  });

  it('undo does not restore an edge to a removed node', async () => {
    const first = await bring([event('first-event'), news('moved', { events: ['first-event'] })]);
    const second = await bring([event('second-event'), news('moved', { events: ['second-event'] })]);
    expect(conflicts(await undo(first))).toEqual([['moved', `run ${second} changed it since`]]);
    expect(conflicts(await undo(second))).toEqual([
      ['second-event', 'something that this run did not bring names it'],
      ['moved', 'what it was before leads to a node (Event) that is no longer there'],
    ]);
  });

  it('undo does not take a slug from the node that has it now', async () => {
    await bring([event('old-slug')]);
    const renaming = await bring([event('new-slug', { formerSlugs: ['old-slug'], id: await idOf('old-slug') })]);
    await dataSource.query(`UPDATE event SET former_slugs = '{}' WHERE slug = 'new-slug'`);
    await bring([event('old-slug', { id: '05000000-0000-8000-8000-000000000000' })]);
    expect(conflicts(await undo(renaming))).toEqual([
      ['new-slug', 'the slug that it had before is now that of another'],
    ]);
  });

  it('undo is rejected and changes nothing if the former code of a country now belongs to another', async () => {
    const state = (slug: string, isoCode: string): ContentRecord => ({
      type: 'ParticipatingState',
      slug,
      name: slug,
      isoCode,
      isoCode3: `${isoCode}X`,
      capital: 'X',
    });
    await bring([state('atlantis', 'XA')]);
    const run = await bring([state('atlantis', 'XB')]);
    await bring([state('lemuria', 'XA')]);
    const before = await contentHash(dataSource);
    await expect(undo(run)).rejects.toThrow(/^CONFLICT: .+iso_code.+\(XA\)/);
    expect(await contentHash(dataSource)).toEqual(before);
  });

  it('undo reports the fields and edges of restored nodes', async () => {
    await bring([news('told')]);
    const reports = await undo(await bring([news('told', { body: 'Of Spain.', issuedBy: ['permanent-council'] })]));
    expect(reports).toEqual([
      {
        outcome: 'restored',
        node: { kind: 'NewsItem', key: 'told', id: expect.any(String) },
        fields: ['body'],
        addedEdges: [{ field: 'issuedBy', to: 'Office secretariat' }],
        removedEdges: [
          { field: 'issuedBy', to: 'Office permanent-council' },
          { field: 'countries', to: 'Country spain' },
        ],
      },
    ]);
  });

  it('a dry run of an undo changes nothing and reports what the undo then does', async () => {
    const run = await bring([news('rehearsed')]);
    const before = await contentHash(dataSource);
    const said: UndoReport[] = [];
    await dryRunImport(dataSource, async (manager) => {
      for await (const report of undoRun(manager, run)) said.push(report);
    });
    expect(await contentHash(dataSource)).toEqual(before);
    expect(await undo(run)).toEqual(said);
  });

  it('undo is rejected for an unknown run, an undone run and the seed data', async () => {
    const run = await bring([news('once')]);
    await undo(run);
    const own = (await listRuns(dataSource.manager))[0]!;
    const refused: [number, RegExp][] = [
      [999_999, /There is no run 999999/],
      [run, /already been undone/],
      [own.id, /seed data/],
    ];
    for (const [id, reason] of refused) {
      const fault: unknown = await undo(id).catch((thrown: unknown) => thrown);
      expect(fault).toBeInstanceOf(RunError);
      expect((fault as Error).message).toMatch(reason);
    }
  });
});

const lastRun = async () => (await listRuns(dataSource.manager)).at(-1)!.id;

async function idOf(slug: string): Promise<string> {
  return (await dataSource.query<{ id: string }[]>('SELECT id FROM event WHERE slug = $1', [slug]))[0]!.id;
}

describe('origin', () => {
  beforeAll(open);
  afterAll(close);

  it('the origin of a node and of each of its edges is the run, file and line that added it', async () => {
    const first = await bring([news('other'), news('traced', { sourceUrl: 'https://example.org/traced' })]);
    const second = await bring([news('traced', { body: 'Of Spain.', issuedBy: ['secretariat', 'permanent-council'] })]);
    const [traced, ...more] = await originsOf(dataSource.manager, 'traced');
    expect(more).toEqual([]);
    const one = {
      run: first,
      line: 2,
      file: expect.stringContaining('.jsonl'),
      sha256: expect.stringMatching(/^\w{64}$/),
    };
    const two = { ...one, run: second, line: 1 };
    expect(traced).toEqual({
      node: { kind: 'NewsItem', key: 'traced', id: expect.any(String) },
      sourceUrl: 'https://example.org/traced',
      origin: one,
      changes: [two],
      edges: [
        { field: 'issuedBy', to: 'Office secretariat', origin: one },
        { field: 'issuedBy', to: 'Office permanent-council', origin: two },
        { field: 'fieldsOfWork', to: 'FieldOfWork border-management', origin: one },
        { field: 'countries', to: 'Country malta', origin: one },
        { field: 'countries', to: 'Country norway', origin: one },
        { field: 'countries', to: 'Country spain', origin: two },
      ],
    });
  });

  it('the origin of seed data is its loading, and an unknown node has none', async () => {
    const [malta] = await originsOf(dataSource.manager, 'malta');
    expect(malta).toMatchObject({ node: { kind: 'Country' }, origin: { file: 'seed data' }, changes: [] });
    expect(await originsOf(dataSource.manager, malta!.node.id)).toEqual([malta]);
    expect(await originsOf(dataSource.manager, 'nowhere')).toEqual([]);
  });
});

describe('a run that is under way', () => {
  beforeAll(open);
  afterAll(close);

  it('a run in progress cannot be undone until it or its process has ended', async () => {
    const run = await ImportRun.begin(dataSource, ['a-file']);
    await expect(undo(run.id)).rejects.toThrow(new RunError(`Run ${run.id} is still running.`));
    await run.end();
    expect(await undo(run.id)).toEqual([]);
  });
});

describe('runs of any records', () => {
  beforeAll(open);
  afterAll(close);

  const some = <Item>(items: Item[]) => fc.subarray(items);
  const slug = fc.constantFrom('a', 'b', 'c');
  const record: fc.Arbitrary<ContentRecord> = fc.oneof(
    fc
      .tuple(
        slug,
        fc.record({
          body: fc.option(fc.constantFrom('Of Malta.', 'Of Spain and Italy.'), { nil: undefined }),
          issuedOn: fc.option(fc.constantFrom('2001', '2001-02-03'), { nil: undefined }),
          issuedBy: some(['odihr', 'secretariat', 'hcnm']),
          events: some(['e-a', 'e-b']),
          subThemes: some(['Lakes', 'Seas']),
        }),
      )
      .map(([one, more]) => news(`n-${one}`, JSON.parse(JSON.stringify(more)) as object)),
    fc
      .tuple(slug, some(['youth', 'border-management']), fc.constantFrom('malta', 'italy'))
      .map(([one, fieldsOfWork, country]) => event(`e-${one}`, { fieldsOfWork, country })),
    fc.tuple(slug, some(['malta', 'italy', 'spain'])).map(([one, by]) => project(`p-${one}`, ...by)),
  );
  const records = fc.array(record, { maxLength: 6 }).map((some) => [event('e-a'), event('e-b'), ...some]);

  it('runs undone in any order leave the initial graph', async () => {
    const before = await contentHash(dataSource);
    await fc.assert(
      fc.asyncProperty(records, records, fc.boolean(), async (first, second, latestFirst) => {
        const one = await bring(first);
        const between = await contentHash(dataSource);
        const two = await bring(second);
        if (latestFirst) {
          expect(conflicts(await undo(two))).toEqual([]);
          expect(await contentHash(dataSource)).toEqual(between);
        } else {
          // What the second run changed keeps what the first brought; with the second gone, the rest goes.
          await undo(one);
          await undo(two);
        }
        const left = (await listRuns(dataSource.manager)).filter(({ id, state }) => id >= one && state !== 'UNDONE');
        for (const { id } of left) await undo(id);
        for (const { id, state } of await listRuns(dataSource.manager)) {
          if (id >= one && state !== 'UNDONE') await undo(id);
        }
        expect(await contentHash(dataSource)).toEqual(before);
      }),
      { numRuns: Number(process.env['UNDO_RUNS'] ?? 12), seed: 43 },
    );
  }, 120_000);
});
