import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { activityOn } from '../office/office.time.js';
import { participationOn } from './participation.js';

let graph: TestGraph;
beforeAll(async () => {
  graph = await startTestGraph('organization');
});
afterAll(() => graph.close());

describe('the status of a State on a date', () => {
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
      'a day of the year in which it joined, if only the year is known',
      { ...state, ...none, joinedOn: '1992' },
      '1992-06-01',
      'PARTICIPATING_STATE',
      false,
    ],
    [
      'the last day of the year in which it joined, if only the year is known',
      { ...state, ...none, joinedOn: '1992' },
      '1992-12-31',
      'PARTICIPATING_STATE',
      true,
    ],
    [
      'a day of a partnership whose start is unknown',
      { ...partner, partnerSince: null },
      '2000-01-01',
      'PARTNER_FOR_COOPERATION',
      false,
    ],
    ['a day of a partnership', { ...partner, partnerSince: '1994' }, '2000-01-01', 'PARTNER_FOR_COOPERATION', true],
    ['a day before a partnership', { ...partner, partnerSince: '1994' }, '1993-12-31', 'NONE', true],
    ['the day before a Partner joined', mongolia, '2012-11-20', 'PARTNER_FOR_COOPERATION', true],
    ['the day on which a Partner joined', mongolia, '2012-11-21', 'PARTICIPATING_STATE', true],
    ['the month in which a Partner joined', mongolia, '2012-11', 'PARTICIPATING_STATE', false],
    ['a day of the year in which a partnership started', mongolia, '2004-05-01', 'PARTNER_FOR_COOPERATION', false],
  ] as const)('participation is correct on %s', (_, dates, date, status, isCertain) => {
    expect(participationOn(dates, date)).toMatchObject({ status, isCertain });
  });

  it('participationOn returns the status of a country on a date', async () => {
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

  it('the troika consists of the chairs of the year before, the year and the next year', async () => {
    const { troika } = (await ask('2016-06-30')).organization;
    expect(troika).toMatchObject({
      preceding: { year: 2015, heldBy: 'Serbia' },
      current: { year: 2016, heldBy: 'Germany' },
      succeeding: { year: 2017, heldBy: 'Austria' },
    });
  });

  it('the troika before the first chair has only the succeeding one', async () => {
    const { troika } = (await ask('1990')).organization;
    expect([troika['preceding'], troika['current'], troika['succeeding']?.year]).toEqual([null, null, 1991]);
  });

  it('the database rejects a second chair in a year', async () => {
    const insert = `INSERT INTO chairpersonship (id, year, held_by) SELECT gen_random_uuid(), 2016, 'Nobody'`;
    await expect(graph.dataSource.query(insert)).rejects.toThrow(/chairpersonship_year_key/);
  });
});

describe('the filter openOn', () => {
  const open = async (openOn: string) =>
    (
      await graph.data<{ offices: { nodes: { slug: string }[] } }>(
        `query ($openOn: Date) { offices(where: { openOn: $openOn, kind: { eq: FIELD_OPERATION } }, first: 100) {
          nodes { slug } } }`,
        { openOn },
      )
    ).offices.nodes.map(({ slug }) => slug);

  it('openOn matches the offices of all kinds that the organisation lists on that day, also before the first office', async () => {
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

  it('openOn matches the field operations that the organisation lists on each day on which one opened or closed', async () => {
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
  ])('for an office open from %s until %s, openOn %s is %s', async (establishedOn, closedOn, day, isOpen) => {
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

describe('the activity of an office on a date', () => {
  const office = { establishedOn: '2007-06', closedOn: '2009', status: 'CLOSED' } as const;

  it.each([
    ['a day before the month in which it opened', office, '2007-05-31', false, true],
    ['the first day of the month in which it opened', office, '2007-06-01', true, false],
    ['the last day of the month in which it opened', office, '2007-06-30', true, true],
    ['a year between', office, '2008', true, true],
    ['the year in which it opened', office, '2007', true, false],
    ['the first day of the year in which it closed', office, '2009-01-01', true, true],
    ['another day of the year in which it closed', office, '2009-01-02', true, false],
    ['a day after the year in which it closed', office, '2010-01-01', false, true],
    ['a date, if the start is unknown', { ...office, establishedOn: null }, '2008', true, false],
    [
      'a day before the Conference opened, if the start is unknown',
      { ...office, establishedOn: null },
      '1973-07-02',
      false,
      true,
    ],
    ['a date, if it is closed and the end is unknown', { ...office, closedOn: null }, '2008', false, false],
    ['a day after the start, if it is active', { ...office, closedOn: null, status: 'ACTIVE' }, '2100', true, true],
  ] as const)('activity is correct on %s', (_case, dates, date, isOpen, isCertain) => {
    expect(activityOn(dates, date)).toEqual({ isOpen, isCertain });
  });

  it('activityOn returns the activity of an office on a date', async () => {
    const data = await graph.data(`{ office(slug: "centre-in-almaty") {
      then: activityOn(date: "2005") { isOpen isCertain } last: activityOn(date: "2007") { isOpen isCertain } } }`);
    expect(data).toEqual({
      office: { then: { isOpen: true, isCertain: true }, last: { isOpen: true, isCertain: false } },
    });
  });
});

describe('names on a date', () => {
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
    'outside the period of a former name, on %s, name returns the current name',
    async (asOf) => {
      const query = 'query ($asOf: Date) { project(slug: "lighthouse") { name(asOf: $asOf) } }';
      expect(await graph.data(query, { asOf })).toEqual({ project: { name: 'Lighthouse' } });
    },
  );

  it('below the organisation of a day, name defaults to that day and names is unaffected', async () => {
    const { organization } = await graph.data<{
      organization: { participatingStates: { isoCode: string; names: { name: string; kind: string }[] }[] };
    }>(`{ organization(asOf: "2005-06-01") {
      participatingStates { isoCode name now: name(asOf: "2025") names { name kind } } } }`);
    const turkey = organization.participatingStates.find(({ isoCode }) => isoCode === 'TR')!;
    expect(turkey).toMatchObject({ name: 'Turkey', now: 'Türkiye' });
    expect(turkey.names[0]).toEqual({ name: 'Türkiye', kind: 'COMMON' });
  });
});

it('the organisation before the Conference opened has no office, not even one of unknown start', async () => {
  const { organization } = await graph.data<{ organization: Record<string, unknown[]> }>(`{
    organization(asOf: "1973-07-02") { fieldOperations { id }
      institutions { id } secretariatDepartments { id } bodies { id } } }`);
  expect(Object.values(organization).flat()).toEqual([]);
});
