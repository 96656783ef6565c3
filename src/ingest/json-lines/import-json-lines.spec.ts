import { appendFile, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contentHash } from '../../testing/content-hash.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { importFiles, type FileReport } from '../import/import-files.js';
import { longestLine } from './lines.js';

let graph: TestGraph;
let folder: string;
beforeAll(async () => {
  graph = await startTestGraph('organization');
  folder = await mkdtemp(join(tmpdir(), 'osce-graph-lines-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await graph.close();
});

type Value = string | object | Buffer;
const lineOf = (value: Value) =>
  Buffer.isBuffer(value) ? value : Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
const bytesOf = (values: readonly Value[]) =>
  Buffer.concat(values.flatMap((value) => [lineOf(value), Buffer.from('\n')]));

async function run(name: string, ...values: Value[]): Promise<FileReport[]> {
  const path = join(folder, name);
  await writeFile(path, bytesOf(values));
  return runFile(path);
}

async function runFile(path: string): Promise<FileReport[]> {
  const reports: FileReport[] = [];
  for await (const report of importFiles(graph.dataSource, [path])) reports.push(report);
  await graph.catalogue.reload();
  return reports;
}

const news = (slug: string, more: object = {}) => ({
  type: 'NewsItem',
  slug,
  title: `Monitors of ${slug} meet in Vienna`,
  body: 'They spoke of Malta.',
  issuedOn: '2020-02-03',
  issuedBy: ['secretariat'],
  fieldsOfWork: ['border-management'],
  ...more,
});

it('records of every type are imported from one file in any order of lines', async () => {
  const reports = await run(
    'all.jsonl',
    news('an-item-of-all', { projects: ['a-project'], events: ['an-event'], issuedBy: ['an-office'] }),
    { type: 'Project', slug: 'a-project', name: 'A project', supportedBy: ['atlantis'] },
    { type: 'Event', slug: 'an-event', title: 'An event', startsOn: '2020-02', series: 'a-series', country: 'malta' },
    { type: 'EventSeries', slug: 'a-series', name: 'A series' },
    { type: 'Chairpersonship', year: 2999, heldBy: 'Atlantis', country: 'atlantis', chairs: ['A. B.'] },
    { type: 'FieldOfWork', slug: 'a-field', name: 'A field', dimension: 'HUMAN' },
    { type: 'FieldOperation', slug: 'an-office', name: 'An Office', status: 'ACTIVE', hostCountry: 'atlantis' },
    {
      type: 'ParticipatingState',
      slug: 'atlantis',
      name: 'Atlantis',
      isoCode: 'XA',
      isoCode3: 'XAT',
      capital: 'Poseidonis',
    },
  );
  expect(reports).toEqual([
    expect.objectContaining({ outcome: 'added', lines: { added: 8, changed: 0, unchanged: 0, refused: 0 } }),
  ]);
  expect(
    await graph.data(`{ newsItem(slug: "an-item-of-all") { countries { slug } issuedBy { slug } events { slug }
      projects { supportedBy { slug } } } chairpersonship(year: 2999) { country { slug } } }`),
  ).toEqual({
    newsItem: {
      countries: [{ slug: 'malta' }, { slug: 'atlantis' }],
      issuedBy: [{ slug: 'an-office' }],
      events: [{ slug: 'an-event' }],
      projects: [{ supportedBy: [{ slug: 'atlantis' }] }],
    },
    chairpersonship: { country: { slug: 'atlantis' } },
  });
});

it('importing the same file twice changes nothing', async () => {
  const before = await contentHash(graph.dataSource);
  const [report] = await runFile(join(folder, 'all.jsonl'));
  expect(report).toMatchObject({ outcome: 'unchanged', lines: { unchanged: 8 } });
  expect(await contentHash(graph.dataSource)).toEqual(before);
});

it('a single record keeps the position of its node, a new node goes last, and an explicit position applies', async () => {
  const places = async (...slugs: string[]) => {
    const rows = await graph.dataSource.query<{ slug: string; position: number }[]>(
      'SELECT slug, position FROM field_of_work WHERE slug = ANY ($1)',
      [slugs],
    );
    return Object.fromEntries(rows.map(({ slug, position }) => [slug, position]));
  };
  const before = await places('youth', 'a-field');
  expect(before['youth']).toBeGreaterThan(0);
  const field = (slug: string, more: object = {}) => ({
    type: 'FieldOfWork',
    slug,
    name: `Field ${slug}`,
    dimension: 'HUMAN',
    ...more,
  });
  await run('places.jsonl', field('youth'), field('one-more'), field('and-one-more'), field('told', { position: 7 }));
  const last = before['a-field']!;
  expect(await places('youth', 'one-more', 'and-one-more', 'told')).toEqual({
    youth: before['youth'],
    'one-more': last + 1,
    'and-one-more': last + 2,
    told: 7,
  });
});

it('one bad record in 10,000 is reported with file, line and reason, and the other 9,999 are imported', async () => {
  const values = Array.from({ length: 10_000 }, (_, i) => news(`many-${i}`, { lead: undefined, body: undefined }));
  values[6_789] = news('many-6789', { issuedBy: ['ministry-of-nowhere'] });
  const reports = await run('many.ndjson', ...values);
  expect(reports).toEqual([
    {
      file: join(folder, 'many.ndjson'),
      outcome: 'refused',
      code: 'BAD_USER_INPUT',
      line: 6_790,
      reason: 'There is no Office with the slug "ministry-of-nowhere".',
    },
    expect.objectContaining({ outcome: 'added', lines: { added: 9_999, changed: 0, unchanged: 0, refused: 1 } }),
  ]);
  const [row] = await graph.dataSource.query<{ count: number }[]>(
    `SELECT count(*)::int AS count FROM news_item WHERE slug LIKE 'many-%'`,
  );
  expect(row!.count).toBe(9_999);
});

describe('a line', () => {
  const state = { type: 'ParticipatingState', slug: 'x', name: 'X', isoCode: 'XX', isoCode3: 'XXX', capital: 'X' };
  const bad: [string, Value, RegExp][] = [
    ['that is no JSON', '{ "type": "NewsItem"', /^Expected JSON: /],
    ['that is a list', '[]', /a record to be an object, but got a list/],
    ['that is a word', '"word"', /a record to be an object, but got "word"/],
    ['without a type', '{}', /the field "type", but it is missing/],
    ['of an unknown type', { type: 'Planet' }, /"type" to be one of ParticipatingState, .+ but got "Planet"/],
    ['with a type from the prototype', { type: 'constructor' }, /"type" to be one of/],
    ['with an unknown field', news('x', { colour: 'red' }), /no field "colour"; the fields are type, slug, /],
    ['with __proto__', '{"type":"NewsItem","__proto__":{"slug":"x"}}', /no field "__proto__"/],
    ['that lacks a field', { type: 'NewsItem', slug: 'x' }, /Expected the field "title"/],
    ['with a null', news('x', { lead: null }), /"lead" to be a text, but got null/],
    ['with a number for a text', news('x', { title: 7 }), /"title" to be a text, but got 7/],
    ['with an empty title', news('x', { title: '' }), /"title" to be a text, but it is empty/],
    [
      'with a text for a list',
      news('x', { issuedBy: 'secretariat' }),
      /"issuedBy" to be a list, but got "secretariat"/,
    ],
    ['with a number in a list', news('x', { issuedBy: [7] }), /"issuedBy\[0\]" to be a text, but got 7/],
    [
      'with a day that is none',
      news('x', { issuedOn: '2023-02-29' }),
      /"issuedOn" to be a date such as .+"2023-02-29"/,
    ],
    ['with a local date', news('x', { issuedOn: '29/1/2023' }), /"issuedOn" to be a date/],
    ['with a slug that is none', news('An Item'), /"slug" to match /],
    ['with a script for a URL', news('x', { sourceUrl: 'javascript:alert(1)' }), /"sourceUrl" to match /],
    ['with a NUL', news('x', { title: 'a\0b' }), /"title" to be a text, but it contains a NUL/],
    [
      'with a lone surrogate',
      news('x', { title: 'a\ud800b' }),
      /"title" to be a text, but it contains half of a surrogate pair/,
    ],
    ['with a NUL byte', Buffer.from('{"type":\0}'), /NUL byte/],
    ['that is not UTF-8', Buffer.from([0x22, 0xc3, 0x22]), /Expected a line in UTF-8/],
    [
      'with a field of a name',
      { ...state, names: [{ name: 'Y', kind: 'FORMER', since: '2007' }] },
      /"names\[0\].since"/,
    ],
    [
      'with the year 0',
      { type: 'Chairpersonship', year: 0, heldBy: 'X', chairs: [] },
      /"year" to be a whole number from/,
    ],
    ['with an id of another kind', { ...state, id: '02000000-0000-8000-8000-000000000000' }, /"id" to match/],
    [
      'with the id of another node',
      { ...state, slug: 'malta', id: '01000000-0000-8000-8000-000000000000' },
      /Country .+"malta" has the id/,
    ],
    ['that takes a code of another', { ...state, isoCode: 'MT' }, /unique.+\(iso_code\)=\(MT\)/],
    ['that breaks a rule of the table', { ...state, type: 'PartnerForCooperation' }, /check constraint/],
    ['with 100,000 levels', '['.repeat(100_000), /Expected JSON/],
  ];

  it.each(bad)('%s is rejected with a reason, and the lines around it are imported', async (name, value, reason) => {
    const slug = `beside-${bad.findIndex(([other]) => other === name)}`;
    const reports = await run('bad.jsonl', news(`${slug}-a`), value, '', news(`${slug}-b`));
    expect(reports).toEqual([
      {
        file: join(folder, 'bad.jsonl'),
        outcome: 'refused',
        code: /Country .+has the id|unique/.test(reason.source) ? 'CONFLICT' : 'BAD_USER_INPUT',
        line: 2,
        reason: expect.stringMatching(reason) as string,
      },
      expect.objectContaining({ lines: { added: 2, changed: 0, unchanged: 0, refused: 1 } }),
    ]);
  });

  it('a line that refers to a rejected record is rejected', async () => {
    const reports = await run(
      'chain.jsonl',
      { type: 'Event', slug: 'lost-event', title: 'Lost', country: 'nowhere' },
      news('names-a-lost-event', { events: ['lost-event'] }),
      news('names-nothing'),
    );
    expect(
      reports.map((report) => ('reason' in report ? ['line' in report && report.line, report.reason] : report.outcome)),
    ).toEqual([
      [1, 'There is no Country with the slug "nowhere".'],
      [2, 'There is no Event with the slug "lost-event".'],
      'added',
    ]);
  });

  it('a line of 500 MB is rejected without being held in memory', async () => {
    const path = join(folder, 'long.jsonl');
    // A file with a hole takes no room on the disk.
    await writeFile(path, '');
    await truncate(path, 500_000_000);
    await appendFile(path, `\n${JSON.stringify(news('after-the-long-line'))}`);
    const before = process.memoryUsage().rss;
    let most = 0;
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss - before)), 5);
    const reports = await runFile(path);
    clearInterval(watch);
    expect(reports).toMatchObject([
      { line: 1, reason: `Expected a line of at most ${longestLine} bytes, but it has 500000000.` },
      { lines: { added: 1, refused: 1 } },
    ]);
    expect(most).toBeLessThan(150_000_000);
  });
});

it('a later line for the same node completes an earlier one', async () => {
  const reports = await run('twice.jsonl', news('twice'), news('twice', { kind: 'PRESS_RELEASE' }));
  expect(reports).toMatchObject([{ outcome: 'added', lines: { added: 1, changed: 1 } }]);
  expect(await graph.data('{ newsItem(slug: "twice") { kind } }')).toEqual({ newsItem: { kind: 'PRESS_RELEASE' } });
});

it('JSON Lines in a file of another name are recognized by the first line, with or without a byte order mark', async () => {
  expect(await run('lines.txt', news('in-a-txt'))).toMatchObject([{ lines: { added: 1 } }]);
  expect(await run('mark.txt', `\uFEFF${JSON.stringify(news('marked'))}\r`, news('marked-too'))).toMatchObject([
    { lines: { added: 2 } },
  ]);
});

it('the last line of a file that ends in the middle of a character is rejected', async () => {
  const whole = bytesOf([news('whole'), news('cut', { title: 'Café' })]);
  const path = join(folder, 'cut.jsonl');
  await writeFile(path, whole.subarray(0, whole.indexOf('é') + 1));
  expect(await runFile(path)).toMatchObject([
    { line: 2, reason: expect.stringContaining('UTF-8') as string },
    { lines: { added: 1, refused: 1 } },
  ]);
});

it('an empty JSON Lines file is not an error', async () => {
  expect(await run('empty.jsonl')).toMatchObject([{ outcome: 'unchanged', lines: { added: 0, refused: 0 } }]);
});
