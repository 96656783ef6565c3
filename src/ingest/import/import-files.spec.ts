import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { importFiles, type FileReport, type PageReport } from './import-files.js';

let graph: TestGraph;
let folder: string;
beforeAll(async () => {
  graph = await startTestGraph('organization');
  folder = await mkdtemp(join(tmpdir(), 'osce-graph-import-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await graph.close();
});

const put = async (name: string, content: string | Uint8Array): Promise<string> => {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  return path;
};

async function run(...paths: string[]): Promise<FileReport[]> {
  const reports: FileReport[] = [];
  for await (const report of importFiles(graph.dataSource, paths)) reports.push(report);
  return reports;
}

const outcomes = (reports: FileReport[]) => reports.map(({ outcome }) => outcome);

const lead = 'Border officers from Kazakhstan and Kyrgyzstan met in Tashkent on 3 March for a course on forged papers.';
const page = `-
Our work
-
Fields of work
- Arms control
- Border management
- Youth
-
Countries
-
Participating States
- Albania
- Czech Republic
- Finland – OSCE Chairpersonship 2025
- Utopia
- Uzbekistan
News Item
Forged papers are the theme of a course in Tashkent
${lead}
- Issued on:
- Issued by:
- OSCE Secretariat, Office of the Special Representative and Co-ordinator for Combating Trafficking in Human Beings, OSCE Project Co-ordinator in Uzbekistan, Ministry of Nowhere
- Fields of work:
- Border management, Document security
${lead}
Dutch experts showed how the Budapest Convention is applied. The United States paid for the course, which the German Embassy opened.
The course is a part of OSCE Project E-VIDENCE.`;

const slug = 'forged-papers-are-the-theme-of-a-course-in-tashkent';

describe('importing a news page', () => {
  let report: PageReport;
  beforeAll(async () => {
    [report] = (await run(await put('page.txt', page))) as [typeof report];
  });

  it('a news page becomes a news item with its text, the lead once, its issuers, field and project', async () => {
    expect(report).toMatchObject({ outcome: 'added', shape: 'site-page' });
    expect(report.confidence).toBeGreaterThan(0.5);
    const { newsItem } = await graph.data<{ newsItem: Record<string, unknown> }>(`{ newsItem(slug: "${slug}") {
      title lead body issuedOn kind issuersAsText subThemes issuedBy { name } fieldsOfWork { name } projects { name } } }`);
    expect(newsItem).toEqual({
      title: 'Forged papers are the theme of a course in Tashkent',
      lead,
      body: expect.stringMatching(/^Dutch experts .+ opened\.\n\nThe course .+E-VIDENCE\.$/s) as string,
      issuedOn: null,
      kind: 'NEWS',
      issuersAsText: ['Ministry of Nowhere'],
      subThemes: ['Document security'],
      issuedBy: [
        { name: 'Secretariat' },
        { name: 'Office of the Special Representative and Co-ordinator for Combating Trafficking in Human Beings' },
        { name: 'Project Co-ordinator in Uzbekistan' },
      ],
      fieldsOfWork: [{ name: 'Border management' }],
      projects: [{ name: 'E-VIDENCE' }],
    });
  });

  it('a news item is linked to the countries that it names and the host of its field operation, with evidence', async () => {
    interface Item {
      title: string;
      lead: string;
      body: string;
      countries: { isoCode: string }[];
      countryMentions: { quote: string; start: number; end: number; field: string; country: { isoCode: string } }[];
    }
    const { newsItem } = await graph.data<{ newsItem: Item }>(`{ newsItem(slug: "${slug}") { title lead body
      countries { isoCode } countryMentions { quote start end field country { isoCode } } } }`);
    expect(newsItem.countries.map(({ isoCode }) => isoCode)).toEqual(['KZ', 'KG', 'NL', 'US', 'DE', 'UZ']);
    expect(newsItem.countryMentions.map(({ quote }) => quote)).toEqual([
      'Kazakhstan',
      'Kyrgyzstan',
      'Dutch',
      'United States',
      'German',
    ]);
    const texts: Record<string, string> = { TITLE: newsItem.title, LEAD: newsItem.lead, BODY: newsItem.body };
    for (const { field, start, end, quote } of newsItem.countryMentions)
      expect(texts[field]!.slice(start, end)).toBe(quote);
  });

  it('an import reports what it did not understand', () => {
    expect(report.remarks).toMatchObject([{ code: 'unknown-issuer' }, { code: 'unknown-field-of-work' }]);
    expect(report.remarks[0]!.message).toContain('Ministry of Nowhere');
  });

  it('an import compares the menu of a page with the graph, reports differences and deletes nothing', async () => {
    expect(report.navigation).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'other-name', label: 'Czech Republic', presentName: 'Czechia' }),
        expect.objectContaining({ kind: 'unknown-label', label: 'Utopia' }),
      ]),
    );
    const { countries } = await graph.data<{ countries: { totalCount: number } }>('{ countries { totalCount } }');
    expect(countries.totalCount).toBe(68);
  });

  it('importing the same page again changes nothing', async () => {
    const state = () =>
      graph.dataSource.query(`
      SELECT md5(string_agg(t::text, '' ORDER BY t::text)) AS hash FROM (
        SELECT n::text AS t FROM news_item n UNION ALL SELECT m::text FROM country_mention m
        UNION ALL SELECT o::text FROM news_item_office o UNION ALL SELECT c::text FROM news_item_country c) x`);
    const before: unknown = await state();
    const [again] = await run(join(folder, 'page.txt'));
    expect(again).toMatchObject({ outcome: 'unchanged' });
    expect(await state()).toEqual(before);
  });

  it('importing another version of a page completes the item and removes nothing', async () => {
    const later = page.replace('- Issued on:', '- Issued on:\n- 4 March 2025').replace(/OSCE Secretariat, .+/, '');
    expect(outcomes(await run(await put('later.txt', later)))).toEqual(['changed']);
    const { newsItem } = await graph.data<{ newsItem: { issuedOn: string; issuedBy: unknown[] } }>(
      `{ newsItem(slug: "${slug}") { issuedOn issuedBy { name } } }`,
    );
    expect(newsItem.issuedOn).toBe('2025-03-04');
    expect(newsItem.issuedBy).toHaveLength(3);
  });
});

it('an HTML page and feed entries become news items, and entries without a title are reported', async () => {
  const html = await put(
    'fog.html',
    '<!DOCTYPE html><title>Fog signals | Site</title><main><h1>Fog signals of Norway</h1><p>OSLO, 5 May 2014 – Pilots of Norway and Iceland agreed on common signals for fog and night.</p></main>',
  );
  const item = '<title>Beekeepers of Slovenia</title><pubDate>Mon, 12 May 2025 23:30:00 +0200</pubDate>';
  const feed = await put('feed.xml', `<rss><channel><item>${item}</item><item><link>x</link></item></channel></rss>`);
  const reports = await run(html, feed);
  expect(reports).toMatchObject([
    { outcome: 'added', remarks: [] },
    { outcome: 'added', remarks: [{ code: 'missing-value' }] },
  ]);
  const { fog, bees } = await graph.data<Record<'fog' | 'bees', unknown>>(`{
    fog: newsItem(slug: "fog-signals-of-norway") { issuedOn countries { isoCode } }
    bees: newsItem(slug: "beekeepers-of-slovenia") { issuedOn countries { isoCode } } }`);
  expect(fog).toEqual({ issuedOn: '2014-05-05', countries: [{ isoCode: 'NO' }, { isoCode: 'IS' }] });
  expect(bees).toEqual({ issuedOn: '2025-05-12', countries: [{ isoCode: 'SI' }] });
});

describe('importing a file that is not a page', () => {
  const bad: [string, string | Uint8Array, RegExp][] = [
    ['empty.txt', '', /empty/],
    ['binary.txt', new Uint8Array([1, 0, 2, 0, 255]), /NUL/],
    ['cut-utf8.txt', new Uint8Array([72, 105, 0xc3]), /middle of a character at byte 2/],
    ['picture.txt', new Uint8Array([0x89, 0x50, 0x4e, 0x47]), /PNG/],
    ['list.json', '{ "a": 1 }', /JSON/],
    ['word.txt', 'word', /single line/],
    ['menu.txt', page.slice(0, page.indexOf('News Item')), /menu/],
  ];

  it.each(bad)('%s is rejected with a reason', async (name, content, reason) => {
    const path = await put(`bad/${name}`, content);
    const [report] = await run(path);
    expect(report).toMatchObject({ file: path, outcome: 'refused' });
    expect((report as { reason: string }).reason).toMatch(reason);
  });

  it('a missing file is rejected and does not stop the others', async () => {
    const good = await put(
      'good.txt',
      'A visit to Malta\nVALLETTA, 5 May 2014 - Officials of Malta and Italy met to speak of the sea.\nThey agreed to meet again.',
    );
    const reports = await run(join(folder, 'nowhere.txt'), good);
    expect(outcomes(reports)).toEqual(['refused', 'added']);
    expect(reports[0]).toMatchObject({ reason: 'there is no such file' });
  });

  it('a rejected file leaves nothing half-written', async () => {
    const before = await graph.data('{ newsItems { totalCount } events { totalCount } }');
    await run(join(folder, 'bad'));
    expect(await graph.data('{ newsItems { totalCount } events { totalCount } }')).toEqual(before);
  });
});

it('files that would exhaust memory or time are rejected, and the others are imported', async () => {
  await put('bombs/a-deep.html', `<html><body>${'<div>'.repeat(100_000)}Malta`);
  await put('bombs/b-huge.txt', '');
  await truncate(join(folder, 'bombs/b-huge.txt'), 500_000_000);
  await promisify(execFile)('mkfifo', [join(folder, 'bombs/c-pipe')]);
  await symlink('/dev/zero', join(folder, 'bombs/d-endless'));
  await put('bombs/e-good.txt', 'Boats of Malta\nVALLETTA, 5 May 2015 - Boats of Malta sailed.\nThey came back.');
  const reports = await run(join(folder, 'bombs'));
  expect(outcomes(reports)).toEqual(['refused', 'refused', 'refused', 'refused', 'added']);
  expect(reports.map((report) => ('reason' in report ? report.reason : ''))).toEqual([
    expect.any(String),
    expect.stringMatching(/at most 20000000 bytes, but the file has 500000000/),
    'neither a file nor a folder',
    expect.stringContaining('symbolic link'),
    '',
  ]);
});

it('a folder is read in order of names, without following symbolic links', async () => {
  await put(
    'folder/b.txt',
    'Elections in Norway\nOSLO, 1 June 2011 - Observers came to Norway.\nThey stay for a week.',
  );
  await put(
    'folder/a/one.txt',
    'Elections in Sweden\nSTOCKHOLM, 1 June 2010 - Observers came to Sweden.\nThey stay for a week.',
  );
  await symlink(folder, join(folder, 'folder', 'loop'));
  const reports = await run(join(folder, 'folder'));
  expect(reports.map(({ file }) => file.slice(folder.length))).toEqual([
    '/folder/a/one.txt',
    '/folder/b.txt',
    '/folder/loop',
  ]);
  expect(reports.at(-1)).toMatchObject({
    outcome: 'refused',
    reason: expect.stringContaining('symbolic link') as string,
  });
});

it('items with the same title and different days are different items', async () => {
  const report = (day: string) =>
    `Daily report\nKYIV, ${day} - Monitors saw two lorries near a checkpoint.\nThey saw nothing else.`;
  const files = [await put('daily/1.txt', report('1 May 2015')), await put('daily/2.txt', report('2 May 2015'))];
  expect(outcomes(await run(...files))).toEqual(['added', 'added']);
  expect(outcomes(await run(...files))).toEqual(['unchanged', 'unchanged']);
});
