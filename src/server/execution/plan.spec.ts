import {
  execute,
  getOperationAST,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
  parse,
  validate,
  type ExecutionResult,
} from 'graphql';
import { buildSchemaSync, type NonEmptyArray } from 'type-graphql';
import { contextMaker } from '../../graph/context.js';
import { toSubgraph } from '../../graph/federation/subgraph.js';
import { defaultFederation } from '../../graph/federation/settings.js';
import { nodeId } from '../../graph/node-id.js';
import { compiledOperation } from '../../graph/operation/compiled.js';
import { buildGraphSchema } from '../../graph/schema/build.js';
import { assembled } from '../../slices.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { generateOperation, type Pool } from './generated-operations.fixture.js';
import { OperationPlans } from './plan.js';
import { quoted } from './text.js';
import { SerializedNodeCache } from './serialized-nodes.js';

const catalogueTypes = assembled.catalogueTypes;
const { nodeSources } = assembled;
const makeContext = contextMaker(assembled.loaders);

let graph: TestGraph;
let planned: GraphQLSchema;
/** As TypeGraphQL builds it, with its resolver wrappers. */
let stock: GraphQLSchema;
const written = new SerializedNodeCache(catalogueTypes);

beforeAll(async () => {
  graph = await startTestGraph('organization');
  planned = buildGraphSchema(assembled);
  const source = buildSchemaSync({
    resolvers: assembled.resolvers as unknown as NonEmptyArray<() => unknown>,
    orphanedTypes: assembled.types,
    validate: { skipMissingProperties: false },
  });
  stock = toSubgraph(source, assembled, defaultFederation).schema;
});
afterAll(() => graph.close());

const context = () =>
  makeContext({ catalogue: graph.catalogue.current, reader: graph.database, requestId: 'test', nodeSources });

const ids = [
  nodeId('Country', 'malta'),
  nodeId('Office', 'secretariat'),
  nodeId('Event', 'istanbul-summit-1999'),
  nodeId('Project', 'e-vidence'),
  nodeId('NewsItem', 'osce-promotes-interfaith-dialogue-in-kosovo'),
  'nothing',
];
const pool: Pool = {
  id: ids,
  ids: [ids, [], [ids[0], ids[0]]],
  slug: ['malta', 'kazakhstan', 'secretariat', 'youth', 'e-vidence', 'istanbul-summit-1999', 'summit-meetings', 'no'],
  slugs: [['malta', 'no'], ['secretariat']],
  isoCode: ['MT', 'kz', 'XX'],
  isoCodes: [['MT', 'XX']],
  first: [1, 2, 3, 5, 0],
  last: [1, 2],
  after: ['abc', null],
  before: [null],
  asOf: ['1999', '2005-06-01', '2030-01-01'],

  date: ['1999', '2005-06-01'],
  year: [1999, 2010, 1800],
  text: ['Officers from Malta and Georgia met in Astana.'],
  query: ['security', 'Kazahstan', 'Malta'],
  where: [null, {}],
  orderBy: [null, []],
  representations: [
    [
      { __typename: 'NewsItem', slug: 'osce-promotes-interfaith-dialogue-in-kosovo' },
      { __typename: 'ParticipatingState', id: ids[0] },
      { __typename: 'Office', slug: 'secretariat' },
    ],
    [{ __typename: 'Nothing' }, { __typename: 'Event', id: ids[2] }],
  ],
};

/** Executes an operation with a plan, and with graphql-js on the schema as TypeGraphQL builds it. */
async function bothWays(query: string, variables: Record<string, unknown>) {
  const document = parse(query);
  // A few generated operations have fields that conflict.
  if (validate(planned, document).length > 0) return undefined;
  const expected: ExecutionResult = await execute({
    schema: stock,
    document,
    variableValues: variables,
    contextValue: context(),
  });
  const plan = new OperationPlans(
    compiledOperation({ schema: planned, document, operation: getOperationAST(document)! }),
    written,
  );
  const run = async () => plan.run(variables, context());
  const nothing = () => undefined;
  // The second run uses what the first one cached.
  const texts = [await run().catch(nothing), await run().catch(nothing)];
  return { expected, texts };
}

/** `GENERATED_OPERATIONS=5000` runs more of them. */
const runs = Number(process.env['GENERATED_OPERATIONS'] ?? 200);

it(
  'a plan writes the same bytes as graphql-js, or falls back to it on an error',
  async () => {
    let answered = 0;
    for (let seed = 1; seed <= runs; seed += 1) {
      const { query, variables } = generateOperation(planned, pool, seed * 7919);
      const { expected, texts } = (await bothWays(query, variables)) ?? {};
      if (!expected) continue;
      const wanted = expected.errors ? undefined : JSON.stringify(expected.data);
      expect({ query, variables, texts }).toEqual({ query, variables, texts: [wanted, wanted] });
      if (wanted !== undefined) answered += 1;
    }
    expect(answered).toBeGreaterThan(runs / 4);
    expect(answered).toBeLessThan(runs);
  },
  20_000 + runs * 100,
);

it('quoted() returns the same text as JSON.stringify', () => {
  for (const text of [
    ...Array.from({ length: 0x80 }, (_, code) => `a${String.fromCharCode(code)}b`),
    '',
    'a"b',
    'a\\b',
    '\u0000\u001f\n',
    '\ud800',
    '\udc00\ud800',
    '🕊 peace',
    '\u2028\u007f',
    'é',
    '/',
  ]) {
    expect(quoted(text)).toBe(JSON.stringify(text));
    expect(quoted(text.repeat(300))).toBe(JSON.stringify(text.repeat(300)));
  }
});

it('a serialized catalogue node is cached only if nothing else was read for it', async () => {
  let days = 0;
  const Thing = new GraphQLObjectType<object, { today(): string }>({
    name: 'Thing',
    fields: {
      day: { type: GraphQLString, resolve: (_row, _args, given) => `${given.today()} ${(days += 1)}` },
      name: { type: GraphQLString },
    },
  });
  const thing = { name: 'a thing' };
  const schema = new GraphQLSchema({
    query: new GraphQLObjectType({ name: 'Query', fields: { thing: { type: Thing, resolve: () => thing } } }),
  });
  const planOf = (query: string) => {
    const document = parse(query);
    return new OperationPlans(
      compiledOperation({ schema, document, operation: getOperationAST(document)! }),
      new SerializedNodeCache(new Set(['Thing'])),
    );
  };
  const ofToday = planOf('{ thing { day } }');
  expect(await ofToday.run({}, context())).not.toBe(await ofToday.run({}, context()));
  const named = planOf('{ thing { name } }');
  const text = await named.run({}, context());
  // Rows of a snapshot never change; changing this one shows that the text was cached.
  thing.name = 'another';
  expect(await named.run({}, context())).toBe(text);
});
