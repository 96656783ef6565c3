import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
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

  it('by the filter are those of the organisation on that day, at every edge of every interval', async () => {
    const { offices } = graph.catalogue.current.rows;
    const dates = offices.flatMap(({ establishedOn, closedOn }) => [establishedOn ?? [], closedOn ?? []].flat());
    const edges = [...new Set(dates)].filter((_, i) => i % 3 === 0);
    for (const openOn of ['1975-08-01', ...edges, '2100-01-01']) {
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
