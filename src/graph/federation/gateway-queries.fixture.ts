/** Queries that gateways must answer as the server does itself: one for each kind of field and way to ask. */
import { nodeId } from '../node-id.js';

const malta = nodeId('Country', 'malta');
const secretariat = nodeId('Office', 'secretariat');

export interface GatewayQuery {
  query: string;
  variables?: Record<string, unknown>;
}

/** By what they show. */
export const queriesOfTheGraph: Record<string, GatewayQuery> = {
  'the latest news with all that it is linked to': {
    query: `{ newsItems(first: 5) { totalCount nodes {
      title issuedOn kind issuedBy { name kind hostCountry { name } } countries { name isoCode }
      fieldsOfWork { name dimension } } } }`,
  },
  'edges with cursors': {
    query: '{ newsItems(first: 3) { edges { cursor node { slug } } pageInfo { hasNextPage endCursor } } }',
  },
  'the end of a list': { query: '{ newsItems(last: 2) { nodes { slug } pageInfo { hasPreviousPage startCursor } } }' },
  'a filter across relations': {
    query: `query ($where: NewsItemWhere) { newsItems(where: $where) { totalCount nodes { slug } } }`,
    variables: { where: { countries: { some: { isoCode: { in: ['ME', 'MT'] } } }, issuedOn: { gte: '2015' } } },
  },
  'an order with its default direction': {
    query: '{ newsItems(first: 4, orderBy: [{ field: TITLE }]) { nodes { title } } }',
  },
  'an order by several fields': {
    query: `query ($orderBy: [OfficeOrder!]) { offices(first: 10, orderBy: $orderBy) { nodes { slug } } }`,
    variables: { orderBy: [{ field: 'NAME', direction: 'DESC', nulls: 'FIRST' }] },
  },
  'a country by its code': { query: '{ country(isoCode: "mt") { __typename id slug name capital isoCode3 } }' },
  'a country by a former slug': { query: '{ country(slug: "turkey") { slug name names { name kind } } }' },
  'a country that there is not': { query: '{ country(slug: "atlantis") { name } }' },
  'what only one type of country has': {
    query: `{ countries(first: 100) { nodes { __typename name
      ... on ParticipatingState { joinedOn } ... on PartnerForCooperation { partnership partnerSince } } } }`,
  },
  'offices of one kind': {
    query: '{ offices(first: 5, where: { kind: { eq: FIELD_OPERATION } }) { nodes { __typename slug status kind } } }',
  },
  'an office by its slug': {
    query: '{ office(slug: "mission-to-montenegro") { name city establishedOn hostCountry { slug } } }',
  },
  'offices before and after': {
    query:
      '{ office(slug: "programme-office-in-astana") { predecessors { slug predecessors { slug } } successors { slug } } }',
  },
  'parts of an office': { query: '{ office(slug: "secretariat") { parts { name partOf { slug } } } }' },
  'field operations of a country on a day': {
    query: 'query ($asOf: Date) { country(isoCode: "KZ") { fieldOperations(asOf: $asOf) { name status } } }',
    variables: { asOf: '2005-06-01' },
  },
  'news of an office': {
    query: '{ office(slug: "mission-to-montenegro") { newsItems(first: 2) { totalCount nodes { title } } } }',
  },
  'news of several countries': {
    query:
      '{ countries(first: 10, where: { isoCode: { in: ["ME", "MT", "AL"] } }) { nodes { name newsItems { nodes { slug } } } } }',
  },
  'fields of work': { query: '{ fieldsOfWork(first: 30) { nodes { slug dimension newsItems { totalCount } } } }' },
  'a field of work twice under other names': {
    query: `{ a: fieldOfWork(slug: "youth") { name } b: fieldOfWork(slug: "youth") { slug n: newsItems(first: 1) { totalCount } } }`,
  },
  'a news item with its text': {
    query: '{ newsItem(slug: "osce-promotes-interfaith-dialogue-in-kosovo") { title lead body sourceUrl } }',
  },
  'the evidence of countries': {
    query:
      '{ newsItems(first: 5) { nodes { countryMentions { field start end quote rule confidence country { isoCode } } } } }',
  },
  'what the linker sees in a text': {
    query: '{ countryMentions(text: "From Malta to Kazakhstan.") { quote start country { slug } } }',
  },
  'events with their series': {
    query:
      '{ events(first: 5) { nodes { title startsOn endsOn city country { name } series { slug } fieldsOfWork { slug } } } }',
  },
  'event series': {
    query: '{ eventSeriesList(first: 5) { nodes { slug name events(first: 2) { nodes { slug } } } } }',
  },
  'projects and who supports them': {
    query: '{ projects { nodes { name supportedBy { name } newsItems { totalCount } } } }',
  },
  chairpersonships: {
    query:
      '{ chairpersonships(first: 5) { nodes { year heldBy chairs country { name } } } chairpersonship(year: 1992) { heldBy country { name } } }',
  },
  'the organisation on a day': {
    query:
      '{ organization(asOf: "1994-06-01") { name shortName participatingStates { name } institutions { name } chairpersonship { year } } }',
  },
  'the navigation': { query: '{ navigation { label node { __typename id } children { label node { __typename } } } }' },
  'nodes of several types': {
    query: `query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Country { name } ... on Office { shortName } } }`,
    variables: { ids: [malta, secretariat, 'nothing', malta] },
  },
  'a node by a fragment': {
    query: `query ($id: ID!) { node(id: $id) { ...part } } fragment part on Node { id ... on ParticipatingState { name } }`,
    variables: { id: malta },
  },
  'countries by their codes, in order': {
    query: '{ countriesByIsoCodes(isoCodes: ["JP", "XX", "mt", "JP"]) { __typename name } }',
  },
  'fields left out and taken in by variables': {
    query: `query ($yes: Boolean!, $no: Boolean!) { country(isoCode: "AT") { name @include(if: $no) slug @skip(if: $no) capital @include(if: $yes) } }`,
    variables: { yes: true, no: false },
  },
};

interface Requests {
  graph: number;
  travelAdvice: number;
  archive: number;
}

export interface JoinedQuery extends GatewayQuery {
  /** What it gives. */
  data: object;
  /** Requests to the graph, to the travel advice and to the archive. */
  requests: Requests;
  /** Where Hive asks less often: it puts what it wants of one service at one time into one request. */
  requestsOfHive?: Requests;
  /** SQL statements of the graph. */
  statements: number;
}

/** Queries that need several services, by what they show. */
export const queriesAcross: Record<string, JoinedQuery> = {
  'advice with the names of the countries': {
    query: '{ travelAdvice { level country { __typename name } } }',
    data: {
      travelAdvice: [
        { level: 'USUAL_CARE', country: { __typename: 'ParticipatingState', name: 'Malta' } },
        { level: 'USUAL_CARE', country: { __typename: 'ParticipatingState', name: 'Kazakhstan' } },
        { level: 'USUAL_CARE', country: { __typename: 'ParticipatingState', name: 'Montenegro' } },
        { level: 'USUAL_CARE', country: { __typename: 'PartnerForCooperation', name: 'Japan' } },
        { level: 'MORE_CARE', country: { __typename: 'ParticipatingState', name: 'Albania' } },
      ],
    },
    requests: { graph: 1, travelAdvice: 1, archive: 0 },
    statements: 0,
  },
  'countries with advice, and those without': {
    query: '{ countriesByIsoCodes(isoCodes: ["JP", "AT", "MT"]) { name travelAdvice { summary } } }',
    data: {
      countriesByIsoCodes: [
        { name: 'Japan', travelAdvice: { summary: 'Bring cash to the countryside.' } },
        { name: 'Austria', travelAdvice: null },
        { name: 'Malta', travelAdvice: { summary: 'Bring a hat.' } },
      ],
    },
    requests: { graph: 1, travelAdvice: 1, archive: 0 },
    statements: 0,
  },
  'records with the titles of news items, one of which is gone': {
    query:
      '{ archiveRecords { nodes { signature newsItem { title issuedOn } office { __typename name } } pageInfo { hasNextPage } } }',
    data: {
      archiveRecords: {
        nodes: [
          {
            signature: 'A 1',
            newsItem: { title: 'OSCE promotes interfaith dialogue in Kosovo', issuedOn: '2013-04-22' },
            office: { __typename: 'FieldOperation', name: 'Mission in Kosovo' },
          },
          {
            signature: 'A 2',
            newsItem: {
              title:
                'OSCE Mission to Montenegro signs Memorandum of Understanding with Supreme State Prosecutor’ Office to support Trial Monitoring Project',
              issuedOn: '2022-06-16',
            },
            office: { __typename: 'FieldOperation', name: 'Mission to Montenegro' },
          },
          { signature: 'B 1', newsItem: null, office: { __typename: 'OrganizationBody', name: 'Secretariat' } },
        ],
        pageInfo: { hasNextPage: false },
      },
    },
    requests: { graph: 2, travelAdvice: 0, archive: 1 },
    statements: 1,
  },
  'a news item with its record, its offices with their boxes, and advice for their hosts': {
    query: `{ newsItem(slug: "osce-mission-to-montenegro-signs-memorandum-of-understanding-with-supreme-state-prosecutor-office-to-support-trial-monitoring-project") {
      archiveRecord { signature } issuedBy { slug archiveBoxes hostCountry { name travelAdvice { level } } } } }`,
    data: {
      newsItem: {
        archiveRecord: { signature: 'A 2' },
        issuedBy: [
          {
            slug: 'mission-to-montenegro',
            archiveBoxes: 7,
            hostCountry: { name: 'Montenegro', travelAdvice: { level: 'USUAL_CARE' } },
          },
        ],
      },
    },
    requests: { graph: 1, travelAdvice: 1, archive: 2 },
    requestsOfHive: { graph: 1, travelAdvice: 1, archive: 1 },
    statements: 1,
  },
};
