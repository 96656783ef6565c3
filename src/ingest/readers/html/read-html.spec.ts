import { gazetteer } from '../gazetteer.fixture.js';
import { INSTITUTION_MENU, newsItem, page, siteMenu } from '../pages.fixture.js';
import { readPage } from '../read-page.js';
import type { EventReading, ListReading, NewsReading, Reading, Refusal } from '../reading.js';
import { field, linked, site, twinOf } from './html.fixture.js';

const read = (text: string): Reading => readPage({ name: 'page.html', text }, gazetteer);
const TEXT = 'The ferry people of two shores agreed on common signals for fog and for night.';
const HEADED = `<h1>Ferries agree on signals</h1><p>${TEXT}</p>`;

/** Where a line stands is of course another place in the twin. */
const withoutLines = (reading: Reading): unknown =>
  JSON.parse(JSON.stringify(reading, (key, value: unknown) => (key === 'line' ? undefined : value)));

describe('a page of HTML is read as its text is', () => {
  const texts: [string, string][] = [
    ['news item below the menu', newsItem()],
    ['news item of an institution', newsItem(INSTITUTION_MENU)],
    ['menu alone', page(...siteMenu())],
    ['print of the newsroom', page('Newsroom', 'Ferries agree', 'SARAJEVO, 3 May 2011', TEXT)],
    ['title and dateline', page('Ferries agree on signals', `TIRANA, 8 April 2011 – ${TEXT}`, 'They meet again.')],
    ['list', page('Newsroom', 'Ferries agree', 'Publishing date: 5 May 2025', 'Where we are: Secretariat', TEXT)],
    ['event', page('Fog forum', 'When', '12–14 May 2025', 'Where', 'Vienna, Austria', 'Organized by', 'Secretariat')],
    ['event without values', page('Fog forum', 'When', 'Where', 'Organized by')],
    ['institution', page('Press release', 'Fog', '- Date: 3 May 2024', '- Place: Oslo', '- Source: ODIHR', TEXT)],
    ['mandate', page('Mandate of the Mission in Kosovo', TEXT, TEXT)],
  ];
  test.each(texts)('%s', (_name, text) => {
    expect(withoutLines(read(twinOf(text)))).toEqual(withoutLines(read(text)));
  });
});

describe('labels are fields, lists of definitions or rows', () => {
  const head = '<div class="type">News Item</div><h1>Ferries agree</h1><p>Ferries sail.</p>';
  const expected = {
    type: 'news',
    title: 'Ferries agree',
    kind: 'NEWS',
    lead: 'Ferries sail.',
    body: TEXT,
    issuedOn: '2025-05-15',
    issuers: [{ slug: 'mission-in-kosovo' }, { text: 'Bureau of Buoys' }],
    fieldsOfWork: [{ slug: 'youth' }, { text: 'Lighthouses' }],
  };
  test.each([
    [
      'fields',
      field('Issued on', '<time datetime="2025-05-15">15 May 2025</time>') +
        field('Issued by', 'Mission in Kosovo', 'Bureau of Buoys') +
        field('Fields of work', 'Youth', 'Lighthouses'),
    ],
    [
      'definitions',
      '<dl><dt>Issued on</dt><dd>15 May 2025</dd><dt>Issued by:</dt><dd>Mission in Kosovo</dd><dd>Bureau of Buoys</dd><dt>Fields of work</dt><dd>Youth</dd><dd>Lighthouses</dd></dl>',
    ],
    [
      'lists in lists',
      '<ul><li>Issued on:<ul><li>15 May 2025</li></ul></li><li>Issued by:<ul><li>Mission in Kosovo</li><li>Bureau of Buoys</li></ul></li><li>Fields of work:<ul><li>Youth</li><li>Lighthouses</li></ul></li></ul>',
    ],
  ])('%s', (_name, block) => {
    expect(read(site(`${head}${block}<p>${TEXT}</p>`))).toMatchObject(expected);
  });

  test('a list of teasers has an item for each', () => {
    const teaser = (title: string) =>
      `<div class="row"><h3>${title}</h3>${field('Publishing date', '5 May 2025')}${field('Where we are', 'Secretariat', 'Mission in Kosovo')}${field('What we do', 'Youth')}<p>${TEXT}</p></div>`;
    const list = read(site(`<h1>Newsroom</h1>${teaser('First fog')}${teaser('Second fog')}`)) as ListReading;
    expect(list.items).toMatchObject(
      ['First fog', 'Second fog'].map((title) => ({
        title,
        issuedOn: '2025-05-05',
        issuers: [{ slug: 'secretariat' }, { slug: 'mission-in-kosovo' }],
        fieldsOfWork: [{ slug: 'youth' }],
        lead: TEXT,
      })),
    );
  });

  test('an event has its days and its place', () => {
    const labels = field('When', '12 May 2025 – 14 May 2025') + field('Where', 'Hofburg, Vienna, Austria');
    expect(
      read(site(`<h1>Fog forum</h1>${labels}${field('Organized by', 'Secretariat')}<p>${TEXT}</p>`)),
    ).toMatchObject({
      type: 'event',
      title: 'Fog forum',
      startsOn: '2025-05-12',
      endsOn: '2025-05-14',
      city: 'Vienna',
      country: { slug: 'austria' },
      organizers: [{ slug: 'secretariat' }],
      body: TEXT,
    });
  });
});

describe('what the text leaves open is filled from the head', () => {
  test.each([
    ['meta', '<meta property="article:published_time" content="2025-05-12T23:30:00+02:00">'],
    ['Dublin Core', '<meta name="DC.date.issued" content="2025-05-12">'],
    ['JSON-LD', linked({ '@graph': [{ '@type': ['NewsArticle'], datePublished: '2025-05-12T23:30:00-11:00' }] })],
  ])('the day, by its own clock: %s', (_name, head) => {
    expect(read(site(HEADED, { head }))).toMatchObject({ issuedOn: '2025-05-12', dateSource: 'publishing-date' });
  });

  test('the day of a dateline stands', () => {
    const head = '<meta property="article:published_time" content="2025-05-12">';
    const dated = read(site(`<h1>Ferries agree</h1><p>TIRANA, 8 April 2011 – ${TEXT}</p>`, { head }));
    expect(dated).toMatchObject({ issuedOn: '2011-04-08', dateSource: 'dateline' });
  });

  test('the address, the kind, the offices, but no other authors', () => {
    const head =
      '<link rel="canonical" href="https://example.org/fog">' +
      linked({
        '@type': 'NewsArticle',
        articleSection: 'Press release',
        author: [{ name: 'A. Pilot' }, { name: 'Secretariat' }],
      });
    const news = read(site(HEADED, { head })) as NewsReading;
    expect(news).toMatchObject({ sourceUrl: 'https://example.org/fog', kind: 'PRESS_RELEASE' });
    expect(news.issuers).toEqual([{ text: 'Secretariat', slug: 'secretariat' }]);
  });

  test('the title, without the name of the site', () => {
    const head = '<title>Ferries agree &amp; sail | Example</title>';
    expect(read(site(`<p>${TEXT}</p>`, { head }))).toMatchObject({ title: 'Ferries agree & sail', body: TEXT });
  });

  test('a page that prints nothing is the article of its JSON-LD', () => {
    const head = linked({ '@type': 'NewsArticle', headline: 'Ferries agree', articleBody: `${TEXT}\n\nThey sail.` });
    expect(read(site('<div id="app"></div>', { head }))).toMatchObject({
      title: 'Ferries agree',
      body: `${TEXT}\n\nThey sail.`,
    });
  });

  test('an event of JSON-LD is an event', () => {
    const location = { name: 'Hofburg', address: { addressLocality: 'Vienna', addressCountry: 'Austria' } };
    const head = linked({
      '@type': 'Event',
      name: 'Fog forum',
      startDate: '2025-05-12T09:00',
      endDate: '2025-05-14',
      location,
    });
    const event = read(site(`<h1>Fog forum</h1><p>${TEXT}</p>`, { head })) as EventReading;
    expect(event).toMatchObject({ type: 'event', title: 'Fog forum', startsOn: '2025-05-12', endsOn: '2025-05-14' });
    expect(event).toMatchObject({ city: 'Vienna', country: { slug: 'austria' }, body: TEXT });
  });

  test.each([['{"@type":'], ['null'], ['[[[]]]'], ['{"@type":"NewsArticle","headline":{"a":1},"datePublished":7}']])(
    'damaged JSON-LD is passed over: %s',
    (json) => {
      const head = `<script type="application/ld+json">${json}</script>`;
      expect(read(site(HEADED, { head }))).toMatchObject({ type: 'news', body: TEXT });
    },
  );
});

describe('the number and the name of the site', () => {
  test.each([
    ['the canonical address', '<link rel="canonical" href="https://www.osce.org/secretariat/123456">', ''],
    ['the short address', '<link rel="shortlink" href="https://www.osce.org/node/123456">', ''],
    [
      'the number of the node',
      '<link rel="canonical" href="https://www.osce.org/newsroom/ferries">',
      '<article data-history-node-id="123456"></article>',
    ],
  ])('give the number of the item: %s', (_rule, head, extra) => {
    expect(read(site(`${extra}${HEADED}`, { head }))).toMatchObject({ sourceId: '123456' });
  });

  test('a node of another site has no number', () => {
    const head = '<link rel="canonical" href="https://www.example.org/newsroom/ferries">';
    expect(read(site(`<article data-history-node-id="1234"></article>${HEADED}`, { head }))).not.toHaveProperty(
      'sourceId',
    );
  });

  test.each([
    ['Ferries agree - OSCE'],
    ['OSCE | Ferries agree'],
    ['OSCE Newsroom - Ferries agree'],
    ['Ferries agree | OSCE'],
  ])('the site is no part of the title: %s', (title) =>
    expect(read(site(`<p>${TEXT}</p>`, { head: `<title>${title}</title>` }))).toMatchObject({ title: 'Ferries agree' }),
  );

  test('the name of the site alone is no title', () => {
    const old = `<html><head><title>OSCE Newsroom - Press Release</title></head><body><h3>PRESS RELEASE No. 12/98</h3><h2>Ferries agree</h2><p>OSLO, 3 May 1998 - ${TEXT}</p></body></html>`;
    expect(read(old)).toMatchObject({ title: 'Ferries agree', issuedOn: '1998-05-03', kind: 'PRESS_RELEASE' });
  });

  test('a field may be a section, and then owns all of its values', () => {
    const section = (label: string, ...values: string[]) =>
      `<section class="field field-name-x"><h2 class="field-label">${label}:&nbsp;</h2><div class="field-items">${values.map((value) => `<div class="field-item">${value}</div>`).join('')}</div></section>`;
    const labels = section('Issued by', 'Mission in Kosovo') + section('Fields of work', 'Youth', 'Lighthouses');
    expect(read(site(`<h1>Ferries agree</h1>${labels}<p>${TEXT}</p>`))).toMatchObject({
      issuers: [{ slug: 'mission-in-kosovo' }],
      fieldsOfWork: [{ slug: 'youth' }, { text: 'Lighthouses' }],
      body: TEXT,
    });
  });

  test('a list may be cards with a time each', () => {
    const card = (title: string, day: string) =>
      `<div><h3>${title}</h3><time datetime="x">${day}</time><p>${TEXT}</p></div>`;
    const list = site(
      `<h1>News and press releases</h1>${card('First fog', '4 May 2024')}${card('Second fog', '3 May 2024')}`,
    );
    expect(read(list)).toMatchObject({ type: 'list', items: [{ title: 'First fog' }, { issuedOn: '2024-05-03' }] });
  });
});

describe('only what a reader sees is text', () => {
  test.each([
    '<script>var p = "<p>x</p>";</script>',
    '<style>p::after { content: "x" }</style>',
    '<p hidden>Nobody sees this line.</p>',
    '<p style="display: none">Nobody sees this line.</p>',
    '<div aria-hidden="true"><p>Nobody sees this line.</p></div>',
    '<div class="cookie-consent">We use cookies.</div>',
    '<nav class="tabs"><ul><li>View</li><li>Edit</li></ul></nav>',
    '<ol class="breadcrumb"><li>Home</li><li>News</li></ol>',
    '<!-- <p>A remark.</p> -->',
    '<template><p>Later.</p></template>',
  ])('%s', (extra) => {
    expect(read(site(`${extra}${HEADED}`))).toMatchObject({ title: 'Ferries agree on signals', body: TEXT });
  });

  test('entities are letters, and spaces are even', () => {
    expect(read(site(`<h1>T&uuml;rkiye&nbsp;&#x2013;\n  Caf&#233;</h1><p>${TEXT}</p>`))).toMatchObject({
      title: 'Türkiye – Café',
    });
  });

  test('remarks name the line of the file', () => {
    const text = site(`\n<h1>Ferries agree</h1>\n${field('Issued by', 'Bureau of Buoys')}<p>${TEXT}</p>`);
    const line = text.split('\n').findIndex((each) => each.includes('Buoys')) + 1;
    expect((read(text) as NewsReading).remarks).toMatchObject([{ code: 'unknown-issuer', line }]);
  });
});

describe('hostile markup is read or refused in bounded time', () => {
  const deep = (tag: string) => `<html><body>${`<${tag}>`.repeat(100_000)}${TEXT}`;
  test.each([['div'], ['b'], ['ul><li'], ['table><tr><td']])('nested 100,000 deep: %s', (tag) => {
    const refusal = read(deep(tag)) as Refusal;
    expect(refusal).toMatchObject({ type: 'refusal', pageType: 'unreadable' });
    expect(refusal.reason).toMatch(/^The markup nests more than 1000 elements, at character \d+\.$/);
  });

  test.each<[string, string]>([
    ['2 MB of <', `<html><body>${HEADED}${'<'.repeat(2_000_000)}`],
    ['2 MB of end tags', `<html><body>${HEADED}${'</b>'.repeat(500_000)}`],
    ['2 MB of one attribute', `<html><body>${HEADED}<p class="${'a-'.repeat(1_000_000)}">x</p>`],
    ['a comment that is never closed', `<html><body>${HEADED}<!--${'-'.repeat(2_000_000)}`],
  ])('%s', (_name, text) => {
    expect(read(text)).toMatchObject({ title: 'Ferries agree on signals' });
  });

  test('paragraphs that are never closed', () => {
    const refusal = read(`<html><body>${HEADED}${'<p>x'.repeat(500_000)}`) as Refusal;
    expect(refusal.reason).toBe('The page prints more than 100000 lines.');
  });

  test.each([
    ['tags that are never closed', `<html><body><div><h1>Ferries agree on signals</h1><p>${TEXT}`, 'news'],
    ['NUL', `<html>\0${HEADED}`, 'refusal'],
    ['no text', '<html><body></body></html>', 'refusal'],
    ['XML of another kind', '<?xml version="1.0"?><svg></svg>', 'refusal'],
  ])('%s', (_name, text, type) => expect(read(text)).toMatchObject({ type }));
});
