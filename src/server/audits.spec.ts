/** The audits of GraphQL over HTTP by graphql-http, over a real connection. */
import { serverAudits } from 'graphql-http';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';

/** Forms of other pages can send such requests: they need a header that only scripts can set. */
const withoutPreflight = ['5A70', 'D6D5', '6A70'];

let graph: TestGraph;
let url: string;
beforeAll(async () => {
  graph = await startTestGraph('empty');
  url = await graph.server.app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => graph.close());

const audits = serverAudits({ url: () => `${url}/graphql` });

it('graphql-http defines 61 audits', () => {
  expect(audits).toHaveLength(61);
});

it.each(audits.map(({ id, name, fn }) => [id, name, fn] as const))(
  'graphql-http audit %s passes: %s',
  async (id, _name, fn) => {
    const { status } = await fn();
    expect(status).toBe(withoutPreflight.includes(id) ? 'notice' : 'ok');
  },
);
