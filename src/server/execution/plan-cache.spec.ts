import { GraphQLObjectType, GraphQLSchema, GraphQLString, parse, type OperationDefinitionNode } from 'graphql';
import { heapInUse } from '../../testing/heap.js';
import type { GraphContext } from '../../graph/context.js';
import { PlanCache } from './plan-cache.js';
import { SerializedNodeCache } from './serialized-nodes.js';

const thing = new GraphQLObjectType({ name: 'Thing', fields: { name: { type: GraphQLString } } });
const schema = new GraphQLSchema({
  query: new GraphQLObjectType({ name: 'Query', fields: { thing: { type: thing, resolve: () => ({ name: 'a' }) } } }),
});

it('the memory of cached plans is bounded, however many operations arrive', async () => {
  const [operations, fields] = [400, 500];
  const aliases = Array.from({ length: fields }, (_, i) => `a${i}: name`).join(' ');
  const document = parse(
    `fragment F on Query { thing { ${aliases} } } ${Array.from({ length: operations }, (_, i) => `query Q${i} { ...F }`).join(' ')}`,
  );
  const plans = new PlanCache(schema, new SerializedNodeCache(new Set()));
  const run = (i: number) =>
    plans.of(document, document.definitions[i + 1] as OperationDefinitionNode).run({}, {} as GraphContext);
  const text = await run(0);
  const before = heapInUse();
  for (let i = 1; i < operations; i += 1) await run(i);
  expect(heapInUse() - before).toBeLessThan(80_000_000);
  expect(await run(0)).toBe(text);
});
