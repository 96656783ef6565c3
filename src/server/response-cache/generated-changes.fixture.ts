/** Queries about lists, and writes of every kind, generated from random numbers. */
import type { DataSource } from 'typeorm';
import { nodeId } from '../../graph/node-id.js';

export interface Known {
  newsIds: string[];
  countryIds: string[];
  officeIds: string[];
  fieldIds: string[];
  projectIds: string[];
  eventIds: string[];
}

export type Random = () => number;

const dates = ['2001-02-03', '2009', '2009-05', '2012-12-31', '2015-06-01', '2020-01-01', '2024-07-15', '2025-12-01'];
const kinds = ['NEWS', 'PRESS_RELEASE', 'SPOT_REPORT'];
const words = ['water', 'borders', 'media', 'mines', 'youth'];

const pick = <Item>(random: Random, items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
const some = (random: Random, ids: readonly string[], most: number) => [
  ...new Set(Array.from({ length: Math.floor(random() * (most + 1)) }, () => pick(random, ids))),
];

/** One of few slugs, so that queries meet writes. */
const slug = (random: Random) => `item-${Math.floor(random() * 15)}`;

export async function readKnown(source: DataSource): Promise<Known> {
  const ids = async (table: string) =>
    (await source.query<{ id: string }[]>(`SELECT id FROM ${table} ORDER BY id`)).map(({ id }) => id);
  return {
    newsIds: await ids('news_item'),
    countryIds: (await ids('country')).slice(0, 5),
    officeIds: (await ids('office')).slice(0, 5),
    fieldIds: (await ids('field_of_work')).slice(0, 4),
    projectIds: await ids('project'),
    eventIds: (await ids('event')).slice(0, 3),
  };
}

/** A filter on news. */
function filter(random: Random, known: Known, depth = 2): string {
  const forms: (() => string)[] = [
    () => `issuedOn: { ${pick(random, ['gte', 'gt', 'lt', 'lte', 'eq'])}: "${pick(random, dates)}" }`,
    () => `issuedOn: { isNull: ${random() < 0.5} }`,
    () => `kind: { ${pick(random, ['eq', 'ne'])}: ${pick(random, kinds)} }`,
    () => `kind: { in: [${pick(random, kinds)}, ${pick(random, kinds)}] }`,
    () => `title: { contains: "${pick(random, words)}" }`,
    () => `slug: { eq: "${slug(random)}" }`,
    () => `id: { in: ["${pick(random, known.newsIds)}", "${pick(random, known.newsIds)}"] }`,
    () => `search: "${pick(random, words)}"`,
    () =>
      `countries: { ${pick(random, ['some', 'none', 'every'])}: { id: { eq: "${pick(random, known.countryIds)}" } } }`,
    () => `countries: { ${pick(random, ['some', 'none'])}: { name: { startsWith: "A" } } }`,
    () => `issuedBy: { ${pick(random, ['some', 'none'])}: { id: { in: ["${pick(random, known.officeIds)}"] } } }`,
    () => `issuedBy: { some: {} }`,
    () => `fieldsOfWork: { some: { id: { eq: "${pick(random, known.fieldIds)}" } } }`,
    () => `projects: { ${pick(random, ['some', 'none'])}: { id: { eq: "${pick(random, known.projectIds)}" } } }`,
    () => `events: { some: { title: { contains: "a" } } }`,
  ];
  if (depth > 0) {
    forms.push(
      () => `not: { ${filter(random, known, depth - 1)} }`,
      () => `or: [{ ${filter(random, known, depth - 1)} }, { ${filter(random, known, depth - 1)} }]`,
      () => `and: [{ ${filter(random, known, depth - 1)} }, { ${filter(random, known, depth - 1)} }]`,
    );
  }
  return pick(random, forms)();
}

/** A query whose answer a write may change. */
export function listQuery(random: Random, known: Known): string {
  const page = () => {
    const order = pick(random, [
      '',
      '',
      'orderBy: [{ field: ISSUED_ON }]',
      'orderBy: [{ field: ISSUED_ON, direction: DESC, nulls: FIRST }]',
      'orderBy: [{ field: TITLE }]',
      'orderBy: [{ field: ISSUED_BY_NAME }]',
    ]);
    const where = random() < 0.6 ? `where: { ${filter(random, known)} }` : '';
    const size = pick(random, ['first: 2', 'first: 5', 'last: 3', 'first: 50']);
    const selected = pick(random, [
      'nodes { id }',
      'nodes { title issuedOn }',
      'edges { cursor }',
      'pageInfo { hasNextPage }',
    ]);
    return `newsItems(${[size, where, order].filter(Boolean).join(', ')}) { ${selected} ${random() < 0.3 ? 'totalCount' : ''} }`;
  };
  const forms: (() => string)[] = [
    page,
    page,
    () => `countries(first: 3) { nodes { id ${page()} } }`,
    () =>
      `node(id: "${pick(random, known.countryIds)}") { ... on Country { name ${page()} events { nodes { title } } } }`,
    () => `node(id: "${pick(random, known.officeIds)}") { ... on Office { name ${page()} } }`,
    () => `node(id: "${pick(random, known.projectIds)}") { ... on Project { name supportedBy { name } ${page()} } }`,
    () => `node(id: "${pick(random, known.eventIds)}") { ... on Event { title fieldsOfWork { name } ${page()} } }`,
    () =>
      `node(id: "${pick(random, known.newsIds)}") { ... on NewsItem { title body projects { name } events { title } } }`,
    () => `newsItem(slug: "${slug(random)}") { title countries { name } countryMentions { quote } }`,
    () => `newsItems(where: { ${filter(random, known)} }) { totalCount }`,
    () => `newsItems(where: { ${filter(random, known)} }) { facets { ${facet(random)} } }`,
    () =>
      `newsItems(where: { ${filter(random, known)}, kind: { ne: NEWS } }) { facets { ${facet(random)} ${facet(random)} } }`,
    () =>
      `node(id: "${pick(random, known.projectIds)}") { ... on Project { newsItems { facets { ${facet(random)} } } } }`,
    () => `countries(first: 4) { nodes { id newsItems { facets { ${facet(random)} } } } }`,
    () =>
      `offices(first: 3, where: { newsItems: { some: { ${filter(random, known, 0)} } } }) { nodes { name } totalCount }`,
    () => `projects { nodes { name supportedBy { name } } totalCount }`,
    () =>
      `events(first: 3, where: { newsItems: { none: { ${filter(random, known, 0)} } } }) { nodes { title } totalCount }`,
    () => searchField(random, known),
    () => searchField(random, known),
    () => pathField(random, known),
    () => pathField(random, known),
    () => coverageField(random),
    () => coverageField(random),
    // Fields read from the reference catalogue, or about it from the database.
    () => `organization { participatingStates { name capital } fieldOperations { name } }`,
    () => `offices(first: 4, orderBy: [{ field: NAME }]) { nodes { name hostCountry { capital } } totalCount }`,
    () => `office(id: "${pick(random, known.officeIds)}") { name hostCountry { name } predecessors { name } }`,
    () => `country(id: "${pick(random, known.countryIds)}") { name capital fieldOperations { name } }`,
    () => `chairpersonship(year: ${2015 + Math.floor(random() * 6)}) { year country { capital } }`,
    () => `fieldsOfWork(where: { newsItems: { some: { ${filter(random, known, 0)} } } }) { nodes { name } }`,
    () => `eventSeriesList { nodes { name } }`,
  ];
  return `{ ${pick(random, forms)()} }`;
}

const facet = (random: Random) =>
  pick(random, [
    'years { value count }',
    'kinds { value count }',
    'issuedBy { node { id } count }',
    'countries { node { name } count }',
    'fieldsOfWork { node { id } count }',
  ]);

function searchField(random: Random, known: Known): string {
  const query = pick(random, [...words, 'watr', 'youth or mines', 'news -water', 'mission', 'Austr', 'youhth']);
  const types = pick(random, ['', '', 'types: [NEWS_ITEM]', 'types: [PROJECT, EVENT]', 'types: [COUNTRY, OFFICE]']);
  const where = random() < 0.3 ? `where: { newsItem: { ${filter(random, known, 1)} } }` : '';
  const size = pick(random, ['first: 2', 'first: 50']);
  const selected = pick(random, [
    'edges { node { __typename id } matchedName highlights { text } }',
    'isApproximate correctedQuery nodes { id } pageInfo { hasNextPage }',
  ]);
  return `search(${[`query: "${query}"`, types, where, size].filter(Boolean).join(', ')}) { ${selected} }`;
}

function pathField(random: Random, known: Known): string {
  const end = () =>
    pick(random, [
      pick(random, known.newsIds),
      pick(random, known.countryIds),
      pick(random, known.officeIds),
      pick(random, known.projectIds),
      pick(random, known.eventIds),
    ]);
  const via = pick(random, ['', 'via: [NEWS_ITEM]', 'via: [COUNTRY, OFFICE, NEWS_ITEM]', 'via: [PROJECT, EVENT]']);
  const longest = pick(random, ['', 'maxLength: 2', 'maxLength: 3']);
  const selected = pick(random, ['length', 'hops { field from { id } to { id } }', 'hops { sentence }']);
  return `path(${[`from: "${end()}", to: "${end()}"`, via, longest].filter(Boolean).join(', ')}) { ${selected} }`;
}

function coverageField(random: Random): string {
  const by = pick(random, ['COUNTRY', 'OFFICE', 'FIELD_OF_WORK']);
  const period = pick(random, ['', 'since: "2009"', 'since: "2009-03", until: "2015-06"', 'until: "2012-12-31"']);
  const selected = pick(random, [
    'withNewsCount',
    'entries { newsItemCount possibleNewsItemCount latestIssuedOn status }',
    'newsItemCount possibleNewsItemCount',
    'unlinkedNewsItemCount',
  ]);
  return `coverage(${[`by: ${by}`, period].filter(Boolean).join(', ')}) { ${selected} }`;
}

/** Makes a random change. @returns a description of it */
export async function changeSomething(random: Random, known: Known, source: DataSource): Promise<string> {
  const news = pick(random, known.newsIds);
  const run = (text: string, values: unknown[] = []) => source.query(text, values);
  const forms: (() => Promise<string>)[] = [
    () => writeNews(random, known, source, slug(random)),
    () => writeNews(random, known, source, slug(random)),
    async () => {
      await run('UPDATE news_item SET title = $2 WHERE id = $1', [news, `About ${pick(random, words)}`]);
      return `title of ${news}`;
    },
    async () => {
      await run('UPDATE news_item SET body = $2 WHERE id = $1', [news, `On ${random()}`]);
      return `body of ${news}`;
    },
    async () => {
      await run('DELETE FROM news_item WHERE id = $1', [news]);
      return `removal of ${news}`;
    },
    async () => {
      await run(
        'INSERT INTO news_item_project VALUES ($1, $2, (SELECT issued_key FROM news_item WHERE id = $1), 0) ON CONFLICT DO NOTHING',
        [
          ((await run('SELECT id FROM news_item ORDER BY random() LIMIT 1')) as { id: string }[])[0]!.id,
          pick(random, known.projectIds),
        ],
      );
      return 'a link to a project';
    },
    async () => {
      await run('DELETE FROM news_item_project WHERE news_item_id = $1', [news]);
      return `projects of ${news}`;
    },
    async () => {
      await run('DELETE FROM country_mention WHERE news_item_id = $1', [news]);
      return `mentions of ${news}`;
    },
    async () => {
      await run('UPDATE event SET title = title || $2 WHERE id = $1', [pick(random, known.eventIds), '!']);
      return 'title of an event';
    },
    async () => {
      await run('DELETE FROM event_field_of_work WHERE event_id = $1', [pick(random, known.eventIds)]);
      return 'fields of an event';
    },
    async () => {
      await run('UPDATE project SET name = name || $2 WHERE id = $1', [pick(random, known.projectIds), '!']);
      return 'name of a project';
    },
    async () => {
      await run('INSERT INTO project_supporter VALUES ($1, $2, 9) ON CONFLICT DO NOTHING', [
        pick(random, known.projectIds),
        pick(random, known.countryIds),
      ]);
      return 'supporter of a project';
    },
    async () => {
      await run('DELETE FROM news_item_country WHERE news_item_id = $1', [news]);
      return `links to countries of ${news}`;
    },
    async () => {
      await run('UPDATE event SET country_id = $2 WHERE id = $1', [
        pick(random, known.eventIds),
        pick(random, known.countryIds),
      ]);
      return 'country of an event';
    },
    async () => {
      await run(`UPDATE country SET capital = coalesce(capital, '') || '!' WHERE id = $1`, [
        pick(random, known.countryIds),
      ]);
      return 'capital of a country';
    },
    async () => {
      await run(`UPDATE office SET name = name || ' A' WHERE id = $1`, [pick(random, known.officeIds)]);
      return 'name of an office';
    },
    async () => {
      await run('UPDATE office SET host_country_id = $2 WHERE id = $1', [
        pick(random, known.officeIds),
        pick(random, known.countryIds),
      ]);
      return 'host country of an office';
    },
    async () => {
      await run('UPDATE chairpersonship SET country_id = $2 WHERE year = $1', [
        2015 + Math.floor(random() * 6),
        pick(random, known.countryIds),
      ]);
      return 'country of a chairpersonship';
    },
    async () => {
      await run('UPDATE field_of_work SET name = name || $2 WHERE id = $1', [pick(random, known.fieldIds), '!']);
      return 'name of a field of work';
    },
    async () => {
      await run(
        'UPDATE event_series SET name = name || $1 WHERE id = (SELECT id FROM event_series ORDER BY id LIMIT 1)',
        ['!'],
      );
      return 'name of a series';
    },
    async () => {
      await run(`UPDATE news_item SET kind = $1 WHERE id = ANY($2::uuid[])`, [
        pick(random, kinds),
        some(random, known.newsIds, 6),
      ]);
      return 'kind of several news items';
    },
  ];
  return pick(random, forms)();
}

/** Writes a news item and its links in one transaction, as the writer does. */
async function writeNews(random: Random, known: Known, source: DataSource, slug: string): Promise<string> {
  const id = nodeId('NewsItem', slug);
  const links = {
    office: some(random, known.officeIds, 2),
    field_of_work: some(random, known.fieldIds, 2),
    country: some(random, known.countryIds, 2),
  };
  const date = random() < 0.15 ? null : pick(random, dates);
  await source.transaction(async (manager) => {
    await manager.query(
      `INSERT INTO news_item (id, slug, title, lead, issued_on, kind, office_ids, field_of_work_ids, country_ids)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO UPDATE SET title = excluded.title,
         issued_on = excluded.issued_on, kind = excluded.kind, office_ids = excluded.office_ids,
         field_of_work_ids = excluded.field_of_work_ids, country_ids = excluded.country_ids`,
      [
        id,
        slug,
        `News of ${pick(random, words)}`,
        'A lead.',
        date,
        pick(random, kinds),
        links.office,
        links.field_of_work,
        links.country,
      ],
    );
    for (const [table, far] of Object.entries(links)) {
      await manager.query(`DELETE FROM news_item_${table} WHERE news_item_id = $1`, [id]);
      await manager.query(
        `INSERT INTO news_item_${table} SELECT $1, far, $3, place FROM unnest($2::uuid[]) WITH ORDINALITY AS l(far, place)`,
        [id, far, date ?? ''],
      );
    }
    for (const table of ['project', 'event']) {
      await manager.query(`UPDATE news_item_${table} SET issued_key = $2 WHERE news_item_id = $1`, [id, date ?? '']);
    }
  });
  if (!known.newsIds.includes(id)) known.newsIds.push(id);
  return `news item ${slug} of ${date}`;
}
