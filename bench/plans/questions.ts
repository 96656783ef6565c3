/** The measured operations of the API, with their target times at a million news items. */

/** Arguments of the operations, read from the measured database. */
export interface Subjects {
  country: string;
  secondCountry: string;
  rareCountry: string;
  office: string;
  rareOffice: string;
  field: string;
  project: string;
  /** First day of a period with some 50,000 items, and of one of a year. */
  from: string;
  until: string;
  /** Two news items of rare offices. */
  item: string;
  otherItem: string;
}

export interface Question {
  title: string;
  query: string;
  variables?: (subjects: Subjects) => object;
  /** Number of items before the page of the root list; the operation takes `$after`. */
  after?: number;
  /** Target time in milliseconds, if there is one. */
  aim?: number;
  /** Whether to print its plans. */
  explain?: true;
}

const news = 'query ($where: NewsItemWhere, $orderBy: [NewsItemOrder!], $after: String)';
const page = `${news} { newsItems(where: $where, orderBy: $orderBy, after: $after) {
  pageInfo { endCursor } nodes { slug title issuedOn issuedBy { name } countries { name } } } }`;
const count = `${news} { newsItems(where: $where, orderBy: $orderBy, after: $after) { totalCount } }`;
const facets = `${news} { newsItems(where: $where, orderBy: $orderBy, after: $after) { facets {
  issuedBy { count node { name } } countries { count node { name } } fieldsOfWork { count node { name } }
  years { value count } kinds { value count } } } }`;
const search = `query ($query: String!, $types: [SearchType!], $where: SearchWhere) {
  search(query: $query, types: $types, where: $where) { correctedQuery nodes { id } } }`;
const path = 'query ($from: ID!, $to: ID!) { path(from: $from, to: $to) { length hops { sentence } } }';

const some = (where: object) => ({ some: where });
const byId = (id: string) => some({ id: { eq: id } });
const title = [{ field: 'TITLE' }];
const firstIssuer = [{ field: 'ISSUED_BY_NAME' }];

export const questions: readonly Question[] = [
  { title: 'First page, no filter', query: page },
  { title: 'Page after the 900,000th', query: page, after: 900_000, explain: true },
  { title: 'First page by title', query: page, variables: () => ({ orderBy: title }) },
  { title: 'Page after the 900,000th by title', query: page, variables: () => ({ orderBy: title }), after: 900_000 },
  {
    title: 'First page by name of first issuer',
    query: page,
    variables: () => ({ orderBy: firstIssuer }),
    explain: true,
  },
  {
    title: 'Page after the 900,000th by name of first issuer',
    query: page,
    variables: () => ({ orderBy: firstIssuer }),
    after: 900_000,
  },
  {
    title: 'First page, one country',
    query: page,
    variables: ({ country }) => ({ where: { countries: byId(country) } }),
    aim: 20,
  },
  {
    title: 'Page after the 20,000th, one country',
    query: page,
    variables: ({ country }) => ({ where: { countries: byId(country) } }),
    after: 20_000,
    aim: 20,
  },
  {
    title: 'First page, rarest country',
    query: page,
    variables: ({ rareCountry }) => ({ where: { countries: byId(rareCountry) } }),
    aim: 20,
  },
  {
    title: 'First page, one office by slug',
    query: page,
    variables: ({ office }) => ({ where: { issuedBy: some({ slug: { eq: office } }) } }),
    aim: 20,
    explain: true,
  },
  {
    title: 'First page, rarest office',
    query: page,
    variables: ({ rareOffice }) => ({ where: { issuedBy: some({ slug: { eq: rareOffice } }) } }),
    aim: 20,
  },
  {
    title: 'First page, one field of work',
    query: page,
    variables: ({ field }) => ({ where: { fieldsOfWork: byId(field) } }),
    aim: 20,
  },
  {
    title: 'First page, one project',
    query: page,
    variables: ({ project }) => ({ where: { projects: byId(project) } }),
    aim: 20,
  },
  {
    title: 'First page, none of two countries',
    query: page,
    variables: ({ country, secondCountry }) => ({
      where: { countries: { none: { id: { in: [country, secondCountry] } } } },
    }),
    aim: 20,
  },
  {
    title: 'First page, country and field',
    query: page,
    variables: ({ rareCountry, field }) => ({ where: { countries: byId(rareCountry), fieldsOfWork: byId(field) } }),
  },
  {
    title: 'First page, country and field and dates',
    query: page,
    variables: ({ country, field, from, until }) => ({
      where: { countries: byId(country), fieldsOfWork: byId(field), issuedOn: { gte: from, lt: until } },
    }),
    explain: true,
  },
  { title: 'Count of all', query: count },
  {
    title: 'Count of country and field and dates',
    query: count,
    variables: ({ country, field, from, until }) => ({
      where: { countries: byId(country), fieldsOfWork: byId(field), issuedOn: { gte: from, lt: until } },
    }),
  },
  { title: 'Facets, whole set', query: facets, aim: 500 },
  {
    title: 'Facets of one country (the facet of countries counts the whole set)',
    query: facets,
    variables: ({ country }) => ({ where: { countries: byId(country) } }),
    aim: 150,
  },
  {
    title: 'Facets with dates chosen (50,000 items; the facet of years counts the whole set)',
    query: facets,
    variables: ({ from, until }) => ({ where: { issuedOn: { gte: from, lt: until } } }),
    aim: 150,
    explain: true,
  },
  {
    title: 'Facets with dates and kind chosen (the facet of years counts half of the set)',
    query: facets,
    variables: ({ from, until }) => ({ where: { issuedOn: { gte: from, lt: until }, kind: { eq: 'NEWS' } } }),
    aim: 150,
  },
  {
    title: 'Facets of a country, field and kind, without an office',
    query: facets,
    variables: ({ country, field, office }) => ({
      where: {
        countries: byId(country),
        fieldsOfWork: byId(field),
        kind: { eq: 'NEWS' },
        not: { issuedBy: some({ slug: { eq: office } }) },
      },
    }),
    aim: 150,
  },
  {
    title: 'Facets of what a rare word finds',
    query: facets,
    variables: () => ({ where: { search: '3c59dc' } }),
    aim: 150,
  },
  {
    title: 'Facets of what a common word finds',
    query: facets,
    variables: () => ({ where: { search: 'terrorism' } }),
  },
  { title: 'Search, one very common word', query: search, variables: () => ({ query: 'OSCE' }), aim: 50 },
  {
    title: 'Search, common words',
    query: search,
    variables: () => ({ query: 'security meeting' }),
    aim: 50,
    explain: true,
  },
  {
    title: 'Search, a word that some have',
    query: search,
    variables: () => ({ query: 'Kosovo law enforcement' }),
    aim: 50,
  },
  {
    title: 'Search, one selective word',
    query: search,
    variables: () => ({ query: '3c59dc' }),
    aim: 50,
    explain: true,
  },
  { title: 'Search, the beginning of words', query: search, variables: () => ({ query: 'secur' }), aim: 50 },
  { title: 'Search, one mistyped word', query: search, variables: () => ({ query: 'traficking' }), aim: 50 },
  {
    title: 'Search, common words, countries and offices only',
    query: search,
    variables: () => ({ query: 'OSCE mission', types: ['COUNTRY', 'OFFICE'] }),
    aim: 50,
  },
  {
    title: 'Search, common word, news of a country and time',
    query: search,
    variables: ({ country, from, until }) => ({
      query: 'security',
      types: ['NEWS_ITEM'],
      where: { newsItem: { countries: byId(country), issuedOn: { gte: from, lt: until } } },
    }),
  },
  {
    title: 'First page, filter search common',
    query: page,
    variables: () => ({ where: { search: 'security meeting' } }),
    aim: 50,
  },
  {
    title: 'First page, filter search selective',
    query: page,
    variables: () => ({ where: { search: '3c59dc' } }),
    aim: 50,
  },
  {
    title: 'Path between two news items of rare offices',
    query: path,
    variables: ({ item, otherItem }) => ({ from: item, to: otherItem }),
  },
  {
    title: 'Path between the commonest country and a rare item',
    query: path,
    variables: ({ country, item }) => ({ from: country, to: item }),
  },
];
