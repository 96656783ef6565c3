/** Mercurius as its documentation recommends for speed: JIT, and a loader for every field that reads a table. */
import { mercuriusFederationPlugin } from '@mercuriusjs/federation';
import Fastify from 'fastify';
import { schema } from './schema.mjs';
import * as sql from './sql.mjs';

const idsOf = (queries) => queries.map(({ obj }) => obj.id);

function grouped(ids, rows, key) {
  const groups = new Map();
  for (const row of rows) {
    const group = groups.get(row[key]);
    if (group) group.push(row);
    else groups.set(row[key], [row]);
  }
  return ids.map((id) => groups.get(id) ?? []);
}

function aligned(ids, rows) {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id) ?? null);
}

/** Mercurius would build its cache keys from the whole parent: batching without the cache is faster. */
const batch = (loader) => ({ loader, opts: { cache: false } });

const links = (table, column, far, columns) =>
  batch(async (queries) => {
    const ids = idsOf(queries);
    return grouped(ids, await sql.linked(table, column, far, columns, ids), 'newsItemId');
  });

const countryOf = (column) =>
  batch(async (queries) => {
    const ids = queries.map(({ obj }) => obj[column]);
    const wanted = [...new Set(ids.filter((id) => id !== null))];
    return aligned(ids, wanted.length > 0 ? await sql.countriesByIds(wanted) : []);
  });

const loaders = {
  NewsItem: {
    __resolveReference: batch(async (queries) => aligned(idsOf(queries), await sql.newsByIds(idsOf(queries)))),
    body: batch(async (queries) =>
      aligned(idsOf(queries), await sql.bodies(idsOf(queries))).map((row) => row?.body ?? null),
    ),
    issuedBy: links('news_item_office', 'office_id', 'office', sql.officeColumns),
    fieldsOfWork: links('news_item_field_of_work', 'field_of_work_id', 'field_of_work', sql.fieldColumns),
    countries: links('news_item_country', 'country_id', 'country', sql.countryColumns),
    projects: links('news_item_project', 'project_id', 'project', sql.projectColumns),
    events: links('news_item_event', 'event_id', 'event', sql.eventColumns),
    countryMentions: batch(async (queries) =>
      grouped(idsOf(queries), await sql.mentions(idsOf(queries)), 'newsItemId'),
    ),
  },
  Office: { hostCountry: countryOf('hostCountryId') },
  Event: { country: countryOf('countryId') },
  CountryMention: { country: countryOf('countryId') },
  Country: {
    fieldOperations: batch(async (queries) =>
      grouped(idsOf(queries), await sql.fieldOperations(idsOf(queries)), 'hostCountryId'),
    ),
    newsItems: batch(async (queries) => {
      const ids = idsOf(queries);
      const rows = await sql.newsOfCountries(ids, queries[0].params.first);
      return grouped(ids, rows, 'countryId').map((nodes) => ({ nodes }));
    }),
  },
};

const resolvers = {
  Query: {
    newsItems: async (_source, { first, after, filter }) => ({
      nodes: await sql.newsPage({ first, after, filter }),
      filter,
    }),
    newsItem: async (_source, { slug }) => (await sql.newsBySlug(slug))[0] ?? null,
    country: async (_source, { isoCode }) => (await sql.countryByIsoCode(isoCode))[0] ?? null,
  },
  NewsItemConnection: { totalCount: ({ filter }) => sql.newsCount({ filter }) },
};

const app = Fastify({ bodyLimit: 10_000_000 });
await app.register(mercuriusFederationPlugin, { schema, resolvers, loaders, jit: 1, graphiql: false });
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
