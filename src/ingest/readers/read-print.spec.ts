import { gazetteer } from './gazetteer.fixture.js';
import { MENU_STATES, page } from './pages.fixture.js';
import { readPage } from './read-page.js';
import type { NewsReading, Reading } from './reading.js';

const read = (...lines: string[]): Reading => readPage({ name: 'page.txt', text: page(...lines) }, gazetteer);

function news(...lines: string[]): NewsReading {
  const reading = read(...lines);
  if (reading.type !== 'news') throw new Error(`expected news, read ${JSON.stringify(reading)}`);
  return reading;
}

const TEXT = 'The village opened a library with four thousand books and a reading room.';
const MORE = 'The books came by lorry.';

describe('what every page carries is no text of its item', () => {
  const expected = { title: 'Library opened', body: `${TEXT}\n\n${MORE}` };

  test.each<[rule: string, above: string[], below: string[]]>([
    ['cookies', ['We use cookies to improve our site.', 'Accept', 'Decline'], []],
    ['links to skip', ['Skip to main content', 'Main navigation'], []],
    ['the choice of languages, on lines', ['English', 'Русский', 'Shqip'], []],
    ['the choice of languages, on one line', ['English | Shqip | Srpski'], []],
    ['the codes of languages', ['EN | RU | UK'], []],
    ['the name of the organisation', ['OSCE', 'Newsroom'], []],
    ['a path', ['Home » Newsroom » Press releases'], []],
    ['related stories', [], ['Related stories', 'Georgia holds a fair', 'Fair in Moldova opened by a choir of forty.']],
    ['the foot of the site', [], ['© OSCE 2017', 'Wallnerstrasse 6, 1010 Vienna, Austria', 'Privacy policy']],
    ['contacts', [], ['Contacts', 'Jane Doe', 'Wallnerstrasse 6, 1010 Vienna, Austria', 'Phone: +43 1 514 360']],
    ['whom to ask', [], ['For further information, please contact Jane Doe, Vienna, Austria, tel. +43 1 514 360']],
    ['attachments', [], ['Attachments', 'Agenda (pdf)', 'Download']],
    ['links for sharing', [], ['Share', 'Facebook', 'X', 'LinkedIn', 'Print']],
    ['tags', [], ['Tags', 'libraries', 'Austria']],
  ])('%s', (_rule, above, below) => {
    expect(news(...above, 'Press release', 'Library opened', TEXT, MORE, ...below)).toMatchObject(expected);
  });

  test('links between title and text, and the credit of a picture, are left out', () => {
    expect(
      news(
        'Press release',
        'Library opened',
        'Share on Facebook',
        'Readers at the door, Vienna, 3 May 2012. (OSCE/Jane Doe)',
        'Photo: OSCE/Jane Doe',
        TEXT,
        MORE,
      ),
    ).toMatchObject(expected);
  });

  test('the foot is told', () => {
    const { remarks } = news('Press release', 'Library opened', TEXT, 'Contacts', 'Jane Doe', 'Vienna');
    expect(remarks).toEqual([
      { code: 'left-out', message: 'The foot of the page is left out: 3 lines from “Contacts”.', line: 4 },
    ]);
  });

  test.each<[rule: string, lines: string[]]>([
    [
      'a heading of the text',
      ['Documents', 'The library keeps the deeds of all houses that were built since the great fire.'],
    ],
    [
      'the name of an institution in brackets',
      ['The reader belongs to the Office for Democratic Institutions (OSCE/ODIHR)'],
    ],
    ['a single language', ['English', MORE]],
    ['an offer to visit', ['For more information visit the library.']],
  ])('%s stays', (_rule, lines) => {
    expect(news('Press release', 'Library opened', TEXT, ...lines).body).toBe([TEXT, ...lines].join('\n\n'));
  });
});

describe('labels', () => {
  const expected = {
    title: 'Library opened',
    issuedOn: '2008-05-05',
    dateSource: 'issued-on',
    issuers: [{ slug: 'high-commissioner-on-national-minorities' }],
    fieldsOfWork: [{ slug: 'youth' }],
    body: TEXT,
  };
  const office = 'OSCE High Commissioner on National Minorities';

  test.each<[rule: string, labels: string[]]>([
    [
      'on lines of their own',
      ['Date', '5 May 2008', 'Place', 'THE HAGUE', 'Source', office, 'Fields of work', 'Youth'],
    ],
    ['beside their values', ['Date 5 May 2008', 'Place THE HAGUE', `Source ${office}`, 'Fields of work Youth']],
    ['of another site', ['Issued on 5 May 2008', `Issued by ${office}`, 'Fields of work', 'Youth']],
  ])('that lost their colons are labels %s', (_rule, labels) => {
    expect(news('Press release', 'Library opened', ...labels, TEXT)).toMatchObject(expected);
  });

  test('may stand below the text', () => {
    const labels = ['Issued on: 5 May 2008', `Issued by: ${office}`, 'Fields of work: Youth'];
    const long = Array.from({ length: 12 }, (_, at) => `${TEXT} ${at}.`);
    const reading = news('Press release', 'Library opened', ...long, ...labels);
    expect(reading).toMatchObject({ ...expected, body: long.join('\n\n') });
    expect(reading).not.toHaveProperty('lead');
  });

  test('may be a byline that has none', () => {
    expect(news('News', 'Library opened', '5 May 2008 | OSCE Mission in Kosovo', TEXT)).toMatchObject({
      issuedOn: '2008-05-05',
      issuers: [{ slug: 'mission-in-kosovo' }],
      body: TEXT,
    });
  });

  test.each([
    ['Issued on: 5 May 2008', { issuedOn: '2008-05-05', dateSource: 'issued-on' }],
    ['Published on 5 May 2008', { issuedOn: '2008-05-05', dateSource: 'publishing-date' }],
    ['Issued by: Mission in Kosovo', { issuers: [{ slug: 'mission-in-kosovo' }] }],
  ])('may be one alone: %s', (label, read) => {
    expect(news('Library opened', label, TEXT)).toMatchObject({ ...read, body: TEXT });
  });

  test.each([['Source of the river'], ['Place your bets'], ['Dates are sweet'], ['Source code is law.']])(
    'are no sentences: %s',
    (line) => expect(news('Library opened', TEXT, line, MORE)).toMatchObject({ shape: 'bare-text' }),
  );
});

describe('the head of an older print', () => {
  test('has the number of the release, and place and day above the title', () => {
    const head = ['OSCE', 'Press release', 'No. 45/97', 'Vienna, 12 May 1997'];
    expect(news(...head, 'Library opened', TEXT)).toMatchObject({
      title: 'Library opened',
      kind: 'PRESS_RELEASE',
      issuedOn: '1997-05-12',
      dateSource: 'date-line',
      body: TEXT,
    });
  });

  test('has both in one line', () => {
    expect(news('PRESS RELEASE No. 12/98', 'Library opened', TEXT)).toMatchObject({
      title: 'Library opened',
      kind: 'PRESS_RELEASE',
    });
  });

  test('of a report says in its title when it was issued; any other day there is that of an event', () => {
    const issued = news('Daily report', 'Daily Report 12/2021 issued on 16 January 2021', TEXT);
    expect(issued).toMatchObject({ issuedOn: '2021-01-16', dateSource: 'title' });
    expect(news('Daily report', 'Report based on information of 16 January 2021', TEXT)).not.toHaveProperty('issuedOn');
  });
});

describe('the names of issuers', () => {
  test.each([
    ['Office of the OSCE High Commissioner on National Minorities', 'high-commissioner-on-national-minorities'],
    ['High Commissioner on National Minorities (HCNM)', 'high-commissioner-on-national-minorities'],
    ['Misija u Bosni i Hercegovini', 'mission-to-bosnia-and-herzegovina'],
    ['Misija OSCE u Bosni i Hercegovini', 'mission-to-bosnia-and-herzegovina'],
    ['2023 OSCE Chairpersonship', 'chairpersonship'],
    ['OSCE Chairmanship 2012', 'chairpersonship'],
    ['Swedish OSCE Chairpersonship', 'chairpersonship'],
    ['CSCE Mission to Croatia (discontinued)', 'mission-to-croatia'],
    [
      'Office of the Coordinator of OSCE Economic and Environmental Activities',
      'office-of-the-co-ordinator-of-osce-economic-and-environmental-activities',
    ],
  ])('%s', (printed, slug) => {
    expect(
      news('News', 'Library opened', `Issued by: ${printed}`, 'Fields of work: Youth', TEXT).issuers,
    ).toMatchObject([{ slug }]);
  });
});

describe('a list', () => {
  const items = [
    { title: 'Library opened', issuedOn: '2008-05-05', lead: TEXT },
    { title: 'Tower closed', issuedOn: '2008-05-04', lead: MORE },
  ];

  test.each<[rule: string, lines: string[]]>([
    ['below the title', ['News', 'Library opened', '5 May 2008', TEXT, 'Tower closed', '4 May 2008', MORE]],
    ['above the title', ['Newsroom', '5 May 2008', 'Library opened', TEXT, '4 May 2008', 'Tower closed', MORE]],
    [
      'behind a label that lost its colon',
      [
        'Newsroom',
        'Library opened',
        'Publishing date 5 May 2008',
        TEXT,
        'Tower closed',
        'Publishing date 4 May 2008',
        MORE,
      ],
    ],
    [
      'below such a label',
      [
        'Newsroom',
        'Library opened',
        'Publishing date',
        '5 May 2008',
        TEXT,
        'Tower closed',
        'Publishing date',
        '4 May 2008',
        MORE,
      ],
    ],
    [
      'among links',
      [
        'Filter',
        'Library opened',
        'Publishing date: 5 May 2008',
        TEXT,
        'Read more',
        'Tower closed',
        'Publishing date: 4 May 2008',
        MORE,
        'Load more',
      ],
    ],
  ])('may print the day of each item %s', (_rule, lines) =>
    expect(read(...lines)).toMatchObject({ type: 'list', items }),
  );

  test('may say above each title what the item is', () => {
    const lines = [
      'Newsroom',
      'News',
      'Library opened',
      '5 May 2008',
      TEXT,
      'Press release',
      'Tower closed',
      '4 May 2008',
      MORE,
    ];
    const kinds = [{ kind: 'NEWS' }, { kind: 'PRESS_RELEASE' }];
    expect(read(...lines)).toMatchObject({ type: 'list', items: items.map((item, at) => ({ ...item, ...kinds[at] })) });
  });
});

test('a page that is cut inside the name of an issuer has no half of it', () => {
  const { issuers, remarks } = news(
    'News Item',
    'Library opened',
    TEXT,
    '- Issued by:',
    '- Secretariat, Presence in Alb',
  );
  expect(issuers).toEqual([{ text: 'Secretariat', slug: 'secretariat' }]);
  expect(remarks).toMatchObject([{ code: 'cut', message: 'The page is cut inside a name: “Presence in Alb”.' }]);
});

test('an item may be about most fields of work, in one long line', () => {
  const known = gazetteer.fieldsOfWork.map(({ name }) => name);
  const fields = [...known, ...Array.from({ length: 5 }, (_, at) => `The management of lakes and rivers ${at}`)].join(
    ', ',
  );
  expect(fields.length).toBeGreaterThan(300);
  const { fieldsOfWork, body } = news('News Item', 'Library opened', MORE, '- Fields of work:', `- ${fields}`, TEXT);
  expect(fieldsOfWork.filter(({ slug }) => slug)).toHaveLength(known.length);
  expect(body).toBe(TEXT);
});

test('a menu that lost all its dashes is a menu still', () => {
  const menu = ['Our work', 'Fields of work', 'Border management', 'Countries', 'Participating States', ...MENU_STATES];
  expect(news(...menu, 'News Item', 'Library opened', TEXT)).toMatchObject({
    title: 'Library opened',
    body: TEXT,
    navigation: { chairpersonship: { country: { slug: 'finland' }, year: 2025 } },
  });
});

test('a page that is printed from the site has its address at its end', () => {
  const head = ['Published on OSCE (https://www.osce.org)', 'Home > Newsroom > Library opened'];
  const foot = 'Source URL: https://www.osce.org/mission-to-skopje/123456';
  expect(news(...head, 'Library opened', 'Press release', TEXT, MORE, foot)).toMatchObject({
    title: 'Library opened',
    sourceUrl: 'https://www.osce.org/mission-to-skopje/123456',
    sourceId: '123456',
  });
});

test.each([
  [['Прес-реліз', 'Відкрито бібліотеку', '- Видано:', '- 5 травня 2008', '- Ким видано:', '- ОБСЄ ODIHR']],
  [['Саопштење за јавност', 'Библиотека', 'Објављено: 5. мај 2008.', 'Извор: ODIHR']],
  [['Comunicat de presă', 'Bibliotecă', 'Emis la: 5 mai 2008', 'Emis de: ODIHR']],
])('a page has its labels in its own language: %j', (lines) => {
  expect(news(...lines, TEXT)).toMatchObject({
    kind: 'PRESS_RELEASE',
    issuedOn: '2008-05-05',
    issuers: [{ slug: 'office-for-democratic-institutions-and-human-rights' }],
    body: TEXT,
  });
});

test('a reading that is not sure says so', () => {
  expect(news('Library opened', TEXT).remarks).toEqual([
    {
      code: 'unsure',
      message: 'Read as bare-text, 45 % sure: no label and no dateline says that it is news.',
    },
  ]);
});

describe('a page that only describes is refused', () => {
  test.each<[title: string, text: string]>([
    ['OSCE Mission to Croatia – Overview', TEXT],
    ['About the OSCE Presence in Albania', TEXT],
    ['OSCE Mission to Croatia, 1996–2007', TEXT],
    ['OSCE Mission to Croatia (closed)', TEXT],
    ['What is the Permanent Council?', TEXT],
    ['Permanent Council Decision No. 734', TEXT],
    ['Project: Clean rivers', TEXT],
    ['ODIHR’s mandate', TEXT],
    ['What we do in Osh', TEXT],
    ['Elections in Albania', TEXT],
    ['Presidential election, 26 April 2015', TEXT],
    ['Istanbul Summit 1999', TEXT],
    ['Mediterranean Partners for Co-operation', TEXT],
    ['Frequently asked questions', TEXT],
    ['Jane Doe', 'Jane Doe was appointed Secretary General on 4 December 2020 for a term of three years.'],
    [
      'Assistance Group to the Valley',
      'The Group was established in April 1995 by the Permanent Council, which set its mandate.',
    ],
  ])('%s', (title, text) => expect(read(title, text)).toMatchObject({ type: 'refusal', shape: 'overview' }));

  test.each<[title: string, text: string]>([
    ['OSCE Hosts Regional Conference', TEXT],
    ['Head of Mission Visits School', TEXT],
    ['Elections in Albania observed by forty experts', TEXT],
    ['Elections in Albania', `TIRANA, 4 May 2009 – ${TEXT}`],
    ['Istanbul Summit 1999', `ISTANBUL, 18 November 1999 – ${TEXT}`],
    ['Centre in Bishkek marks ten years', 'The Centre was established in 1998 by the Permanent Council.'],
    ['OSCE Chairperson-in-Office in Tirana', TEXT],
  ])('but not news: %s', (title, text) => expect(read(title, text)).toMatchObject({ type: 'news', title }));

  test('and so is a page whose title is an entry of its own menu', () => {
    const menu = ['- Home', '- About us', '-', 'Our work', '- Elections', '- Hate crime', '- News', '- Events'];
    expect(read(...menu, 'Hate crime', TEXT)).toMatchObject({ type: 'refusal', pageType: 'overview' });
  });
});
