/** Checks that the server follows the conventions that clients rely on. */
import { ok } from 'node:assert/strict';
import type { FastifyInstance } from 'fastify';
import { failed, skipped, type Check } from './finding.js';

interface Answer {
  data?: Record<string, unknown> | null;
  errors?: { message: string; extensions?: { code?: string } }[];
}

/** Sends an operation to a server in this process. */
export type Ask = (query: string, variables?: object, headers?: Record<string, string>) => Promise<Answer>;

export const askOf =
  (app: FastifyInstance): Ask =>
  async (query, variables, headers = {}) =>
    (await app.inject({ method: 'POST', url: '/graphql', payload: { query, variables }, headers })).json<Answer>();

/** Returns the data. @throws if there are errors */
async function dataOf<Data>(asked: Promise<Answer>): Promise<Data> {
  const { data, errors } = await asked;
  ok(!errors && data, `expected data, got ${JSON.stringify(errors ?? data)}`);
  return data as Data;
}

/** Loads a package that is installed in development only. */
const optional = async <Module>(name: string): Promise<Module | undefined> =>
  import(name).then(
    (module: Module) => module,
    () => undefined,
  );

export const httpChecks = (app: FastifyInstance, url: string): Check[] => [
  {
    rule: 'a query is answered in JSON',
    look: async () => {
      const answer = await app.inject({ method: 'POST', url: '/graphql', payload: { query: '{ __typename }' } });
      ok(answer.statusCode === 200 && answer.json<Answer>().data, `expected 200 with data, got ${answer.statusCode}`);
      return String(answer.headers['content-type']);
    },
  },
  {
    rule: 'cross-site requests are rejected',
    look: async () => {
      const { statusCode } = await app.inject({ method: 'GET', url: '/graphql?query=%7B__typename%7D' });
      return statusCode === 400 ? '' : failed(`a GET request without a preflighted header is answered`);
    },
  },
  {
    rule: 'batched operations are rejected',
    look: async () => {
      const payload = [{ query: '{ __typename }' }, { query: '{ __typename }' }];
      const { statusCode } = await app.inject({ method: 'POST', url: '/graphql', payload });
      return statusCode === 400 ? '' : failed(`an array of operations is answered with ${statusCode}`);
    },
  },
  {
    rule: 'GraphQL over HTTP',
    look: async () => {
      const audits = await optional<{
        serverAudits(options: { url: string }): { id: string; name: string; fn: () => Promise<{ status: string }> }[];
      }>('graphql-http');
      if (!audits) return skipped('the package graphql-http is not installed');
      const results = await Promise.all(
        audits.serverAudits({ url }).map(async ({ id, name, fn }) => ({ id, name, status: (await fn()).status })),
      );
      const bad = results.filter(({ status }) => status === 'error' || status === 'warn');
      return bad.length === 0
        ? `${results.length} audits without an error or a warning`
        : failed(bad.map(({ id, name }) => `${id} ${name}`).join('; '));
    },
  },
  {
    rule: 'the server reports that it is ready',
    look: async () => {
      const { statusCode, body } = await app.inject({ method: 'GET', url: '/readyz' });
      return statusCode === 200 ? '' : failed(body);
    },
  },
];

interface Connection {
  list: { edges: { cursor: string; node: { id: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
}

export const relayChecks = (ask: Ask): Check[] => {
  const pageAfter = (after?: string) =>
    dataOf<Connection>(
      ask(
        `query ($after: String) { list: countries(first: 2, after: $after) {
           edges { cursor node { id } } pageInfo { hasNextPage endCursor } } }`,
        { after },
      ),
    );
  return [
    {
      rule: 'pages follow one another',
      needsContent: true,
      look: async () => {
        const { list: first } = await pageAfter();
        ok(first.edges.length === 2, `expected two nodes, got ${first.edges.length}`);
        ok(first.pageInfo.endCursor === first.edges[1]!.cursor, 'endCursor is not the cursor of the last edge');
        const { list: second } = await pageAfter(first.pageInfo.endCursor);
        const ids = [...first.edges, ...second.edges].map(({ node }) => node.id);
        ok(new Set(ids).size === 4, 'pages overlap');
        return '';
      },
    },
    {
      rule: 'nodes are found by id',
      needsContent: true,
      look: async () => {
        const { list } = await pageAfter();
        const id = list.edges[0]!.node.id;
        const { node } = await dataOf<{ node: { id: string } | null }>(
          ask('query ($id: ID!) { node(id: $id) { id } }', { id }),
        );
        ok(node?.id === id, 'node(id:) does not return the node of the list');
        return '';
      },
    },
    {
      rule: 'what does not exist is null',
      look: async () => {
        const data = await dataOf<{ country: unknown }>(ask('{ country(slug: "no-such-country") { id } }'));
        ok(data.country === null, 'a lookup that finds nothing is not null');
        return '';
      },
    },
  ];
};

export const federationChecks = (ask: Ask, headers: Record<string, string>): Check[] => [
  {
    rule: 'the subgraph composes',
    look: async () => {
      const composition = await optional<{
        composeServices(services: { name: string; url: string; typeDefs: unknown }[]): { errors?: Error[] };
      }>('@apollo/composition');
      if (!composition) return skipped('the package @apollo/composition is not installed');
      const { _service } = await dataOf<{ _service: { sdl: string } }>(ask('{ _service { sdl } }', {}, headers));
      const { parse } = await import('graphql');
      const services = [{ name: 'graph', url: 'http://localhost/graphql', typeDefs: parse(_service.sdl) }];
      const { errors = [] } = composition.composeServices(services);
      return errors.length === 0 ? '' : failed(errors.map(({ message }) => message).join('; '));
    },
  },
  {
    rule: 'entities are found by each reference',
    needsContent: true,
    look: async () => {
      const representations = [
        { __typename: 'ParticipatingState', isoCode: 'MT' },
        { __typename: 'ParticipatingState', slug: 'no-such-country' },
        { __typename: 'ParticipatingState', isoCode: 'MT' },
      ];
      const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Country { isoCode } } }`;
      const { _entities: found } = await dataOf<{ _entities: ({ isoCode: string } | null)[] }>(
        ask(query, { of: representations }, headers),
      );
      const codes = found.map((entity) => entity?.isoCode ?? null);
      ok(JSON.stringify(codes) === '["MT",null,"MT"]', `expected MT, null and MT, got ${JSON.stringify(codes)}`);
      return '';
    },
  },
  {
    rule: 'a bad reference does not affect others',
    needsContent: true,
    look: async () => {
      const of = [{ __typename: 'NoSuchType' }, { __typename: 'ParticipatingState', isoCode: 'MT' }];
      const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Country { isoCode } } }`;
      const { data, errors } = await ask(query, { of }, headers);
      const [, good] = (data?.['_entities'] ?? []) as ({ isoCode: string } | null)[];
      ok(good?.isoCode === 'MT', 'the good reference was not answered');
      ok(errors?.[0]?.extensions?.code === 'BAD_USER_INPUT', 'the bad reference does not fail with BAD_USER_INPUT');
      return '';
    },
  },
];

/** Each must be rejected with a code that names the client as the cause. */
const refusals: Record<string, string> = {
  'a page of 1000 nodes': '{ countries(first: 1000) { nodes { id } } }',
  'a hundred aliases': `{ ${Array.from({ length: 100 }, (_, i) => `a${i}: __typename`).join(' ')} }`,
  'a query thirty fields deep': `{ offices { nodes { ${'successors { predecessors { '.repeat(15)} id ${'} }'.repeat(15)} } } }`,
  'a query above the cost budget': `{ newsItems(first: 100) { nodes { countries { newsItems(first: 100) { nodes { id } } } } } }`,
};

export const limitChecks = (ask: Ask): Check[] =>
  Object.entries(refusals).map(([what, query]) => ({
    rule: `rejected: ${what}`,
    look: async () => {
      const { data, errors } = await ask(query);
      const code = errors?.[0]?.extensions?.code;
      return !data && code !== undefined && code !== 'INTERNAL_SERVER_ERROR' ? code : failed('it was answered');
    },
  }));
