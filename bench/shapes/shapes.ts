/** The shapes of queries whose cost is compared with their CPU time: every operator, order and computed field. */

/** Arguments of the shapes, read from the database. */
export interface Subjects {
  country: string;
  rareCountry: string;
  office: string;
  project: string;
  item: string;
  otherItem: string;
  /** Thousands of titles. */
  titles: readonly string[];
  ids: readonly string[];
}

export interface Shape {
  title: string;
  query: string;
  variables?: (subjects: Subjects) => Record<string, unknown>;
}

const news = (rest: string) =>
  `query ($w: NewsItemWhere, $o: [NewsItemOrder!], $n: Int = 20) { newsItems(first: $n, where: $w, orderBy: $o) { ${rest} } }`;
const page = news('nodes { title issuedOn }');
const counted = news('totalCount');
const facets = news('facets { kinds { count } countries { count } years { count } }');

const filtered = (title: string, where: (subjects: Subjects) => object, query = page): Shape => ({
  title,
  query,
  variables: (subjects) => ({ w: where(subjects) }),
});
const ordered = (title: string, ...orderBy: object[]): Shape => ({
  title,
  query: page,
  variables: () => ({ o: orderBy }),
});

const long = 'nothing that any text here contains';
/** Nested quantifiers, on news of countries of news, around a filter. */
const nested = (quantifier: string, depth: number, inner: object): object =>
  depth === 0
    ? inner
    : { [depth % 2 ? 'newsItems' : 'countries']: { [quantifier]: nested(quantifier, depth - 1, inner) } };

const texts = ['title', 'lead'].flatMap((field): Shape[] => [
  filtered(`${field} eq`, () => ({ [field]: { eq: long } })),
  filtered(`${field} eq, too short for an index`, () => ({ [field]: { eq: 'zq' } })),
  filtered(`${field} ne`, () => ({ [field]: { ne: long } })),
  filtered(`${field} contains what nothing has`, () => ({ [field]: { contains: long } })),
  filtered(`${field} contains a common word`, () => ({ [field]: { contains: 'osce' } })),
  filtered(`${field} contains two letters`, () => ({ [field]: { contains: 'zq' } })),
  filtered(`${field} does not contain a letter`, () => ({ not: { [field]: { contains: 'e' } } })),
  filtered(`${field} startsWith`, () => ({ [field]: { startsWith: long } })),
  filtered(`${field} startsWith one letter`, () => ({ [field]: { startsWith: '%' } })),
  filtered(`${field} endsWith`, () => ({ [field]: { endsWith: long } })),
  filtered(`${field} in 10`, () => ({ [field]: { in: Array.from({ length: 10 }, (_, i) => `${long} ${i}`) } })),
  filtered(`${field} in 1,000`, ({ titles }) => ({ [field]: { in: titles.map((each) => `${each} no`) } })),
  filtered(`${field} isNull`, () => ({ [field]: { isNull: true } })),
  filtered(`count of ${field} contains`, () => ({ [field]: { contains: 'osce' } }), counted),
  filtered(`facets of ${field} contains`, () => ({ [field]: { contains: 'osce' } }), facets),
]);

const tenOf = Array.from({ length: 10 }, (_, i) => ({ lead: { contains: `${long} ${i}` } }));
const twentyAliases = (field: string) => `{ ${Array.from({ length: 20 }, (_, i) => `a${i}: ${field}`).join(' ')} }`;
const fiveOf = (field: (i: number) => string) => Array.from({ length: 5 }, (_, i) => `a${i}: ${field(i)}`).join(' ');

export const shapes: readonly Shape[] = [
  { title: 'page', query: page },
  { title: 'page of 100', query: page, variables: () => ({ n: 100 }) },
  { title: 'page of 100 with bodies', query: news('nodes { body }'), variables: () => ({ n: 100 }) },
  {
    title: 'page of 100 with all edges',
    query: news(`nodes { title issuedBy { name hostCountry { name } } countries { name } fieldsOfWork { name }
      projects { name } events { title } }`),
    variables: () => ({ n: 100 }),
  },
  {
    title: 'page of 100 with mentions',
    query: news('nodes { countryMentions { quote country { name } } }'),
    variables: () => ({ n: 100 }),
  },
  {
    title: 'page of 100 with 100 mentions each',
    query: news('nodes { countryMentions(first: 90) { quote } }'),
    variables: () => ({ n: 100 }),
  },
  {
    title: 'bodies under 28 names',
    query: news(`nodes { ${Array.from({ length: 28 }, (_, i) => `b${i}: body`).join(' ')} }`),
  },
  { title: 'count', query: counted },
  { title: 'facets', query: facets },
  ...texts,
  filtered('or of 10 lead contains', () => ({ or: tenOf })),
  filtered('or of lead contains and a kind', () => ({
    or: [{ lead: { contains: long } }, { kind: { eq: 'WEEKLY_REPORT' } }],
  })),
  {
    title: '20 aliases of lead contains',
    query: twentyAliases(`newsItems(first: 1, where: { lead: { contains: "${long}" } }) { nodes { id } }`),
  },
  filtered('id eq', ({ item }) => ({ id: { eq: item } })),
  filtered('id in 1,000', ({ ids }) => ({ id: { in: ids } })),
  filtered('id notIn 1,000', ({ ids }) => ({ id: { notIn: ids } })),
  filtered('slug notIn 1,000', ({ ids }) => ({ slug: { notIn: ids } })),
  filtered('kind that nothing has', () => ({ kind: { eq: 'WEEKLY_REPORT' } })),
  filtered('a year', () => ({ issuedOn: { gte: '2010', lte: '2010' } })),
  filtered('a kind that nothing has in some years', () => ({
    kind: { eq: 'WEEKLY_REPORT' },
    issuedOn: { gte: '1995', lte: '2020' },
  })),
  filtered('no date', () => ({ issuedOn: { isNull: true } })),
  filtered(
    'count of a country and a year',
    ({ country }) => ({ countries: { some: { id: { eq: country } } }, issuedOn: { gte: '2010' } }),
    counted,
  ),
  filtered('one country', ({ country }) => ({ countries: { some: { id: { eq: country } } } })),
  filtered('one country by a part of its name', () => ({ countries: { some: { name: { contains: 'stan' } } } })),
  filtered('no country', () => ({ countries: { none: {} } })),
  filtered('every country', ({ country }) => ({ countries: { every: { id: { eq: country } } } })),
  filtered('a project', ({ project }) => ({ projects: { some: { id: { eq: project } } } })),
  filtered('count of none of the projects', () => ({ projects: { none: {} } }), counted),
  ...['some', 'every', 'none'].flatMap((quantifier) =>
    [2, 4, 8].map((depth) =>
      filtered(`${quantifier} nested ${depth} deep around lead contains`, () =>
        nested(quantifier, depth, { lead: { contains: long } }),
      ),
    ),
  ),
  ...['some', 'every', 'none'].flatMap((quantifier) =>
    [2, 4, 6].flatMap((depth) => [
      filtered(`${quantifier} nested ${depth} deep around what all have`, () =>
        nested(quantifier, depth, { kind: { ne: 'WEEKLY_REPORT' } }),
      ),
      filtered(`${quantifier} nested ${depth} deep around a letter that all have`, () =>
        nested(quantifier, depth, { lead: { contains: 'e' } }),
      ),
    ]),
  ),
  filtered('count of every nested 2 deep', () => nested('every', 2, { kind: { ne: 'WEEKLY_REPORT' } }), counted),
  filtered('count of none nested 2 deep', () => nested('none', 2, { kind: { eq: 'WEEKLY_REPORT' } }), counted),
  filtered('search in a filter, common', () => ({ search: 'security meeting' })),
  filtered('search in a filter, rare', () => ({ search: 'zqzqzq' })),
  filtered('facets of a search', () => ({ search: 'security' }), facets),
  ordered('by title', { field: 'TITLE' }),
  ordered('by title, downwards', { field: 'TITLE', direction: 'DESC' }),
  ordered('by first issuer', { field: 'ISSUED_BY_NAME' }),
  ordered('by date upwards, without a date first', { field: 'ISSUED_ON', nulls: 'FIRST' }),
  ordered('by date upwards, without a date last', { field: 'ISSUED_ON', nulls: 'LAST' }),
  ordered('by first issuer and title', { field: 'ISSUED_BY_NAME' }, { field: 'TITLE' }),
  ordered('by date and title', { field: 'ISSUED_ON', direction: 'DESC' }, { field: 'TITLE' }),
  {
    title: 'news of a country by title',
    query: 'query ($id: ID!) { country(id: $id) { newsItems(orderBy: [{ field: TITLE }]) { nodes { title } } } }',
    variables: ({ country }) => ({ id: country }),
  },
  {
    title: 'latest news of 100 countries',
    query: '{ countries(first: 100) { nodes { newsItems(first: 10) { nodes { title } } } } }',
  },
  {
    title: 'news of 50 countries by title',
    query:
      '{ countries(first: 50) { nodes { newsItems(first: 10, orderBy: [{ field: TITLE }]) { nodes { title } } } } }',
  },
  {
    title: 'count of the news of 100 countries',
    query: '{ countries(first: 100) { nodes { newsItems { totalCount } } } }',
  },
  {
    title: 'facets of the news of 20 offices',
    query: '{ offices(first: 20) { nodes { newsItems { facets { kinds { count } years { count } } } } } }',
  },
  {
    title: 'countries by news that contain',
    query: `{ countries(where: { newsItems: { some: { lead: { contains: "${long}" } } } }) { nodes { id } } }`,
  },
  {
    title: '5 searches of mistyped words',
    query: `{ ${fiveOf((i) => `search(query: "traficking terorism${'abcde'[i]!}") { nodes { id } }`)} }`,
  },
  { title: 'search of common words', query: '{ search(query: "security meeting") { nodes { id } } }' },
  {
    title: 'search of a rare word with highlights',
    query: '{ search(query: "roundtable") { edges { matchedName highlights { text } } } }',
  },
  {
    title: '5 paths',
    query: `query ($a: ID!, $b: ID!) { ${fiveOf((i) => `path(from: $a, to: $b, maxLength: ${i + 2}) { length hops { sentence } }`)} }`,
    variables: ({ item, otherItem }) => ({ a: item, b: otherItem }),
  },
  {
    title: 'path from the commonest country',
    query: 'query ($a: ID!, $b: ID!) { path(from: $a, to: $b) { length } }',
    variables: ({ country, item }) => ({ a: country, b: item }),
  },
  {
    title: '5 coverages',
    query: `{ ${fiveOf((i) => `coverage(by: COUNTRY, since: "199${i}") { unlinkedNewsItemCount entries { newsItemCount } }`)} }`,
  },
  { title: 'coverage of a year', query: '{ coverage(by: OFFICE, since: "2010", until: "2010") { withNewsCount } }' },
  {
    title: 'mentions in 5,000 characters',
    query: 'query ($t: String!) { countryMentions(text: $t) { quote country { name } } }',
    variables: () => ({ t: 'Italy and Spain. '.repeat(295) }),
  },
  {
    title: 'mentions in 100,000 characters without any',
    query: 'query ($t: String!) { countryMentions(text: $t) { quote } suppressedCountryMentions(text: $t) { quote } }',
    variables: () => ({ t: 'Nothing of any State. '.repeat(4_500) }),
  },
  {
    title: '1,000 entities',
    query: 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on NewsItem { title lead } } }',
    variables: ({ ids }) => ({ r: ids.map((id) => ({ __typename: 'NewsItem', id })) }),
  },
  {
    title: '500 items by id',
    query: 'query ($ids: [ID!]!) { newsItemsByIds(ids: $ids) { title body } }',
    variables: ({ ids }) => ({ ids: ids.slice(0, 500) }),
  },
  {
    title: 'the organisation with all its offices',
    query:
      '{ organization { name participatingStates { name } fieldOperations { name names { name } } institutions { name } } }',
  },
  {
    title: 'offices with their names',
    query: '{ offices(first: 100) { nodes { name names { name } predecessors { name } successors { name } } } }',
  },
];
