/** The graph stitched with a service of another team, over HTTP with batching. */
import { buildSchema, graphql, type GraphQLSchema } from 'graphql';
import { serveSchema, type RunningServer } from '../../../examples/federation/subgraph-server';
import { stitch } from '../../../examples/stitching/stitch';
import { travelAdviceSchema, travelAdviceSdl } from '../../../examples/stitching/travel-advice';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { queriesOfTheGraph } from '../federation/gateway-queries.fixture.js';

let graph: TestGraph;
let travelAdvice: RunningServer;
let stitched: GraphQLSchema;
let graphSdl: string;
let endpoint: string;
let requestsToGraph = 0;

beforeAll(async () => {
  graph = await startTestGraph('organization');
  const url = await graph.server.app.listen({ port: 0, host: '127.0.0.1' });
  graph.server.app.server.on('request', () => (requestsToGraph += 1));
  travelAdvice = await serveSchema(travelAdviceSchema);
  graphSdl = await (await fetch(`${url}/stitching.graphql`)).text();
  endpoint = `${url}/graphql`;
  stitched = stitch([
    { sdl: graphSdl, endpoint },
    { sdl: travelAdviceSdl, endpoint: travelAdvice.url },
  ]);
});
afterAll(async () => {
  await travelAdvice.close();
  await graph.close();
});

it.each(Object.entries(queriesOfTheGraph))(
  '%s: the gateway returns the same answer as the server, with one request',
  async (_case, query) => {
    const direct = await graph.ask(query.query, query.variables);
    expect(direct.errors).toBeUndefined();
    const [before, statements] = [requestsToGraph, graph.database.statementCount];
    const { data, errors } = await graphql({
      schema: stitched,
      source: query.query,
      variableValues: query.variables ?? null,
    });
    expect(errors).toBeUndefined();
    expect(JSON.parse(JSON.stringify(data))).toEqual(direct.data);
    expect(requestsToGraph - before).toBe(1);
    expect(graph.database.statementCount - statements).toBe(direct.statements);
  },
);

it('fields of another service are merged into countries by ISO code', async () => {
  const { data, errors } = await graphql({
    schema: stitched,
    source: '{ countriesByIsoCodes(isoCodes: ["JP", "AT", "MT"]) { name ... on ParticipatingState { travelAdvice } } }',
  });
  expect(errors).toBeUndefined();
  expect(JSON.parse(JSON.stringify(data))).toEqual({
    countriesByIsoCodes: [
      { name: 'Japan' },
      { name: 'Austria', travelAdvice: null },
      { name: 'Malta', travelAdvice: 'Bring a hat.' },
    ],
  });
});

it('nodes of the other service are merged with the graph by ISO code, in one request and at most one statement', async () => {
  const [before, statements] = [requestsToGraph, graph.database.statementCount];
  const { data, errors } = await graphql({ schema: stitched, source: '{ advisedStates { name travelAdvice } }' });
  expect(errors).toBeUndefined();
  expect(JSON.parse(JSON.stringify(data))).toEqual({
    advisedStates: [
      { name: 'Malta', travelAdvice: 'Bring a hat.' },
      { name: 'Kazakhstan', travelAdvice: 'Distances are long; plan for trains.' },
    ],
  });
  expect(requestsToGraph - before).toBe(1);
  expect(graph.database.statementCount - statements).toBe(0);
});

it.each([
  ['newsItemsBySlugs(slugs: $keys)', ['no-such-item', 'osce-promotes-interfaith-dialogue-in-kosovo', "'; --"], 1],
  ['countriesByIsoCodes(isoCodes: $keys)', ['XX', 'mt', ''], 0],
  ['officesBySlugs(slugs: $keys)', ['no-such-office', 'secretariat', ' '], 0],
])('%s answers in order, with null for what is not found', async (field, keys, statements) => {
  const answer = await graph.ask<Record<string, unknown>>(`query ($keys: [String!]!) { nodes: ${field} { slug } }`, {
    keys,
  });
  expect(answer.data['nodes']).toEqual([null, { slug: expect.any(String) as string }, null]);
  expect(answer.statements).toBe(statements);
});

it('more than 1,000 keys are rejected', async () => {
  const query = 'query ($keys: [String!]!) { newsItemsBySlugs(slugs: $keys) { slug } }';
  const { errors } = await graph.ask(query, { keys: Array.from({ length: 1_001 }, (_, i) => `item-${i}`) });
  expect(errors).toMatchObject([
    { message: 'slugs: expected at most 1000 slugs, got 1001.', extensions: { code: 'LIMIT_EXCEEDED' } },
  ]);
});

it('a type with a single key declares it, and another service is merged by that key', async () => {
  const sdl = `
    directive @merge(keyField: String) on FIELD_DEFINITION
    type Chairpersonship { id: ID! motto: String }
    type Query { mottoes(ids: [ID!]!): [Chairpersonship]! @merge(keyField: "id") }`;
  const schema = buildSchema(sdl);
  schema.getQueryType()!.getFields()['mottoes']!.resolve = (_root, { ids }: { ids: string[] }) =>
    ids.map((id) => ({ id, motto: 'Together' }));
  const mottoes = await serveSchema(schema);
  expect(graphSdl).toContain('type Chairpersonship implements Node @key(selectionSet: "{ id }") @canonical');
  const { data, errors } = await graphql({
    schema: stitch([
      { sdl: graphSdl, endpoint },
      { sdl, endpoint: mottoes.url },
    ]),
    source: '{ chairpersonship(year: 2016) { heldBy motto } }',
  });
  await mottoes.close();
  expect(errors).toBeUndefined();
  expect(JSON.parse(JSON.stringify(data))).toEqual({ chairpersonship: { heldBy: 'Germany', motto: 'Together' } });
});
