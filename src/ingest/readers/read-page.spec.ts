import { gazetteer } from './gazetteer.fixture.js';
import { INSTITUTION_MENU, LEAD, newsItem, page, siteMenu } from './pages.fixture.js';
import { readPage } from './read-page.js';
import type { EventReading, ListReading, NewsReading, Refusal } from './reading.js';

const read = (...lines: string[]) => readPage({ name: 'page.txt', text: page(...lines) }, gazetteer);

function news(...lines: string[]): NewsReading {
  const reading = read(...lines);
  if (reading.type !== 'news') throw new Error(`expected news, read ${JSON.stringify(reading)}`);
  return reading;
}

const codes = (reading: { remarks: { code: string }[] }) => reading.remarks.map((remark) => remark.code);
const TEXT = 'The village opened a library with four thousand books and a reading room.';

describe('a page of the site', () => {
  test('is its news item, and its menu', () => {
    const reading = readPage({ name: 'https://example.org/node/1', text: newsItem() }, gazetteer);
    expect(reading).toMatchObject({
      type: 'news',
      shape: 'site-page',
      kind: 'NEWS',
      title: 'Mountain courts share their ways of keeping records',
      lead: LEAD,
      body: 'The registrars brought ledgers from three decades.\n\nThe meeting was part of OSCE Project E-VIDENCE.',
      issuers: [
        { text: 'OSCE Secretariat', slug: 'secretariat' },
        { text: 'Transnational Threats Department', slug: 'transnational-threats-department' },
        { text: 'OSCE Programme Office in Bishkek', slug: 'programme-office-in-bishkek' },
      ],
      fieldsOfWork: [
        { text: 'Policing', slug: 'policing' },
        { text: 'Youth', slug: 'youth' },
      ],
      projects: [{ text: 'E-VIDENCE', slug: 'e-vidence' }],
      sourceUrl: 'https://example.org/node/1',
      navigation: { complete: true },
      remarks: [],
    });
    expect(reading).not.toHaveProperty('issuedOn');
  });

  test('has its values on the lines of their labels, or below them, with bullets or without', () => {
    const inline = news(
      'News Item',
      'A title',
      '- Issued on: 15 May 2025',
      '- Issued by: Mission in Kosovo',
      '- Fields of work: Youth',
      TEXT,
    );
    const below = news(
      'News Item',
      'A title',
      'Issued on:',
      '15 May 2025',
      'Issued by:',
      'Mission in Kosovo',
      'Fields of work:',
      'Youth',
      TEXT,
    );
    const bulleted = news(
      'News Item',
      'A title',
      '- Issued on:',
      '- 15 May 2025',
      '- Issued by:',
      '- Mission in Kosovo',
      '- Fields of work:',
      '- Youth',
      TEXT,
    );
    for (const reading of [inline, below, bulleted]) {
      expect(reading).toMatchObject({
        title: 'A title',
        issuedOn: '2025-05-15',
        dateSource: 'issued-on',
        issuers: [{ slug: 'mission-in-kosovo' }],
        fieldsOfWork: [{ slug: 'youth' }],
        body: TEXT,
      });
    }
  });

  test('keeps an issuer and a field that are not known, and says so', () => {
    const reading = news(
      'News Item',
      'A title',
      '- Issued by:',
      '- Bureau of Buoys, Secretariat',
      '- Fields of work:',
      '- Lighthouses',
      '- Youth',
      TEXT,
    );
    expect(reading.issuers).toEqual([{ text: 'Bureau of Buoys' }, { text: 'Secretariat', slug: 'secretariat' }]);
    expect(reading.fieldsOfWork).toEqual([{ text: 'Lighthouses' }, { text: 'Youth', slug: 'youth' }]);
    expect(reading.remarks).toEqual([
      { code: 'unknown-issuer', message: 'The gazetteer has no office named “Bureau of Buoys”.', line: 4 },
      { code: 'unknown-field-of-work', message: 'The gazetteer has no field of work named “Lighthouses”.', line: 6 },
    ]);
  });

  test('may be in another language', () => {
    const lead = 'Misija je otvorila školu za vatrogasce.';
    expect(
      news(
        'News Item',
        'Otvorena škola',
        lead,
        '- Issued on:',
        '- Izdavač:',
        '- Misija OSCE-a u Bosni i Hercegovini',
        `SARAJEVO, 26. novembar 2025. godine - ${lead} Škola ima dva sprata.`,
        'Krov je nov.',
      ),
    ).toMatchObject({
      issuedOn: '2025-11-26',
      dateSource: 'dateline',
      lead: `SARAJEVO, 26. novembar 2025. godine - ${lead}`,
      body: 'Škola ima dva sprata.\n\nKrov je nov.',
      issuers: [{ slug: 'mission-to-bosnia-and-herzegovina' }],
    });
  });

  test('keeps lists in its body, and repeats no title', () => {
    expect(
      news('News Item', 'A title', 'A title', '- Issued by:', '- Secretariat', TEXT, '- first', '-', 'second', 'End.'),
    ).toMatchObject({
      title: 'A title',
      body: `${TEXT}\n\n- first\n\n- second\n\nEnd.`,
    });
  });

  test('may have its labels above its title', () => {
    expect(news('- Issued on: 3 May 2024', '- Issued by: Secretariat', 'A title', TEXT)).toMatchObject({
      title: 'A title',
      issuedOn: '2024-05-03',
      body: TEXT,
    });
  });

  test('may have no labels but its kind', () => {
    expect(news('Spot report', 'A title', TEXT, 'More of it.')).toMatchObject({
      shape: 'site-page',
      kind: 'SPOT_REPORT',
      title: 'A title',
      body: `${TEXT}\n\nMore of it.`,
    });
  });

  test('of a kind that the graph does not know is news of no kind', () => {
    const reading = news('Interview', 'A title', '- Issued by:', '- Secretariat', TEXT);
    expect(reading).not.toHaveProperty('kind');
    expect(codes(reading)).toEqual(['unknown-content-type']);
  });

  test('without a title is refused', () => {
    expect(read('News Item', '- Issued on:', '- Issued by:', '- Secretariat')).toMatchObject({
      type: 'refusal',
      reason: 'The page has the labels of a news item, but no title.',
    });
  });
});

describe('the date of an item', () => {
  const dated = (label: string, ...body: string[]) =>
    news('News Item', 'Review of 2019', '- Issued by:', '- Secretariat', `- Issued on: ${label}`, ...body);

  test('is that of its label, and a dateline that differs is remarked on', () => {
    const reading = dated('15 May 2025', `OSLO, 14 May 2025 – ${TEXT}`);
    expect(reading).toMatchObject({ issuedOn: '2025-05-15', body: `OSLO, 14 May 2025 – ${TEXT}` });
    expect(reading.remarks).toEqual([
      { code: 'dates-differ', message: 'The text is dated 2025-05-14, the page 2025-05-15; the page counts.', line: 6 },
    ]);
  });

  test('of less precision does not differ', () => {
    expect(codes(dated('15 May 2025', `OSLO, May 2025 – ${TEXT}`))).toEqual([]);
  });

  test('is that of the dateline where the label names no day there is', () => {
    const reading = dated('31 February 2025', `OSLO, 14 May 2025 – ${TEXT}`);
    expect(reading).toMatchObject({ issuedOn: '2025-05-14', dateSource: 'dateline' });
    expect(codes(reading)).toEqual(['invalid-date']);
  });

  test('is not that of the event, the title or the chairpersonship', () => {
    for (const text of [
      'On 4 May 2012 the club met.',
      'The club met in Oslo from 8 to 11 October 2012.',
      'FINLAND 2025 – OSCE Chairpersonship ends.',
    ]) {
      expect(dated('', text)).not.toHaveProperty('issuedOn');
    }
  });

  test('is not known where the dateline names no year', () => {
    const reading = dated('', `OSLO, 14 May – ${TEXT}`);
    expect(reading).not.toHaveProperty('issuedOn');
    expect(codes(reading)).toEqual(['date-without-year']);
  });

  test('is no date where the label has other words', () => {
    expect(codes(dated('yesterday', TEXT))).toEqual(['invalid-date']);
  });
});

test('a page of an institution has its own labels', () => {
  expect(
    news(
      ...INSTITUTION_MENU,
      'Press release',
      'Observers count ballots by candlelight',
      '- Date:',
      '- Place:',
      '- Source:',
      '- OSCE Office for Democratic Institutions and Human Rights, OSCE Centre in Bishkek',
      '- Fields of work:',
      '- Elections',
      'BISHKEK, 21 February 2011 – The lights went out at noon.',
      'They cou',
    ),
  ).toMatchObject({
    shape: 'institution-page',
    kind: 'PRESS_RELEASE',
    title: 'Observers count ballots by candlelight',
    issuedOn: '2011-02-21',
    dateSource: 'dateline',
    issuers: [{ slug: 'office-for-democratic-institutions-and-human-rights' }, { slug: 'programme-office-in-bishkek' }],
    fieldsOfWork: [{ slug: 'elections' }],
    body: 'BISHKEK, 21 February 2011 – The lights went out at noon.\n\nThey cou',
    remarks: [{ code: 'cut', message: 'The text ends in the middle of a sentence.', line: 19 }],
  });
});

describe('a page without labels', () => {
  test('of the older print has a breadcrumb and a line of place and date', () => {
    const reading = news(
      'Newsroom',
      'Bridge opened',
      'WARSAW/OSH 3 May 2004',
      `WARSAW/OSH, 3 May 2004 - ${TEXT}`,
      'It rained.',
    );
    expect(reading).toMatchObject({
      shape: 'newsroom-print',
      title: 'Bridge opened',
      issuedOn: '2004-05-03',
      dateSource: 'date-line',
      body: `WARSAW/OSH, 3 May 2004 - ${TEXT}\n\nIt rained.`,
      issuers: [],
    });
    expect(reading).not.toHaveProperty('lead');
  });

  test('may be a title and a text', () => {
    const reading = news('Bridge opened', TEXT, 'It rained.');
    expect(reading).toMatchObject({ shape: 'bare-text', title: 'Bridge opened', body: `${TEXT}\n\nIt rained.` });
    expect(reading).not.toHaveProperty('issuedOn');
  });

  test('may have a dateline', () => {
    expect(news('Bridge opened', `OSH, 3 May 2004 - ${TEXT}`)).toMatchObject({
      shape: 'bare-text',
      issuedOn: '2004-05-03',
    });
  });

  test('says its lead twice, and is read to say it once', () => {
    expect(news('Bridge opened', TEXT, TEXT, 'It rained.')).toMatchObject({ lead: TEXT, body: 'It rained.' });
  });

  test('may invite to a meeting, whose day is not its own', () => {
    const reading = news('Briefing announced', TEXT, 'Place: Hotel Fjord', 'Date: 12 May 2014', 'Coffee is served.');
    expect(reading).toMatchObject({ shape: 'bare-text', title: 'Briefing announced' });
    expect(reading).not.toHaveProperty('issuedOn');
  });

  test('may begin with its address', () => {
    expect(news('https://example.org/node/7', 'Bridge opened', TEXT)).toMatchObject({
      title: 'Bridge opened',
      sourceUrl: 'https://example.org/node/7',
    });
  });
});

describe('a list', () => {
  const HEAD = ['Newsroom', 'News and press releases', 'News from all around.'];
  const list = (...lines: string[]): ListReading => {
    const reading = read(...HEAD, ...lines);
    if (reading.type !== 'list') throw new Error(`expected a list, read ${JSON.stringify(reading)}`);
    return reading;
  };

  test('is its items, with the labels that each has', () => {
    const { items, shape } = list(
      'Divers map a harbour',
      'Publishing date: 15 May 2025',
      'Content type: Press release',
      'Where we are: Conflict Prevention Centre, OSCE Secretariat',
      'What we do: Border management, Youth',
      'Six divers drew the sea floor.',
      'Bakers learn first aid',
      'Publishing date: 14 May 2025',
      'Four bakers were taught.',
      'Clocks repaired in Osh',
      'Content type: News',
      'The tower tells the time again.',
      'Ferry service resumes',
      'Publishing date: 13 May 2025',
      'What we do: Policing',
      'The boat left at six from The',
    );
    expect(shape).toBe('list-page');
    expect(items.map(({ title, lead, issuedOn, kind }) => [title, lead, issuedOn, kind])).toEqual([
      ['Divers map a harbour', 'Six divers drew the sea floor.', '2025-05-15', 'PRESS_RELEASE'],
      ['Bakers learn first aid', 'Four bakers were taught.', '2025-05-14', undefined],
      ['Clocks repaired in Osh', 'The tower tells the time again.', undefined, 'NEWS'],
      ['Ferry service resumes', 'The boat left at six from The', '2025-05-13', undefined],
    ]);
    expect(items[0]).toMatchObject({
      dateSource: 'publishing-date',
      issuers: [{ slug: 'conflict-prevention-centre' }, { slug: 'secretariat' }],
      fieldsOfWork: [{ slug: 'border-management' }, { slug: 'youth' }],
      line: 4,
    });
    expect(codes(items[3]!)).toEqual(['cut']);
  });

  test('may have an item without a teaser, or without any label', () => {
    const { items } = list(
      'Divers map a harbour',
      'Publishing date: 15 May 2025',
      'Bakers learn first aid',
      'Publishing date: 14 May 2025',
      'Four bakers were taught.',
      'Clocks repaired in Osh',
      'The tower tells the time again.',
      'Ferry service resumes',
      'Publishing date: 13 May 2025',
      'The boat left at six.',
    );
    expect(items.map(({ title, lead }) => [title, lead])).toEqual([
      ['Divers map a harbour', undefined],
      ['Bakers learn first aid', 'Four bakers were taught.'],
      ['Clocks repaired in Osh', 'The tower tells the time again.'],
      ['Ferry service resumes', 'The boat left at six.'],
    ]);
  });

  test('that is cut above its first item is no news', () => {
    const description = "News and press releases from the organisation's activities in all of its regions.";
    expect(read('Newsroom', 'News and press releases', description, 'Divers map a harb')).toMatchObject({
      type: 'refusal',
    });
    expect(
      read('Newsroom', 'News and press releases', description, 'Divers map a harbour', 'Publishing d'),
    ).toMatchObject({
      type: 'refusal',
    });
  });

  test('may stand below the menu of the site, and have one item', () => {
    const reading = read(
      ...siteMenu(),
      ...HEAD,
      'Divers map a harbour',
      'Publishing date: 15 May 2025',
      'Six divers drew the sea floor.',
    );
    expect(reading).toMatchObject({
      type: 'list',
      items: [{ title: 'Divers map a harbour' }],
      navigation: { complete: true },
    });
  });
});

describe('the page of an event', () => {
  const event = (...lines: string[]): EventReading => {
    const reading = read(...lines);
    if (reading.type !== 'event') throw new Error(`expected an event, read ${JSON.stringify(reading)}`);
    return reading;
  };

  test('says when, where and by whom', () => {
    expect(
      event(
        'Conference on Lighthouses',
        'When',
        '12 – 14 May 2025',
        'Where',
        'Hofburg, 1010 Vienna, Austria',
        'Organized by',
        'OSCE Secretariat, ODIHR',
        'Keepers will speak.',
      ),
    ).toEqual({
      type: 'event',
      shape: 'event-page',
      confidence: 0.96,
      title: 'Conference on Lighthouses',
      body: 'Keepers will speak.',
      startsOn: '2025-05-12',
      endsOn: '2025-05-14',
      city: 'Vienna',
      country: { text: 'Austria', slug: 'austria' },
      organizers: [
        { text: 'OSCE Secretariat', slug: 'secretariat' },
        { text: 'ODIHR', slug: 'office-for-democratic-institutions-and-human-rights' },
      ],
      remarks: [],
    });
  });

  test.each([
    ['12 May 2025', '2025-05-12', '2025-05-12'],
    ['12-14 May 2025', '2025-05-12', '2025-05-14'],
    ['12 and 13 May 2025', '2025-05-12', '2025-05-13'],
    ['from 12 to 14 May 2025', '2025-05-12', '2025-05-14'],
    ['28 April – 3 May 2025', '2025-04-28', '2025-05-03'],
    ['30 December – 2 January 2025', '2024-12-30', '2025-01-02'],
    ['30 December 2024 – 2 January 2025', '2024-12-30', '2025-01-02'],
    ['Monday, 12 May 2025, 09:00 - Wednesday, 14 May 2025, 17:00', '2025-05-12', '2025-05-14'],
    ['2025-05-12 - 2025-05-14', '2025-05-12', '2025-05-14'],
    ['May 2025', '2025-05', '2025-05'],
  ])('on the days of %s', (when, startsOn, endsOn) => {
    expect(event('Conference', 'When', when, 'Where', 'Helsinki, Finland')).toMatchObject({ startsOn, endsOn });
  });

  test('has no days where it would end before it begins, or on a day that is none', () => {
    const reversed = event('Conference', 'When', '14 May 2025 – 12 May 2025', 'Where', 'Helsinki, Finland');
    expect(reversed).toMatchObject({ startsOn: '2025-05-14' });
    expect(reversed).not.toHaveProperty('endsOn');
    expect(codes(reversed)).toEqual(['invalid-date', 'missing-value']);
    expect(codes(event('Conference', 'When', '31 June 2025', 'Where', 'Helsinki, Finland'))).toContain('invalid-date');
  });

  test('takes the country of a capital, and says that it did', () => {
    const reading = event(
      'Conference',
      'When:',
      '12 May 2025',
      'Where:',
      'Hotel Sokos, Helsinki',
      'Organized by:',
      'Secretariat',
    );
    expect(reading).toMatchObject({ city: 'Helsinki', country: { text: 'Finland', slug: 'finland' } });
    expect(codes(reading)).toEqual(['inferred']);
  });

  test('below the word event, in a country that is named in another language', () => {
    expect(event('Events', 'Семинар', 'Когда', '14 мая 2012', 'Где', 'Тирана, Албания')).toMatchObject({
      title: 'Семинар',
      city: 'Тирана',
      country: { slug: 'albania' },
    });
  });

  test('may print all labels before all values', () => {
    expect(
      event(
        'Conference',
        'When',
        'Where',
        'Organized by',
        '12 May 2025',
        'Osh, Kyrgyzstan',
        'Secretariat',
        'Keepers will speak.',
      ),
    ).toMatchObject({
      startsOn: '2025-05-12',
      city: 'Osh',
      organizers: [{ slug: 'secretariat' }],
      body: 'Keepers will speak.',
    });
  });

  test('that is cut inside a label takes no half of it for a value', () => {
    expect(read('Conference on Lighthouses', 'When', 'Where', 'Organi')).toMatchObject({
      type: 'refusal',
      pageType: 'event',
    });
  });

  test('without values is refused by name', () => {
    const reading = read(
      'Conference on Lighthouses',
      'When',
      'Where',
      'Organized by',
      'The conference gathers keepers of the coast.',
      'Why it matters',
      'Lamps are',
    ) as Refusal;
    expect(reading).toMatchObject({
      type: 'refusal',
      pageType: 'event',
      title: 'Conference on Lighthouses',
      reason: 'This is the page of an event, but “When”, “Where” and “Organized by” have no values.',
    });
  });
});

describe('a page that is no news is refused', () => {
  test.each<[rule: string, lines: string[], pageType: string]>([
    [
      'the profile of an office',
      [
        'About us',
        'The office works in the hills.',
        'Overview',
        TEXT,
        'Figures',
        'Staff',
        '12 people',
        'History and mandate',
        TEXT,
      ],
      'field-operation-overview',
    ],
    ['a mandate', ['Mandate', TEXT, TEXT], 'mandate'],
    ['the history of an office', ['History of the OSCE Presence in Albania', TEXT], 'mandate'],
    ['the mandate of an office', ['OSCE Mission to Croatia: mandate', TEXT], 'mandate'],
    ['the page of an office', ['OSCE Mission in Kosovo', TEXT], 'overview'],
    ['the page of a field of work', ['Policing', TEXT], 'overview'],
    ['a menu alone', siteMenu(), 'navigation'],
    ['a menu and a breadcrumb', [...siteMenu(), 'Newsroom'], 'navigation'],
    ['blank', [' ', '\t'], 'empty'],
    ['one line', ['Bridge opened'], 'unrecognised'],
    ['two short lines', ['Bridge', 'Open'], 'unrecognised'],
    ['HTML without text', ['<!DOCTYPE html>', '<html></html>'], 'empty'],
    ['RSS without entries', ['<?xml version="1.0"?>', '<rss></rss>'], 'empty'],
    ['XML of another kind', ['<?xml version="1.0"?>', '<kml></kml>'], 'markup'],
    ['JSON Lines', ['{"title":"x"}', '{"title":"y"}'], 'markup'],
    ['a NUL', ['Bridge\0', TEXT], 'unreadable'],
    ['a lone surrogate', ['Bridge \ud800', TEXT], 'unreadable'],
  ])('%s', (_rule, lines, pageType) => {
    const reading = read(...lines);
    expect(reading).toMatchObject({ type: 'refusal', pageType });
    expect((reading as Refusal).reason).toMatch(/^[A-Z].*\.$/s);
  });

  test('but not news about a mandate, or news with a dateline under a short title', () => {
    expect(news('Mandate of OSCE Mission extended by a year', TEXT)).toMatchObject({ shape: 'bare-text' });
    expect(news('Policing', `OSLO, 3 May 2012 – ${TEXT}`)).toMatchObject({ issuedOn: '2012-05-03' });
  });
});

describe('hostile text is read in time that grows with its length', () => {
  // Linear work on these takes some tenths of a second; quadratic work would run into the time limit of a test.
  const MEGABYTES = 2_000_000;
  const typeOf = (text: string) => readPage({ name: 'hostile.txt', text }, gazetteer).type;

  test.each<[rule: string, text: () => string, type: string]>([
    ['a single line', () => 'a'.repeat(MEGABYTES), 'refusal'],
    ['a title and a single line', () => `Bridge opened\n${'word '.repeat(MEGABYTES / 5)}`, 'news'],
    ['capitals', () => `Bridge opened\n${'A'.repeat(MEGABYTES)}`, 'news'],
    ['dashes', () => `Bridge opened\nX${'-'.repeat(MEGABYTES)}`, 'news'],
    ['spaces', () => `Bridge opened\n${'x '.repeat(50)}${' '.repeat(MEGABYTES)}x`, 'news'],
    ['projects', () => `Bridge opened\nProject ${'A-'.repeat(MEGABYTES / 2)}`, 'news'],
    [
      'commas behind a label',
      () => `News Item\nBridge opened\n- Issued by:\n- Issued on: ${','.repeat(MEGABYTES)}\n${TEXT}`,
      'news',
    ],
    ['short lines', () => 'a\n'.repeat(MEGABYTES / 4), 'refusal'],
    ['digits', () => `Bridge opened\n${'12 '.repeat(MEGABYTES / 3)}`, 'news'],
  ])('%s', (_rule, text, type) => {
    expect(typeOf(text())).toBe(type);
  });

  test.each<[rule: string, text: () => string]>([
    ['a menu of many labels', () => `${page(...siteMenu().slice(0, 4))}\n${'- Label\n'.repeat(100_000)}`],
    ['a menu of many headings', () => '-\nSecretariat\n'.repeat(100_000)],
    ['a block of many labels', () => `News Item\nBridge opened\n${'- Issued by: Secretariat\n'.repeat(40_000)}`],
    ['a list of many items', () => 'Bridge opened\nPublishing date: 3 May 2012\nIt rained.\n'.repeat(20_000)],
    [
      'many projects',
      () => `Bridge opened\n${Array.from({ length: 60_000 }, (_, at) => `Project ABC${at}`).join(' ')}`,
    ],
  ])('%s', (_rule, text) => {
    expect(typeOf(text())).toMatch(/^(?:news|list|refusal)$/);
  });
});
