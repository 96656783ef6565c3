import { nodeId } from '../graph/node-id.js';
import { readEnvironment } from '../settings/environment.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { aNewsItem } from './news-item/news-item.fixture.js';

let graph: TestGraph;
beforeAll(async () => {
  graph = await startTestGraph('organization', { limits: { ...readEnvironment({}).limits, cost: 1_000_000 } });
});
afterAll(() => graph.close());

const names = (nodes: { name: string }[]) => nodes.map(({ name }) => name);

describe('a lookup', () => {
  const roots = ['country', 'office', 'fieldOfWork', 'eventSeries', 'event', 'project', 'newsItem'];

  it.each(roots)('the lookup %s returns null for an unknown slug or id', async (root) => {
    const query = `{ bySlug: ${root}(slug: "nowhere") { id } byId: ${root}(id: "nothing") { id }
      byOtherId: ${root}(id: "${nodeId('Chairpersonship', '1999')}") { id } }`;
    expect(await graph.data(query)).toEqual({ bySlug: null, byId: null, byOtherId: null });
  });

  it.each(roots)('the lookup %s rejects any number of keys but one, and names its keys', async (root) => {
    const keys = root === 'country' ? '"id", "slug" and "isoCode"' : '"id" and "slug"';
    const none = await graph.ask(`{ ${root} { id } }`);
    expect(none.errors).toMatchObject([
      {
        message: `Expected exactly one of the arguments ${keys}, got none.`,
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
    const both = await graph.ask(`{ ${root}(id: "a", slug: "b") { id } }`);
    expect(both.errors?.[0]?.message).toBe(`Expected exactly one of the arguments ${keys}, got "id", "slug".`);
    expect(both.statements).toBe(0);
  });

  it('the lookup country finds a country by each of its keys and by a former slug', async () => {
    const data = await graph.data(`{ a: country(slug: "czechia") { name id } b: country(isoCode: "cz") { name }
      c: country(slug: "czech-republic") { name } d: country(id: "${nodeId('Country', 'czechia')}") { name } }`);
    expect(data).toMatchObject({
      a: { name: 'Czechia' },
      b: { name: 'Czechia' },
      c: { name: 'Czechia' },
      d: { name: 'Czechia' },
    });
  });

  it('the lookup country returns null for an unknown ISO code', async () => {
    expect(await graph.data('{ country(isoCode: "XX") { id } }')).toEqual({ country: null });
  });
});

describe('nodes', () => {
  it('nodes finds nodes of every kind by their ids', async () => {
    const data = await graph.data<Record<string, { nodes: { __typename: string; id: string }[] }>>(`{
      countries(first: 100) { nodes { __typename id } } offices(first: 100) { nodes { __typename id } }
      fieldsOfWork(first: 1) { nodes { __typename id } } eventSeriesList(first: 1) { nodes { __typename id } }
      events(first: 1) { nodes { __typename id } } projects(first: 1) { nodes { __typename id } }
      newsItems(first: 1) { nodes { __typename id } } chairpersonships(first: 1) { nodes { __typename id } } }`);
    const nodes = Object.values(data).flatMap((connection) => connection.nodes);
    expect(new Set(nodes.map((node) => node.__typename)).size).toBe(12);
    const ids = nodes.map(({ id }) => id);
    const answer = await graph.ask<{ nodes: unknown[] }>(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }',
      { ids },
    );
    expect(answer.data.nodes).toEqual(nodes);
    expect(answer.statements).toBe(3);
  });

  it('nodes returns null in the place of each unknown id', async () => {
    const id = nodeId('Country', 'malta');
    const data = await graph.data(`{ nodes(ids: ["x", "${id}", "${nodeId('Event', 'no-such')}"]) { id } }`);
    expect(data).toEqual({ nodes: [null, { id }, null] });
  });

  it('nodes rejects more than 1,000 ids', async () => {
    const answer = await graph.ask('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: Array(1001).fill('x') });
    expect(answer.errors).toMatchObject([{ extensions: { code: 'LIMIT_EXCEEDED' } }]);
  });
});

describe('lookups of many nodes by id', () => {
  it.each([
    ['countriesByIds', nodeId('Country', 'malta'), 0],
    ['officesByIds', nodeId('Office', 'secretariat'), 0],
    ['fieldsOfWorkByIds', nodeId('FieldOfWork', 'youth'), 0],
    ['eventSeriesByIds', nodeId('EventSeries', 'summit-meetings'), 0],
    ['eventsByIds', nodeId('Event', 'istanbul-summit-1999'), 1],
    ['projectsByIds', nodeId('Project', 'e-vidence'), 1],
    ['newsItemsByIds', nodeId('NewsItem', 'osce-promotes-interfaith-dialogue-in-kosovo'), 1],
  ])('%s keeps the order of the ids and returns null for an unknown one', async (root, id, statements) => {
    const answer = await graph.ask<Record<string, unknown>>(`{ ${root}(ids: ["no", "${id}", "${id}"]) { id } }`);
    expect(answer.data[root]).toEqual([null, { id }, { id }]);
    expect(answer.statements).toBe(statements);
  });
});

describe('edges', () => {
  it.each([
    [
      'newsItem -> issuedBy -> newsItems',
      '{ newsItems { nodes { id far: issuedBy { back: newsItems(first: 100) { nodes { id } } } } } }',
    ],
    [
      'newsItem -> fieldsOfWork -> newsItems',
      '{ newsItems { nodes { id far: fieldsOfWork { back: newsItems(first: 100) { nodes { id } } } } } }',
    ],
    [
      'newsItem -> countries -> newsItems',
      '{ newsItems { nodes { id far: countries { back: newsItems(first: 100) { nodes { id } } } } } }',
    ],
    [
      'newsItem -> projects -> newsItems',
      '{ newsItems { nodes { id far: projects { back: newsItems(first: 100) { nodes { id } } } } } }',
    ],
    [
      'newsItem -> events -> newsItems',
      '{ newsItems { nodes { id far: events { back: newsItems(first: 100) { nodes { id } } } } } }',
    ],
    [
      'event -> country -> events',
      '{ events { nodes { id far: country { back: events(first: 100) { nodes { id } } } } } }',
    ],
    [
      'event -> series -> events',
      '{ events { nodes { id far: series { back: events(first: 100) { nodes { id } } } } } }',
    ],
    [
      'event -> fieldsOfWork -> events',
      '{ events { nodes { id far: fieldsOfWork { back: events(first: 100) { nodes { id } } } } } }',
    ],
    [
      'project -> supportedBy -> supportedProjects',
      '{ projects { nodes { id far: supportedBy { back: supportedProjects { nodes { id } } } } } }',
    ],
    [
      'office -> hostCountry -> offices',
      '{ offices(first: 100) { nodes { id far: hostCountry { back: offices(first: 100) { nodes { id } } } } } }',
    ],
    ['office -> partOf -> parts', '{ offices(first: 100) { nodes { id far: partOf { back: parts { id } } } } }'],
    [
      'office -> predecessors -> successors',
      '{ offices(first: 100) { nodes { id far: predecessors { back: successors { id } } } } }',
    ],
    [
      'chairpersonship -> country -> chairpersonships',
      '{ chairpersonships { nodes { id far: country { back: chairpersonships { id } } } } }',
    ],
  ])('an edge can be followed in both directions: %s', async (_name, query) => {
    interface Node {
      id: string;
      far: Far | Far[] | null;
    }
    interface Far {
      back: { nodes: { id: string }[] } | { id: string }[];
    }
    const data = await graph.data<Record<string, { nodes: Node[] }>>(query);
    const edges = Object.values(data)[0]!.nodes.flatMap(({ id, far }) =>
      [far ?? []].flat().map((node) => ({ id, node })),
    );
    expect(edges.length).toBeGreaterThan(0);
    for (const { id, node } of edges) {
      const back = 'nodes' in node.back ? node.back.nodes : node.back;
      expect(back.map((other) => other.id)).toContain(id);
    }
  });
});

describe('the number of statements does not depend on the size of the page', () => {
  beforeAll(() =>
    graph.add(
      ...Array.from({ length: 30 }, (_, i) =>
        aNewsItem({
          title: `Officers of Malta and Italy meet for the ${i + 1}th time`,
          issuedOn: '2025-12-01',
          issuedBy: ['secretariat', 'programme-office-in-astana'],
          fieldsOfWork: ['policing'],
          projects: ['e-vidence'],
          events: ['istanbul-summit-1999'],
        }),
      ),
    ),
  );

  const everything = `query ($n: Int) { newsItems(first: $n) { totalCount nodes { title lead issuedOn kind
    issuedBy { name hostCountry { name } predecessors { name } } countries { name isoCode } fieldsOfWork { name }
    projects { name supportedBy { name } } events { title series { name } country { name } }
    countryMentions { quote country { name } } } } }`;
  it.each([1, 3, 30])(
    'a news page of %d items with offices, host countries, countries and fields costs 1 statement',
    async (n) => {
      const query = `query ($n: Int) { newsItems(first: $n) { nodes { title issuedBy { name hostCountry { name } }
      countries { name isoCode } fieldsOfWork { name } } } }`;
      const { data, statements } = await graph.ask<{ newsItems: { nodes: unknown[] } }>(query, { n });
      expect(data.newsItems.nodes).toHaveLength(n);
      expect(statements).toBe(1);
    },
  );

  it.each([1, 3, 30])('a news page of %d items with all edges costs 2 statements', async (n) => {
    const { statements, errors } = await graph.ask(everything, { n });
    expect(errors).toBeUndefined();
    // The page and its count.
    expect(statements).toBe(2);
  });

  it('one news item with all edges, by any of its keys, costs 1 statement', async () => {
    const item = `title lead body issuedBy { name hostCountry { name } } countries { name } fieldsOfWork { name }
      projects { name supportedBy { name } } events { title series { name } country { name } fieldsOfWork { name } }
      countryMentions { quote country { name } }`;
    const data = await graph.data<{ newsItems: { nodes: { id: string; slug: string }[] } }>(
      '{ newsItems(first: 1, where: { events: { some: {} } }) { nodes { id slug } } }',
    );
    const [{ id, slug }] = data.newsItems.nodes as [{ id: string; slug: string }];
    for (const query of [
      `{ newsItem(slug: "${slug}") { ${item} } }`,
      `{ node(id: "${id}") { ... on NewsItem { ${item} } } }`,
      `{ newsItemsByIds(ids: ["${id}"]) { ${item} } }`,
      `{ _entities(representations: [{ __typename: "NewsItem", slug: "${slug}" }]) { ... on NewsItem { ${item} } } }`,
    ]) {
      const { statements, errors, data: found } = await graph.ask<Record<string, unknown>>(query);
      expect({ errors, statements }).toEqual({ errors: undefined, statements: 1 });
      expect([Object.values(found)[0]].flat()[0]).toMatchObject({ projects: [{ supportedBy: expect.any(Array) }] });
    }
  });

  it.each([1, 3, 30])('the latest news of %d countries costs 2 statements', async (n) => {
    const query = `query ($n: Int) { countries(first: $n, where: { newsItems: { none: { title: { eq: "-" } } } }) {
      nodes { name newsItems(first: 3) { nodes { title issuedBy { name } } } } } }`;
    expect((await graph.ask(query, { n })).statements).toBe(2);
  });

  it.each([1, 3, 30])('the counts of news of %d offices cost 2 statements', async (n) => {
    const query = 'query ($n: Int) { offices(first: $n) { nodes { newsItems { totalCount } } } }';
    expect((await graph.ask(query, { n })).statements).toBe(2);
  });

  it.each([1, 3, 30])('%d countries by id, with edges to other cached nodes, cost no statement', async (n) => {
    const ids = (
      await graph.data<{ countries: { nodes: { id: string }[] } }>(`{ countries(first: 30) { nodes { id } } }`)
    ).countries.nodes;
    const query =
      'query ($ids: [ID!]!) { countriesByIds(ids: $ids) { name fieldOperations { name predecessors { name } } chairpersonships { year } } }';
    expect((await graph.ask(query, { ids: ids.slice(0, n).map(({ id }) => id) })).statements).toBe(0);
  });

  it.each([1, 3, 30])('%d entity references of one type cost 1 statement', async (n) => {
    const { newsItems } = await graph.data<{ newsItems: { nodes: { slug: string }[] } }>(
      '{ newsItems(first: 20) { nodes { slug } } }',
    );
    const representations = Array.from({ length: n }, (_, i) => ({
      __typename: 'NewsItem',
      slug: newsItems.nodes[i % 20]!.slug,
    }));
    const query =
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on NewsItem { title issuedBy { name } } } }';
    const answer = await graph.ask<{ _entities: unknown[] }>(query, { r: representations });
    expect(answer.data._entities).toHaveLength(n);
    expect(answer.statements).toBe(1);
  });
});

describe('the organisation', () => {
  const on = (asOf?: string) =>
    graph
      .data<{
        organization: {
          shortName: string;
          participatingStates: { name: string }[];
          partners: { name: string }[];
          fieldOperations: { name: string; hostCountry: { name: string } | null }[];
          chairpersonship: { heldBy: string } | null;
        };
      }>(
        `query ($asOf: Date) { organization(asOf: $asOf) { shortName participatingStates { name } partners { name }
        fieldOperations { name hostCountry { name } } chairpersonship { heldBy } } }`,
        { asOf },
      )
      .then(({ organization }) => organization);

  it('the organisation has 57 participating States, 11 partners and 12 field operations today', async () => {
    const today = await on();
    expect([today.participatingStates.length, today.partners.length, today.fieldOperations.length]).toEqual([
      57, 11, 12,
    ]);
  });

  it('the organisation is the CSCE until the end of 1994', async () => {
    expect([(await on('1994-12-31')).shortName, (await on('1995-01-01')).shortName]).toEqual(['CSCE', 'OSCE']);
  });

  it('the organisation includes a State from the day on which it joined', async () => {
    expect(names((await on('2006-06-21')).participatingStates)).not.toContain('Montenegro');
    expect(names((await on('2006-06-22')).participatingStates)).toContain('Montenegro');
  });

  it('the organisation lists a former partner as a partner until it became a participating State', async () => {
    const [before, after] = [await on('2012-11-20'), await on('2012-11-21')];
    expect(names(before.partners)).toContain('Mongolia');
    expect(names(before.participatingStates)).not.toContain('Mongolia');
    expect(names(after.partners)).not.toContain('Mongolia');
    expect(names(after.participatingStates)).toContain('Mongolia');
  });

  it('the organisation lists field operations and States of a day with their names on that day', async () => {
    const { fieldOperations, participatingStates } = await on('2005-06-01');
    expect(names(fieldOperations)).toEqual(
      expect.arrayContaining([
        'Centre in Almaty',
        'Centre in Bishkek',
        'Mission to Serbia and Montenegro',
        'Spillover Monitor Mission to Skopje',
      ]),
    );
    expect(names(fieldOperations)).not.toContain('Special Monitoring Mission to Ukraine');
    expect(names(participatingStates)).toEqual(expect.arrayContaining(['Turkey', 'Czech Republic']));
    expect(fieldOperations.find(({ name }) => name.startsWith('Spillover'))?.hostCountry?.name).toMatch(
      /Yugoslav Republic of Macedonia/,
    );
  });

  it('the organisation returns the chair of a year with its name at that time', async () => {
    expect((await on('1992-05-05')).chairpersonship).toEqual({ heldBy: 'Czechoslovakia' });
    expect((await on('1985-05-05')).chairpersonship).toBeNull();
  });

  it('asOf stands for the first day of a month or year', async () => {
    expect(await on('2007')).toEqual(await on('2007-01-01'));
  });

  it.each(['2007-02-30', 'yesterday', '1'])('asOf "%s" is rejected', async (asOf) => {
    const { errors } = await graph.ask('query ($asOf: Date) { organization(asOf: $asOf) { asOf } }', { asOf });
    expect(errors?.[0]?.message).toMatch(/expected "YYYY", "YYYY-MM" or "YYYY-MM-DD"/);
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});

it('the Mission in Kosovo has no host country', async () => {
  expect(await graph.data('{ office(slug: "mission-in-kosovo") { name city hostCountry { name } } }')).toMatchObject({
    office: { name: 'Mission in Kosovo', hostCountry: null },
  });
});

it('a date keeps its precision from the data file to the client', async () => {
  const data = await graph.data(
    '{ a: office(slug: "centre-in-almaty") { closedOn } b: office(slug: "centre-in-dushanbe") { establishedOn } }',
  );
  expect(data).toEqual({ a: { closedOn: '2007' }, b: { establishedOn: '2002-10' } });
});

it('predecessors can be followed from the current office to the first', async () => {
  const data = await graph.data(`{ office(slug: "programme-office-in-dushanbe") {
    predecessors { name predecessors { name predecessors { name } } } } }`);
  expect(data).toEqual({
    office: {
      predecessors: [
        {
          name: 'Office in Tajikistan',
          predecessors: [{ name: 'Centre in Dushanbe', predecessors: [{ name: 'Mission to Tajikistan' }] }],
        },
      ],
    },
  });
});

it('name returns the name on a day', async () => {
  expect(await graph.data('{ country(isoCode: "TR") { name then: name(asOf: "2010-01-01") } }')).toEqual({
    country: { name: 'Türkiye', then: 'Turkey' },
  });
});

it('the field operations of a country can be filtered by status and by day', async () => {
  const data = await graph.data<{ country: Record<string, { name: string }[]> }>(`{ country(isoCode: "KG") {
    active: fieldOperations(status: ACTIVE) { name } then: fieldOperations(asOf: "2005-05-05") { name } } }`);
  expect(data.country).toEqual({
    active: [{ name: 'Programme Office in Bishkek' }],
    then: [{ name: 'Centre in Bishkek' }],
  });
});

describe('the menu', () => {
  interface Entry {
    label: string;
    node: { __typename: string } | null;
    children: Entry[];
  }
  const fields = (depth: number): string =>
    `label node { __typename } ${depth > 0 ? `children { ${fields(depth - 1)} }` : ''}`;
  const under = (entries: Entry[], ...path: string[]): Entry[] =>
    path.reduce((level, label) => level.find((entry) => entry.label === label)!.children, entries);

  it('the menu is a tree whose leaves are nodes', async () => {
    const { navigation } = await graph.data<{ navigation: Entry[] }>(`{ navigation { ${fields(4)} } }`);
    const leaves = (entries: Entry[]): Entry[] =>
      entries.flatMap((entry) => (entry.children.length ? leaves(entry.children) : [entry]));
    expect(leaves(navigation).length).toBeGreaterThan(170);
    expect(leaves(navigation).filter(({ node }) => node === null)).toEqual([]);
    expect(under(navigation, 'Our work', 'Fields of work')).toHaveLength(23);
    expect(under(navigation, 'Our work', 'Meetings and conferences')).toHaveLength(16);
    expect(under(navigation, 'Countries', 'Participating States')).toHaveLength(57);
    expect(under(navigation, 'Countries', 'Asian Partners for Co-operation')).toHaveLength(5);
    expect(under(navigation, 'Countries', 'Mediterranean Partners for Co-operation')).toHaveLength(6);
    expect(under(navigation, 'Structures and institutions', 'Secretariat')).toHaveLength(12);
    expect(
      under(navigation, 'Structures and institutions', 'Field operations').filter(({ children }) => !children.length),
    ).toHaveLength(12);
  });
});
