import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import type { GraphContext } from '../graph/context.js';
import { buildGraphSchema } from '../graph/schema/build.js';
import { assembled } from '../slices.js';
import { requireRouterSecret } from './router-secret.js';

const secret = 'a secret of some length';
const server = new ApolloServer<GraphContext>({
  schema: buildGraphSchema(assembled),
  plugins: [requireRouterSecret(secret), ApolloServerPluginInlineTraceDisabled()],
  stopOnTerminationSignals: false,
});
beforeAll(() => server.start());
afterAll(() => server.stop());

async function ask(query: string, shown?: string) {
  const { body, status } = await server.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: 'POST',
      headers: new Map([
        ['content-type', 'application/json'],
        ...(shown === undefined ? [] : [['router-authorization', shown] as const]),
      ]) as never,
      search: '',
      body: { query },
    },
    context: () => Promise.resolve({} as GraphContext),
  });
  return { status: status ?? 200, body: body.kind === 'complete' ? body.string : '' };
}

describe.each([
  ['the SDL', '{ _service { sdl } }'],
  ['entities', '{ _entities(representations: []) { __typename } }'],
  ['aliased entities', '{ __typename e: _entities(representations: []) { __typename } }'],
  [
    'entities in fragments',
    '{ ...a } fragment a on Query { ... on Query { _entities(representations: []) { __typename } } }',
  ],
])('%s with a router secret', (name, query) => {
  it.each([
    ['without the secret', undefined],
    ['with another secret', 'a secret of same length'],
    ['with an empty secret', ''],
  ])(`${name}: a request %s is rejected with 401`, async (_case, shown) => {
    const { status, body } = await ask(query, shown);
    expect(status).toBe(401);
    expect(body).toContain('"UNAUTHENTICATED"');
    expect(body).not.toContain(secret);
  });

  it(`${name}: a request with the secret is answered`, async () => {
    const { status, body } = await ask(query, secret);
    expect({ status, errors: body.includes('"errors"') }).toEqual({ status: 200, errors: false });
  });
});

it('all other fields are answered without the router secret', async () => {
  expect((await ask('{ __typename }')).status).toBe(200);
});
