/** Q4 and Q5: a filter, and a search by words. */
import type { Facts } from './facts';
import * as postgraphile from './postgraphile-answers';
import type { BenchQuery, Data, Input } from './query';

const node = '{ title issuedOn issuedBy { name } countries { name isoCode } }';
const postgraphileNode = `{ title issuedOn ${postgraphile.fields.issuedBy('name')} ${postgraphile.fields.countries('name isoCode')} }`;

const graphWhere = ({ since, fieldOfWork, isoCodes }: Input) => ({
  where: {
    issuedOn: { gte: since },
    fieldsOfWork: { some: { slug: { eq: fieldOfWork } } },
    countries: { some: { isoCode: { in: isoCodes } } },
  },
});
const plainFilter = ({ since, fieldOfWork, isoCodes }: Input) => ({
  filter: { issuedSince: since, fieldOfWork, countries: isoCodes },
});
const postgraphileFilter = ({ since, fieldOfWork, isoCodes }: Input) => ({
  filter: {
    issuedOn: { greaterThanOrEqualTo: since },
    newsItemFieldOfWorks: { some: { fieldOfWork: { slug: { equalTo: fieldOfWork } } } },
    newsItemCountries: { some: { country: { isoCode: { in: isoCodes } } } },
  },
});

const filtered = (name: string, title: string, count: string, { fieldsOfWork, isoCodes }: Facts): BenchQuery => ({
  name,
  title,
  inputs: fieldsOfWork.map((fieldOfWork, place) => ({
    // Not the first day of a month, where servers differ about items whose day is unknown.
    since: `${2012 + place}-03-15`,
    fieldOfWork,
    isoCodes: [isoCodes[place % isoCodes.length]!, isoCodes[(place + 3) % isoCodes.length]!],
  })),
  wordings: {
    graph: {
      document: `query ($where: NewsItemWhere) { newsItems(first: 20, where: $where) { ${count} nodes ${node} } }`,
      variables: graphWhere,
    },
    plain: {
      document: `query ($filter: NewsFilter) { newsItems(first: 20, filter: $filter) { ${count} nodes ${node} } }`,
      variables: plainFilter,
    },
    postgraphile: {
      document: `query ($filter: NewsItemFilter) {
        newsItems(first: 20, filter: $filter, ${postgraphile.latestFirst}) { ${count} nodes ${postgraphileNode} } }`,
      variables: postgraphileFilter,
      answer: ({ newsItems }: Data): Data => ({ newsItems: postgraphile.connection(newsItems) }),
    },
  },
});

export const counted = (facts: Facts) =>
  filtered('Q4', '20 news by date, field and countries, with their total', 'totalCount', facts);

export const uncounted = (facts: Facts) => filtered('Q4P', 'as Q4, without the total', '', facts);

/** Words in the title or lead of many items, so that every server finds a full page. */
const words = [
  'media freedom',
  'hate crime',
  'trial monitoring',
  'forged travel documents',
  'community policing',
  'electronic evidence',
  'water management',
  'gender equality',
  'national minorities',
  'small arms',
];

export const search: BenchQuery = {
  name: 'Q5',
  title: 'full-text search, 20 hits with highlights',
  inputs: words.map((text) => ({ words: text })),
  wordings: {
    graph: {
      document: `query ($words: String!) { search(query: $words, types: [NEWS_ITEM], first: 20) { edges {
        node { ... on NewsItem { title issuedOn issuedBy { name } } }
        highlights { field text ranges { start end } } } } }`,
      variables: ({ words: text }) => ({ words: text }),
    },
  },
  // Servers differ in ranking and in highlights.
  compared: ({ search: { edges } }: Data) => ({ hits: edges.length as number }),
};
