import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { activityOn } from '../office/office.time.js';
import { participationOn } from './participation.js';

let graph: TestGraph;
beforeAll(async () => {
  graph = await startTestGraph('organization');
});
afterAll(() => graph.close());

describe('what a State was on a date', () => {
  const state = { type: 'ParticipatingState', joinedOn: '1992-01-30' } as const;
  const none = { partnership: null, partnerSince: null, partnerUntil: null };
  const partner = { type: 'PartnerForCooperation', joinedOn: null, partnership: 'ASIAN', partnerUntil: null } as const;
  const mongolia = {
    type: 'ParticipatingState',
    joinedOn: '2012-11-21',
    partnership: 'ASIAN',
    partnerSince: '2004',
    partnerUntil: '2012-11-20',
  } as const;

  it.each([
    ['a day before it joined', { ...state, ...none }, '1992-01-29', 'NONE', true],
    ['the day on which it joined', { ...state, ...none }, '1992-01-30', 'PARTICIPATING_STATE', true],
    ['the month in which it joined', { ...state, ...none }, '1992-01', 'PARTICIPATING_STATE', false],
    ['the year in which it joined', { ...state, ...none }, '1992', 'PARTICIPATING_STATE', false],
    ['the next year', { ...state, ...none }, '1993', 'PARTICIPATING_STATE', true],
    ['the year before', { ...state, ...none }, '1991', 'NONE', true],
    [
      'a day of a year of which no day is known',
      { ...state, ...none, joinedOn: '1992' },
      '1992-06-01',
      'PARTICIPATING_STATE',
      false,
    ],
    ['the last day of such a year', { ...state, ...none, joinedOn: '1992' }, '1992-12-31', 'PARTICIPATING_STATE', true],
    [
      'any day, where the beginning is not known',
      { ...partner, partnerSince: null },
      '2000-01-01',
      'PARTNER_FOR_COOPERATION',
      false,
    ],
    ['a day of a partnership', { ...partner, partnerSince: '1994' }, '2000-01-01', 'PARTNER_FOR_COOPERATION', true],
    ['a day before a partnership', { ...partner, partnerSince: '1994' }, '1993-12-31', 'NONE', true],
    ['a Partner that joined, before', mongolia, '2012-11-20', 'PARTNER_FOR_COOPERATION', true],
    ['a Partner that joined, after', mongolia, '2012-11-21', 'PARTICIPATING_STATE', true],
    ['a Partner that joined, in that month', mongolia, '2012-11', 'PARTICIPATING_STATE', false],
    ['a Partner that joined, in the year of its partnership', mongolia, '2004-05-01', 'PARTNER_FOR_COOPERATION', false],
  ] as const)('%s', (_, dates, date, status, isCertain) => {
    expect(participationOn(dates, date)).toMatchObject({ status, isCertain });
  });

  it('is a field of every country', async () => {
    const { mongolia: found } = await graph.data<{ mongolia: { before: object; after: object } }>(`{
      mongolia: country(isoCode: "MN") {
        before: participationOn(date: "2010") { status isCertain }
        after: participationOn(date: "2013") { status isCertain }
      }
    }`);
    expect(found).toEqual({
      before: { status: 'PARTNER_FOR_COOPERATION', isCertain: true },
      after: { status: 'PARTICIPATING_STATE', isCertain: true },
    });
  });
});

describe('the troika', () => {
  const ask = (asOf: string) =>
    graph.data<{ organization: { troika: Record<string, { year: number; heldBy: string } | null> } }>(
      `query ($asOf: Date) { organization(asOf: $asOf) { troika {
        preceding { year heldBy } current { year heldBy } succeeding { year heldBy } } } }`,
      { asOf },
    );

  it('is the chair of the year between those of the years beside it', async () => {
    const { troika } = (await ask('2016-06-30')).organization;
    expect(troika).toMatchObject({
      preceding: { year: 2015, heldBy: 'Serbia' },
      current: { year: 2016, heldBy: 'Germany' },
      succeeding: { year: 2017, heldBy: 'Austria' },
    });
  });

  it('has no one before the first chair', async () => {
    const { troika } = (await ask('1990')).organization;
    expect([troika['preceding'], troika['current'], troika['succeeding']?.year]).toEqual([null, null, 1991]);
  });

  it('never has two chairs in a year', async () => {
    const insert = `INSERT INTO chairpersonship (id, year, held_by) SELECT gen_random_uuid(), 2016, 'Nobody'`;
    await expect(graph.dataSource.query(insert)).rejects.toThrow(/chairpersonship_year_key/);
  });
});

describe('the offices that were open on a day', () => {
  const open = async (openOn: string) =>
    (
      await graph.data<{ offices: { nodes: { slug: string }[] } }>(
        `query ($openOn: Date) { offices(where: { openOn: $openOn, kind: { eq: FIELD_OPERATION } }, first: 100) {
          nodes { slug } } }`,
        { openOn },
      )
    ).offices.nodes.map(({ slug }) => slug);

  it('by the filter are those of the organisation of all kinds, also before there was any', async () => {
    for (const asOf of ['1973-07-02', '1973-07-03', '2026-01-01']) {
      const { organization, offices } = await graph.data<{
        organization: Record<string, { slug: string }[]>;
        offices: { nodes: { slug: string }[] };
      }>(
        `query ($asOf: Date) {
          organization(asOf: $asOf) { fieldOperations { slug } institutions { slug } secretariatDepartments { slug }
            bodies { slug } }
          offices(where: { openOn: $asOf }, first: 100) { nodes { slug } } }`,
        { asOf },
      );
      const slugs = (nodes: { slug: string }[]) => nodes.map(({ slug }) => slug).sort();
      expect(slugs(offices.nodes)).toEqual(slugs(Object.values(organization).flat()));
    }
  });

  it('by the filter are those of the organisation on that day, at every edge of every interval', async () => {
    const { offices } = graph.catalogue.current.rows;
    const dates = offices.flatMap(({ establishedOn, closedOn }) => [establishedOn ?? [], closedOn ?? []].flat());
    const edges = [...new Set(dates)].filter((_, i) => i % 3 === 0);
    for (const openOn of ['1973-07-02', '1975-08-01', ...edges, '2100-01-01']) {
      const { organization } = await graph.data<{ organization: { fieldOperations: { slug: string }[] } }>(
        'query ($asOf: Date) { organization(asOf: $asOf) { fieldOperations { slug } } }',
        { asOf: openOn },
      );
      expect(await open(openOn)).toEqual(organization.fieldOperations.map(({ slug }) => slug));
    }
  });

  it.each([
    ['2007', '2009-06', '2007-01-01', true],
    ['2007', '2009-06', '2006-12-31', false],
    ['2007', '2009-06', '2009-06-30', true],
    ['2007', '2009-06', '2009-07-01', false],
    ['2007-05-05', '2009', '2007-05-04', false],
    ['2007-05-05', '2009', '2007-05', false],
    ['2007-05-05', '2009', '2007-06', true],
    ['2007-05-05', '2009', '2009-12-31', true],
    ['2007-05-05', '2009-01-02', '2009-01-02', true],
    ['2007-05-05', '2009-01-02', '2009-01-03', false],
    ['2007-05-05', null, '2100-01-01', false],
  ])('of one from %s until %s, on %s: %s', async (establishedOn, closedOn, day, isOpen) => {
    const slug = 'a-short-mission';
    await graph.add({
      type: 'FieldOperation',
      slug,
      name: 'A Short Mission',
      status: 'CLOSED',
      establishedOn,
      ...(closedOn && { closedOn }),
    });
    expect((await open(day)).includes(slug)).toBe(isOpen);
  });
});

describe('whether an office was at work on a date', () => {
  const office = { establishedOn: '2007-06', closedOn: '2009', status: 'CLOSED' } as const;

  it.each([
    ['a day before the month in which it began', office, '2007-05-31', false, true],
    ['a day of that month', office, '2007-06-01', true, false],
    ['the last day of that month', office, '2007-06-30', true, true],
    ['a year within', office, '2008', true, true],
    ['the year in which it began', office, '2007', true, false],
    ['the first day of the year in which it ended', office, '2009-01-01', true, true],
    ['another day of that year', office, '2009-01-02', true, false],
    ['a day after that year', office, '2010-01-01', false, true],
    ['any day, where the beginning is not known', { ...office, establishedOn: null }, '2008', true, false],
    [
      'a day before the Conference opened, where it is not known',
      { ...office, establishedOn: null },
      '1973-07-02',
      false,
      true,
    ],
    ['any day, where it is closed and nobody knows since when', { ...office, closedOn: null }, '2008', false, false],
    ['a day from then on, where it is at work', { ...office, closedOn: null, status: 'ACTIVE' }, '2100', true, true],
  ] as const)('%s', (_case, dates, date, isOpen, isCertain) => {
    expect(activityOn(dates, date)).toEqual({ isOpen, isCertain });
  });

  it('is a field of every office', async () => {
    const data = await graph.data(`{ office(slug: "centre-in-almaty") {
      then: activityOn(date: "2005") { isOpen isCertain } last: activityOn(date: "2007") { isOpen isCertain } } }`);
    expect(data).toEqual({
      office: { then: { isOpen: true, isCertain: true }, last: { isOpen: true, isCertain: false } },
    });
  });
});

describe('names at a date', () => {
  const former = (name: string) => [{ name, kind: 'FORMER' as const, from: '2001', until: '2005-06' }];

  beforeAll(() =>
    graph.add(
      {
        type: 'FieldOfWork',
        slug: 'sea-lanes',
        name: 'Sea lanes',
        dimension: 'HUMAN',
        names: former('Shipping'),
        position: 900,
      },
      { type: 'EventSeries', slug: 'harbour-days', name: 'Harbour Days', names: former('Port Days'), position: 900 },
      { type: 'Project', slug: 'lighthouse', name: 'Lighthouse', names: former('Beacon'), supportedBy: [] },
    ),
  );

  it.each([
    ['country(isoCode: "CZ")', '2016-01-01', 'Czech Republic', 'Czechia'],
    ['office(slug: "mission-to-serbia")', '2005-01-01', 'Mission to Serbia and Montenegro', 'Mission to Serbia'],
    ['fieldOfWork(slug: "sea-lanes")', '2005-06-30', 'Shipping', 'Sea lanes'],
    ['eventSeries(slug: "harbour-days")', '2001-01-01', 'Port Days', 'Harbour Days'],
    ['project(slug: "lighthouse")', '2003', 'Beacon', 'Lighthouse'],
  ])('%s was called on %s: %s', async (root, asOf, then, now) => {
    const query = `query ($asOf: Date) { node: ${root} { name then: name(asOf: $asOf) later: name(asOf: "2100") } }`;
    expect(await graph.data(query, { asOf })).toEqual({ node: { name: now, then, later: now } });
  });

  it.each(['2000-12-31', '2005-07-01'])(
    'outside of the time of a former name, on %s, the present one is given',
    async (asOf) => {
      const query = 'query ($asOf: Date) { project(slug: "lighthouse") { name(asOf: $asOf) } }';
      expect(await graph.data(query, { asOf })).toEqual({ project: { name: 'Lighthouse' } });
    },
  );

  it('on the organisation of a day are those of that day, unless another is asked, and all names stay as they are', async () => {
    const { organization } = await graph.data<{
      organization: { participatingStates: { isoCode: string; names: { name: string; kind: string }[] }[] };
    }>(`{ organization(asOf: "2005-06-01") {
      participatingStates { isoCode name now: name(asOf: "2025") names { name kind } } } }`);
    const turkey = organization.participatingStates.find(({ isoCode }) => isoCode === 'TR')!;
    expect(turkey).toMatchObject({ name: 'Turkey', now: 'Türkiye' });
    expect(turkey.names[0]).toEqual({ name: 'Türkiye', kind: 'COMMON' });
  });
});

it('before the Conference opened there is no office, also none of unknown age', async () => {
  const { organization } = await graph.data<{ organization: Record<string, unknown[]> }>(`{
    organization(asOf: "1973-07-02") { fieldOperations { id }
      institutions { id } secretariatDepartments { id } bodies { id } } }`);
  expect(Object.values(organization).flat()).toEqual([]);
});
