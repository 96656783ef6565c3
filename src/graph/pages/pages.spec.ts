import fc from 'fast-check';
import type { QueryRunner } from 'typeorm';
import { eventList } from '../../content/event/event.list.js';
import { newsAboutCountry, newsItemList, newsOfOffice } from '../../content/news-item/news-item.list.js';
import { officeList } from '../../content/office/office.list.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import type { GraphContext } from '../context.js';
import type { Direction } from '../edges.js';
import { nodeId } from '../node-id.js';
import type { Sql } from '../sql.js';
import { generateGraph, storeGraph, type GeneratedNode } from '../where/generated-graph.fixture.js';
import { filterOf } from '../where/declare.js';
import { folded, fulfils } from '../where/oracle.fixture.js';
import { decodeCursor, encodeCursor, type Position } from './cursor.js';
import type { ListDeclaration, PageRequest } from './list-declaration.js';
import { pageStatement, toPage } from './list.js';
import { NullsOrder, OrderDirection, type Ordering } from './order.js';

const generated = generateGraph(19_750_801);
const { ASC, DESC } = OrderDirection;
const { FIRST, LAST } = NullsOrder;

let graph: TestGraph;
let runner: QueryRunner;
beforeAll(async () => {
  graph = await startTestGraph('empty');
  const { dataSource } = graph;
  await storeGraph(generated, { query: dataSource.query.bind(dataSource) as never });
  await graph.catalogue.reload();
  // One connection in a transaction, so that inserts of a test are rolled back.
  runner = dataSource.createQueryRunner();
  await runner.connect();
});
beforeEach(() => runner.startTransaction());
afterEach(() => runner.rollbackTransaction());
afterAll(async () => {
  await runner.release();
  await graph.close();
});

/** The sort values of a node, declared independently, by the field names in memory. */
type Keys = Record<string, (node: GeneratedNode) => string | number | null>;

const text = (field: string) => (node: GeneratedNode) => {
  const value = node.values[field] as string | null;
  return value === null ? null : folded(value) || null;
};
const plain = (field: string) => (node: GeneratedNode) => node.values[field]!;
const nameOf =
  (field: string, what = 'name') =>
  (node: GeneratedNode) => {
    const first = node.relatedNodes[field]![0];
    return first ? folded(first.values[what] as string) || null : null;
  };

interface Subject {
  name: string;
  list: ListDeclaration<object>;
  nodes: GeneratedNode[];
  keys: Keys;
  parent?: { id: string; direction: Direction };
  where?: object;
}

const newsKeys: Keys = {
  ISSUED_ON: plain('issuedOn'),
  TITLE: (node) => folded(node.values['title'] as string),
  ISSUED_BY_NAME: nameOf('issuedBy'),
};
const busiest = (kind: 'Country' | 'Office') =>
  generated[kind].reduce((most, node) =>
    node.relatedNodes['newsItems']!.length > most.relatedNodes['newsItems']!.length ? node : most,
  );
const aboutSomeCountries = {
  countries: { some: { id: { in: generated.Country.slice(0, 5).map(({ id }) => id) } } },
  kind: { ne: 'SPOT_REPORT' },
};
const ofSomeKinds = { or: [{ kind: { eq: 'NEWS' } }, { title: { contains: 'a' } }] };
const inSomeFieldsAndYears = {
  countries: { some: { id: { in: generated.Country.slice(0, 5).map(({ id }) => id) } } },
  fieldsOfWork: { some: { id: { in: generated.FieldOfWork.slice(0, 4).map(({ id }) => id) } } },
  issuedOn: { lte: '2008' },
  not: { issuedOn: { eq: '2007' } },
};
const subjects: Subject[] = [
  { name: 'news items', list: newsItemList as never, nodes: generated.NewsItem, keys: newsKeys },
  {
    name: 'offices',
    list: officeList as never,
    nodes: generated.Office,
    keys: {
      NAME: text('name'),
      ESTABLISHED_ON: plain('establishedOn'),
      CLOSED_ON: plain('closedOn'),
      POSITION: (node) => generated.Office.indexOf(node),
      HOST_COUNTRY_NAME: nameOf('hostCountry'),
    },
  },
  {
    name: 'events',
    list: eventList as never,
    nodes: generated.Event,
    keys: {
      STARTS_ON: plain('startsOn'),
      TITLE: text('title'),
      COUNTRY_NAME: nameOf('country'),
      SERIES_NAME: nameOf('series'),
    },
  },
  {
    name: 'news items about a country',
    list: newsItemList as never,
    nodes: busiest('Country').relatedNodes['newsItems']!,
    keys: newsKeys,
    parent: { id: busiest('Country').id, direction: newsAboutCountry },
  },
  {
    name: 'news items of an office',
    list: newsItemList as never,
    nodes: busiest('Office').relatedNodes['newsItems']!,
    keys: newsKeys,
    parent: { id: busiest('Office').id, direction: newsOfOffice },
  },
  {
    name: 'news items of a kind',
    list: newsItemList as never,
    nodes: generated.NewsItem.filter((node) => fulfils(node, ofSomeKinds)),
    keys: newsKeys,
    where: ofSomeKinds,
  },
  {
    // The links cover the filter, and the rows of the items are read only for the page.
    name: 'news items about some countries, in some fields and years',
    list: newsItemList as never,
    nodes: generated.NewsItem.filter((node) => fulfils(node, inSomeFieldsAndYears)),
    keys: newsKeys,
    where: inSomeFieldsAndYears,
  },
  {
    // Filters by related nodes scan their links; see page-by-links.ts. Several countries share items.
    name: 'news items about some countries, with a further condition',
    list: newsItemList as never,
    nodes: generated.NewsItem.filter((node) => fulfils(node, aboutSomeCountries)),
    keys: newsKeys,
    where: aboutSomeCountries,
  },
];

/** The nodes in an order, sorted in memory. */
function sorted({ nodes, keys }: Subject, ordering: readonly Ordering[]): string[] {
  const compare = <T extends string | number>(a: T, b: T) => {
    if (typeof a === 'number' || typeof b === 'number') return Math.sign(Number(a) - Number(b));
    return Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b)));
  };
  return [...nodes]
    .sort((a, b) => {
      for (const { field, direction, nulls } of ordering) {
        const [x, y] = [keys[field]!(a), keys[field]!(b)];
        if (x === null && y === null) continue;
        if (x === null || y === null) return (x === null) === (nulls === FIRST) ? -1 : 1;
        const order = compare(x, y);
        if (order !== 0) return direction === ASC ? order : -order;
      }
      return ordering.at(-1)!.direction === ASC ? compare(a.id, b.id) : compare(b.id, a.id);
    })
    .map(({ id }) => id);
}

const run = async ({ text: statement, values }: Sql) =>
  (await runner.query(statement, values as unknown[])) as Record<string, unknown>[];

/** Pages through a whole list, by cursors as clients have them. */
async function walk(
  { list, parent, where }: Subject,
  ordering: readonly Ordering[],
  size: number,
  backward: boolean,
  betweenPages: (page: readonly string[]) => Promise<void> = () => Promise.resolve(),
): Promise<string[]> {
  const all: string[] = [];
  // Only ids are compared, so nodes in the catalogue are not looked up.
  const { catalogue: _, ...rows } = list;
  for (let cursor: string | undefined; ;) {
    const position = cursor === undefined ? undefined : readCursor(cursor, list, ordering);
    const request: PageRequest = {
      where,
      ordering,
      size,
      backward,
      after: backward ? undefined : position,
      before: backward ? position : undefined,
      nodeFields: new Set(),
    };
    const scope = parent ? { direction: parent.direction, parentIds: [parent.id] } : { parentIds: [''] };
    const page = toPage(await run(pageStatement(rows, request, scope)), rows, request, {} as GraphContext);
    const ids = page.rows.map(({ position: { id } }) => id);
    expect(ids.length).toBeLessThanOrEqual(size);
    if (backward) all.unshift(...ids);
    else all.push(...ids);
    if (!(backward ? page.hasPreviousPage : page.hasNextPage)) return all;
    cursor = encodeCursor('list', (backward ? page.rows[0] : page.rows.at(-1))!.position);
    await betweenPages(all);
  }
}

const readCursor = (cursor: string, list: ListDeclaration<object>, ordering: readonly Ordering[]): Position =>
  decodeCursor(
    'after',
    cursor,
    'list',
    ordering.map(({ field }) => (list.orders[field]!.type === 'integer' ? 'number' : 'string')),
  );

const everyOrdering = ({ list }: Subject): Ordering[] =>
  Object.keys(list.orders).flatMap((field) =>
    [ASC, DESC].flatMap((direction) => [FIRST, LAST].map((nulls) => ({ field, direction, nulls }))),
  );

/** The sort values of columns that have their own order, named like the column, and are not declared above. */
const columnKeys = ({ list, nodes }: Subject): Keys =>
  Object.fromEntries(
    Object.keys(list.orders).flatMap((order): [string, Keys[string]][] => {
      const field = order.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
      const filter = filterOf(list.kind).fields.get(field);
      if (nodes[0]?.values[field] === undefined || !filter || !('is' in filter)) return [];
      return [[order, filter.is === 'text' ? text(field) : plain(field)]];
    }),
  );
const complete = subjects.map((subject) => ({ ...subject, keys: { ...columnKeys(subject), ...subject.keys } }));

describe.each(complete.map((subject) => [subject.name, subject] as const))('the list of %s', (_, subject) => {
  const orderings = everyOrdering(subject);

  it('the test covers every order of the list', () => {
    expect(Object.keys(subject.list.orders).sort()).toEqual(Object.keys(subject.keys).sort());
  });

  it.each(orderings.map((ordering) => [ordering.field, ordering.direction, ordering.nulls, ordering] as const))(
    'its pages joined are the whole list by %s %s, nulls %s',
    async (_field, _direction, _nulls, ordering) => {
      const expected = sorted(subject, [ordering]);
      for (const size of subject.where ? [3, 100] : [1, 3, 7, 100]) {
        expect(await walk(subject, [ordering], size, false)).toEqual(expected);
        expect(await walk(subject, [ordering], size, true)).toEqual(expected);
      }
    },
  );

  it('its pages joined are the whole list by a related node and then by date', async () => {
    const { datedOrder, orders } = subject.list;
    const byRelated = orderings.filter(({ field }) => datedOrder && orders[field]!.relatedNode);
    const byDate = orderings.filter(({ field }) => field === datedOrder);
    for (const [first, second] of byRelated.flatMap((a) => byDate.map((b) => [a, b] as const))) {
      const expected = sorted(subject, [first, second]);
      for (const size of [2, 5, 100]) {
        expect(await walk(subject, [first, second], size, false)).toEqual(expected);
        expect(await walk(subject, [first, second], size, true)).toEqual(expected);
      }
    }
  });

  it('its pages joined are the whole list by several keys in any directions', async () => {
    const ordering = fc.uniqueArray(fc.constantFrom(...orderings), {
      minLength: 2,
      maxLength: 3,
      selector: ({ field }) => field,
    });
    await fc.assert(
      fc.asyncProperty(ordering, fc.integer({ min: 1, max: 9 }), fc.boolean(), async (keys, size, backward) => {
        expect(await walk(subject, keys, size, backward)).toEqual(sorted(subject, keys));
      }),
      { numRuns: 12, seed: 57 },
    );
  });
});

describe('nodes added between two pages', () => {
  const news = subjects[0]!;
  let added = 0;

  /** Adds a copy of a news item that differs only by its id, the tie-breaker. */
  async function add(like: GeneratedNode): Promise<string> {
    const id = nodeId('NewsItem', `added-${added++}`);
    await runner.query(
      `INSERT INTO news_item (id, slug, title, lead, issued_on, kind, office_ids)
       SELECT $1::uuid, $1::text, title, lead, issued_on, kind, office_ids FROM news_item WHERE id = $2`,
      [id, like.id],
    );
    return id;
  }

  it('nodes added between two pages never drop, repeat or reorder existing ones, and appear if they sort after the cursor', async () => {
    const ordering = fc.array(fc.constantFrom(...everyOrdering(news)), { minLength: 1, maxLength: 2 });
    const likes = fc.array(fc.constantFrom(...news.nodes), { minLength: 20, maxLength: 20 });
    const property = fc.asyncProperty(
      ordering,
      fc.integer({ min: 4, max: 12 }),
      fc.boolean(),
      likes,
      async (keys, size, backward, models) => {
        await runner.startTransaction();
        const additions: { node: GeneratedNode; seen: Set<string> }[] = [];
        const all = await walk(news, keys, size, backward, async (seen) => {
          const model = models[additions.length % models.length]!;
          additions.push({ node: { ...model, id: await add(model) }, seen: new Set(seen) });
        }).finally(() => runner.rollbackTransaction());
        const order = sorted({ ...news, nodes: [...news.nodes, ...additions.map(({ node }) => node)] }, keys);
        const ahead = additions.filter(({ node, seen }) => {
          const place = order.indexOf(node.id);
          return order.every((id, i) => !seen.has(id) || (backward ? place < i : place > i));
        });
        const given = new Set([...news.nodes, ...ahead.map(({ node }) => node)].map(({ id }) => id));
        expect(all).toEqual(order.filter((id) => given.has(id)));
      },
    );
    await fc.assert(property, { numRuns: 40, seed: 68 });
  });
});

describe('a cursor', () => {
  const page = `query ($where: NewsItemWhere, $orderBy: [NewsItemOrder!], $after: String) {
    newsItems(first: 2, where: $where, orderBy: $orderBy, after: $after) { nodes { id } pageInfo { endCursor } }
  }`;
  const endOf = async (variables: object) =>
    (await graph.data<{ newsItems: { pageInfo: { endCursor: string } } }>(page, variables)).newsItems.pageInfo
      .endCursor;

  it.each([
    ['another filter', { where: { kind: { eq: 'NEWS' } } }],
    ['another order', { orderBy: [{ field: 'TITLE' }] }],
    ['another placement of nulls', { orderBy: [{ field: 'ISSUED_ON', direction: 'DESC', nulls: 'FIRST' }] }],
  ])('of a list with %s is refused, and the error says so', async (_, other) => {
    const { errors } = await graph.ask(page, { after: await endOf(other) });
    expect(errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT' }, message: expect.stringContaining('belongs to another list') },
    ]);
  });

  it('a text that is not a cursor is rejected', async () => {
    for (const after of ['', 'x', Buffer.from('[1,"a","b"]').toString('base64url'), '🕊']) {
      const { errors } = await graph.ask(page, { after });
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    }
  });

  it.each([
    ['a malformed id', 'newsItems', ['-'.repeat(36)]],
    ['an id with a hyphen too many', 'newsItems', [`10c0f17a-48b2-8080-a612-889de0d872a-`]],
    ['U+0000', 'newsItems', [undefined, 'a\0b']],
    ['half of a surrogate pair', 'newsItems', [undefined, 'a\ud800']],
    ['a number where a text was', 'newsItems', [undefined, 2025]],
    ['a number too large for a year', 'chairpersonships', [undefined, 2 ** 31]],
    ['a part of a year', 'chairpersonships', [undefined, 2016.5]],
  ])('a cursor manipulated to contain %s is rejected before any read', async (_, list, changes) => {
    const query = `query ($after: String) { list: ${list}(first: 1, after: $after) { pageInfo { endCursor } } }`;
    const { list: own } = await graph.data<{ list: { pageInfo: { endCursor: string } } }>(query);
    const [version, print, ...place] = JSON.parse(
      Buffer.from(own.pageInfo.endCursor, 'base64url').toString(),
    ) as unknown[];
    const forged = JSON.stringify([version, print, ...place.map((part, i) => changes[i] ?? part)]);
    const { errors, statements } = await graph.ask(query, { after: Buffer.from(forged).toString('base64url') });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(statements).toBe(0);
  });

  it('the cursor of a very long title is short and still finds its position', async () => {
    const { dataSource } = graph;
    const long = 'Ω'.repeat(5_000);
    await dataSource.query(
      `INSERT INTO news_item (id, slug, title, kind)
       SELECT gen_random_uuid(), 'long-' || i, $1 || i, 'DAILY_REPORT' FROM generate_series(1, 3) i`,
      [long],
    );
    const args = { where: { kind: { eq: 'DAILY_REPORT' } }, orderBy: [{ field: 'TITLE' }] };
    const after = await endOf(args);
    const data = await graph.data<{ newsItems: { nodes: object[] } }>(page, { ...args, after });
    await dataSource.query(`DELETE FROM news_item WHERE kind = 'DAILY_REPORT'`);
    expect(after.length).toBeLessThan(1_000);
    expect(data.newsItems.nodes).toHaveLength(1);
  });
});

describe('fields that are not selected are not read', () => {
  const statements = async (query: string) => (await graph.ask(query)).statements;

  it('a count alone reads no rows', async () => {
    const sent = jest.spyOn(graph.database, 'rows');
    await graph.data('{ newsItems { totalCount } }');
    expect(sent.mock.calls.map(([{ text: statement }]) => statement)).toEqual([
      expect.stringMatching(/^SELECT coalesce\(sum\(bit_count\(.* FROM news_item_bits/),
    ]);
    sent.mockRestore();
  });

  it.each([
    ['a page', '{ newsItems { nodes { title } } }', 1],
    ['a page and its count', '{ newsItems { totalCount nodes { title } } }', 2],
    ['a count that a directive leaves out', '{ newsItems { totalCount @skip(if: true) nodes { title } } }', 1],
    ['counts below, not here', '{ countries { nodes { newsItems { totalCount } } } }', 2],
    ['only the name of the type', '{ newsItems { __typename } }', 0],
  ])('%s', async (_, query, expected) => {
    expect(await statements(query)).toBe(expected);
  });
});
