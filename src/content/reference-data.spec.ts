import type { Nouns } from '../graph/nouns/declare.js';
import type { NameRecord } from '../graph/nouns/record-fields.js';
import chairpersonshipData from './chairpersonship/chairpersonship.data.json';
import countryData from './country/country.data.json';
import eventSeriesData from './event-series/event-series.data.json';
import eventData from './event/event.data.json';
import fieldOfWorkData from './field-of-work/field-of-work.data.json';
import newsItemData from './news-item/news-item.data.json';
import officeData from './office/office.data.json';
import projectData from './project/project.data.json';

// TypeScript types every string of a JSON file as string; the tests below check the narrower types.
const countries = countryData as Nouns['Country'][];
const offices = officeData as Nouns['Office'][];
const chairpersonships = chairpersonshipData as Nouns['Chairpersonship'][];
const fieldsOfWork = fieldOfWorkData as Nouns['FieldOfWork'][];
const eventSeries = eventSeriesData as Nouns['EventSeries'][];
const events = eventData as Nouns['Event'][];
const projects = projectData as Nouns['Project'][];
const newsItems = newsItemData as Nouns['NewsItem'][];

interface Slugged {
  slug: string;
  formerSlugs?: string[];
}

const recordsByKind: Record<string, Slugged[]> = {
  country: countries,
  office: offices,
  'field of work': fieldsOfWork,
  'event series': eventSeries,
  event: events,
  project: projects,
  'news item': newsItems,
};

const ofType = <T extends { type: string }>(records: T[], type: T['type']): T[] =>
  records.filter((record) => record.type === type);

const repeated = (values: (string | number)[]): (string | number)[] =>
  values.filter((value, index) => values.indexOf(value) !== index);

const officeBySlug = new Map(offices.map((office) => [office.slug, office]));

const predecessorsOf = (office: Nouns['Office']): Nouns['Office'][] =>
  (office.predecessors ?? []).flatMap((slug) => officeBySlug.get(slug) ?? []);

const namesOf = (record: object): NameRecord[] => ('names' in record ? (record.names as NameRecord[]) : []);

/** The first and last day that a partial date can denote; undefined if it is not a date. */
function span(date: string): { first: string; last: string } | undefined {
  const [, year, month, day] = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(date) ?? [];
  if (year === undefined) return undefined;
  const lastDay = new Date(Date.UTC(Number(year), Number(month ?? 12), 0)).getUTCDate();
  if (month !== undefined && (Number(month) < 1 || Number(month) > 12)) return undefined;
  if (day !== undefined && (Number(day) < 1 || Number(day) > lastDay)) return undefined;
  const first = `${year}-${month ?? '01'}-${day ?? '01'}`;
  return { first, last: `${year}-${month ?? '12'}-${day ?? String(lastDay)}` };
}

/** Whether `later` is before `earlier`, whatever days the two partial dates denote. */
function isReversed(earlier: string | undefined, later: string | undefined): boolean {
  const from = earlier === undefined ? undefined : span(earlier);
  const until = later === undefined ? undefined : span(later);
  return from !== undefined && until !== undefined && until.last < from.first;
}

/** Every date of a record with its field or name. */
function datesOf(record: object): [place: string, date: string][] {
  const own = Object.entries(record)
    .filter(([field]) => /On$|^partner(Since|Until)$/.test(field))
    .map(([field, date]): [string, string] => [field, String(date)]);
  const named = namesOf(record).flatMap(({ name, from, until }) =>
    [from, until].flatMap((date): [string, string][] => (date === undefined ? [] : [[name, date]])),
  );
  return [...own, ...named];
}

const everything: object[] = [chairpersonships, ...Object.values(recordsByKind)].flat();

describe('the organisation', () => {
  test('there are 57 participating States, 5 Asian and 6 Mediterranean Partners for Co-operation', () => {
    expect(ofType(countries, 'ParticipatingState')).toHaveLength(57);
    const partners = ofType(countries, 'PartnerForCooperation');
    expect(partners).toHaveLength(11);
    expect(partners.filter(({ partnership }) => partnership === 'ASIAN')).toHaveLength(5);
    expect(partners.filter(({ partnership }) => partnership === 'MEDITERRANEAN')).toHaveLength(6);
  });

  test('the Secretariat has 12 departments', () => {
    const departments = ofType(offices, 'SecretariatDepartment');
    expect(departments).toHaveLength(12);
    expect(departments.filter(({ parent }) => parent !== 'secretariat')).toEqual([]);
  });

  test('there are three institutions, with their abbreviations and cities', () => {
    const institutions = ofType(offices, 'Institution');
    expect(institutions.map(({ shortName, city }) => [shortName, city])).toEqual([
      ['ODIHR', 'Warsaw'],
      ['HCNM', 'The Hague'],
      ['RFoM', 'Vienna'],
    ]);
  });

  test('there are 12 active field operations, and at least 40 with the closed ones', () => {
    const fieldOperations = ofType(offices, 'FieldOperation');
    expect(fieldOperations.filter(({ status }) => status === 'ACTIVE')).toHaveLength(12);
    expect(fieldOperations.length).toBeGreaterThanOrEqual(40);
  });

  test('there are 23 fields of work and 16 event series', () => {
    expect(fieldsOfWork).toHaveLength(23);
    expect(eventSeries).toHaveLength(16);
  });

  test('each year from 1991 to 2026 has one chairpersonship', () => {
    const years = Array.from({ length: 2026 - 1991 + 1 }, (_, index) => 1991 + index);
    expect(chairpersonships.map(({ year }) => year)).toEqual(years);
    expect(chairpersonships.filter(({ chairs }) => chairs.length === 0)).toEqual([]);
  });

  test('each chairpersonship names a current State, except that of Czechoslovakia in 1992', () => {
    const withoutCountry = chairpersonships.filter(({ country }) => country === undefined);
    expect(withoutCountry.map(({ year, heldBy }) => [year, heldBy])).toEqual([[1992, 'Czechoslovakia']]);
    const states = ofType(countries, 'ParticipatingState').map(({ slug }) => slug);
    expect(chairpersonships.filter(({ country }) => country !== undefined && !states.includes(country))).toEqual([]);
  });

  test('the editions of Summits run from 1 to 7, those of Ministerial Councils from 1 to 32, without gaps', () => {
    const editionsOf = (series: string): number[] =>
      events.flatMap((event) => (event.series === series && event.edition !== undefined ? [event.edition] : []));
    expect(editionsOf('summit-meetings')).toEqual(Array.from({ length: 7 }, (_, index) => index + 1));
    expect(editionsOf('ministerial-council-meetings')).toEqual(Array.from({ length: 32 }, (_, index) => index + 1));
  });
});

describe('slugs', () => {
  test.each(Object.entries(recordsByKind))('a current or former slug identifies one %s', (_, records) => {
    const slugs = records.flatMap(({ slug, formerSlugs }) => [slug, ...(formerSlugs ?? [])]);
    expect(repeated(slugs)).toEqual([]);
    expect(slugs.filter((slug) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug))).toEqual([]);
  });

  const edges: [edge: string, targets: Slugged[], slugs: (string | undefined)[]][] = [
    ['the host of an office', countries, offices.map(({ hostCountry }) => hostCountry)],
    ['the parent of an office', offices, offices.map(({ parent }) => parent)],
    ['the predecessor of an office', offices, offices.flatMap(({ predecessors }) => predecessors)],
    ['the State in the chair', countries, chairpersonships.map(({ country }) => country)],
    ['the country of an event', countries, events.map(({ country }) => country)],
    ['the series of an event', eventSeries, events.map(({ series }) => series)],
    ['the supporter of a project', countries, projects.flatMap(({ supportedBy }) => supportedBy)],
    ['the issuer of a news item', offices, newsItems.flatMap(({ issuedBy }) => issuedBy)],
    ['the field of work of a news item', fieldsOfWork, newsItems.flatMap((item) => item.fieldsOfWork)],
    ['the project of a news item', projects, newsItems.flatMap((item) => item.projects)],
    ['the event of a news item', events, newsItems.flatMap((item) => item.events)],
  ];

  test.each(edges)('the slug of %s is the current slug of a record', (_, targets, slugs) => {
    const known = new Set(targets.map(({ slug }) => slug));
    const named = slugs.filter((slug) => slug !== undefined);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((slug) => !known.has(slug))).toEqual([]);
  });

  test('each edge of a record lists a slug once', () => {
    const lists = [
      ...offices.map(({ predecessors }) => predecessors ?? []),
      ...projects.map(({ supportedBy }) => supportedBy),
      ...newsItems.flatMap((item) => [item.issuedBy, item.fieldsOfWork, item.projects ?? [], item.events ?? []]),
    ];
    expect(lists.flatMap(repeated)).toEqual([]);
  });
});

describe('countries', () => {
  test('each country has unique ISO codes of two and of three letters', () => {
    expect(countries.filter(({ isoCode }) => !/^[A-Z]{2}$/.test(isoCode))).toEqual([]);
    expect(countries.filter(({ isoCode3 }) => !/^[A-Z]{3}$/.test(isoCode3))).toEqual([]);
    expect(repeated(countries.map(({ isoCode }) => isoCode))).toEqual([]);
    expect(repeated(countries.map(({ isoCode3 }) => isoCode3))).toEqual([]);
  });

  test('each participating State has the day it joined, each Partner its group and start', () => {
    const undated = countries.filter((country) =>
      country.type === 'ParticipatingState'
        ? country.joinedOn === undefined
        : country.partnership === undefined || country.partnerSince === undefined || country.joinedOn !== undefined,
    );
    expect(undated).toEqual([]);
  });

  test('a Partner that became a participating State was a Partner until the day before', () => {
    const former = countries.filter(({ partnerUntil }) => partnerUntil !== undefined);
    expect(former.map(({ slug, partnerUntil, joinedOn }) => [slug, partnerUntil, joinedOn])).toEqual([
      ['mongolia', '2012-11-20', '2012-11-21'],
    ]);
  });
});

describe('dates', () => {
  test('each date is an existing day, month or year', () => {
    const wrong = everything.flatMap(datesOf).filter(([, date]) => span(date) === undefined);
    expect(wrong).toEqual([]);
  });

  test('the end of a period is not before its start', () => {
    expect(offices.filter(({ establishedOn, closedOn }) => isReversed(establishedOn, closedOn))).toEqual([]);
    expect(events.filter(({ startsOn, endsOn }) => isReversed(startsOn, endsOn))).toEqual([]);
    expect(everything.flatMap(namesOf).filter(({ from, until }) => isReversed(from, until))).toEqual([]);
  });
});

describe('names', () => {
  test('each record lists a name of one kind once', () => {
    const twice = everything.flatMap((record) => repeated(namesOf(record).map(({ kind, name }) => `${kind} ${name}`)));
    expect(twice).toEqual([]);
  });

  test('exactly the local names have a language', () => {
    const unmarked = everything.flatMap(namesOf).filter(({ kind, language }) => (kind === 'LOCAL') !== !!language);
    expect(unmarked).toEqual([]);
  });
});

describe('offices', () => {
  test('exactly the offices that are not active have a last day', () => {
    expect(offices.filter(({ status, closedOn }) => (status === 'ACTIVE') !== (closedOn === undefined))).toEqual([]);
  });

  test('each transformed office has a successor', () => {
    const continued = new Set(offices.flatMap(({ predecessors }) => predecessors ?? []));
    expect(offices.filter(({ status, slug }) => status === 'TRANSFORMED' && !continued.has(slug))).toEqual([]);
  });

  test('no office is its own direct or indirect predecessor', () => {
    const ancestors = (office: Nouns['Office'], path: Nouns['Office'][] = []): Nouns['Office'][] =>
      path.includes(office)
        ? [office]
        : predecessorsOf(office).flatMap((one) => [one, ...ancestors(one, [...path, office])]);
    expect(offices.filter((office) => ancestors(office).includes(office)).map(({ slug }) => slug)).toEqual([]);
  });

  test('no office opened before its predecessor', () => {
    const early = offices.filter((office) =>
      predecessorsOf(office).some(({ establishedOn }) => isReversed(establishedOn, office.establishedOn)),
    );
    expect(early.map(({ slug }) => slug)).toEqual([]);
  });

  test('each field operation has a host State, except those in Kosovo', () => {
    const hostless = ofType(offices, 'FieldOperation').filter(({ hostCountry }) => hostCountry === undefined);
    expect(hostless.map(({ slug }) => slug)).toEqual([
      'mission-in-kosovo',
      'kosovo-verification-mission',
      'task-force-for-kosovo',
    ]);
  });
});
