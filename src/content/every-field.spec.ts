/**
 * A field must have the same value however its node is reached and whatever else is selected: rows are read with only
 * the columns that a query needs, so a column that a list omits would be null there.
 */
import {
  getNamedType,
  isAbstractType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  type GraphQLField,
  type GraphQLObjectType,
} from 'graphql';
import { isDeepStrictEqual } from 'node:util';
import { tableOf } from '../graph/entity-columns.js';
import { nouns } from '../graph/nouns/declare.js';
import { buildGraphSchema } from '../graph/schema/build.js';
import { assembled } from '../slices.js';
import { fullRecords } from '../testing/full-records.fixture.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';

const schema = buildGraphSchema(assembled);
const sources = [...assembled.nodeSources.values()];
const nodeTypes = sources.flatMap(({ typeNames }) =>
  typeNames.map((name) => schema.getType(name) as GraphQLObjectType),
);

interface Found {
  __typename: string;
  id: string;
  [field: string]: unknown;
}

const fieldsOf = (type: GraphQLObjectType): GraphQLField<unknown, unknown>[] =>
  Object.values(type.getFields()).filter(({ name, args }) => name !== 'id' && !args.some(isRequiredArgument));

/** The selection of a field: for objects what identifies them, for pages all nodes. */
function selectionOf({ name, type }: GraphQLField<unknown, unknown>): string {
  const named = getNamedType(type);
  if (isLeafType(named)) return name;
  if (named.name.endsWith('Connection')) return `${name} { totalCount nodes { id } }`;
  const hasId = (isObjectType(named) || isAbstractType(named)) && 'getFields' in named && 'id' in named.getFields();
  return `${name} { __typename${hasId ? ' id' : ''} }`;
}

/** The node types that a field returns, and the selection around their fields; undefined if it returns none. */
function targetsOf({ type }: GraphQLField<unknown, unknown>) {
  const output = getNamedType(type);
  const nodesField =
    isObjectType(output) && output.name.endsWith('Connection') ? output.getFields()['nodes'] : undefined;
  const isPage = nodesField !== undefined;
  const named = nodesField ? getNamedType(nodesField.type) : output;
  const types = isAbstractType(named) ? schema.getPossibleTypes(named) : isObjectType(named) ? [named] : [];
  const reached = types.filter((one) => nodeTypes.includes(one));
  if (reached.length === 0) return undefined;
  return { types: reached, around: (inner: string) => (isPage ? `{ nodes { ${inner} } }` : `{ ${inner} }`) };
}

let graph: TestGraph;
/** Each node with all its fields, read together by id. */
const nodes = new Map<string, Found>();

beforeAll(async () => {
  graph = await startTestGraph('empty');
  await graph.add(...fullRecords);
  const ids = await graph.dataSource.query<{ id: string }[]>(
    nouns()
      .map(({ entity }) => `SELECT id FROM ${tableOf(entity)}`)
      .join(' UNION ALL '),
  );
  const every = nodeTypes.map((type) => `... on ${type.name} { ${fieldsOf(type).map(aliased(type)).join(' ')} }`);
  for (const type of every) {
    const found = await graph.data<{ nodes: Found[] }>(
      `query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ${type} } }`,
      { ids: ids.map(({ id }) => id) },
    );
    for (const node of found.nodes) if (Object.keys(node).length > 2) nodes.set(node.id, node);
  }
});
afterAll(() => graph.close());

/** Fields of one name may have different types in different node types, so each gets an alias of its own. */
const aliased = (type: GraphQLObjectType) => (field: GraphQLField<unknown, unknown>) =>
  `${type.name}_${field.name}: ${selectionOf(field)}`;

/** All nodes in an answer. */
function* nodesIn(value: unknown): Generator<Found> {
  if (typeof value !== 'object' || value === null) return;
  if ('id' in value && '__typename' in value) yield value as Found;
  for (const inner of Object.values(value)) yield* nodesIn(inner);
}

it('each node type has a node with a value in each field that its record has', () => {
  const empty = nodeTypes.flatMap((type) => {
    const node = [...nodes.values()].find(
      (one) => one.__typename === type.name && one[`${type.name}_slug`] !== 'before',
    );
    const record = fullRecords.find((one) => one.type === type.name && Object.keys(one).length > 5);
    if (!node || !record) return [type.name];
    return fieldsOf(type)
      .filter(({ name }) => name in record && node[`${type.name}_${name}`] == null)
      .map(({ name }) => `${type.name}.${name}`);
  });
  expect(empty).toEqual([]);
});

/**
 * Selects each field of the nodes that some fields return, alone. @returns the fields that differ, and the types read
 */
async function compare(
  of: GraphQLObjectType,
  within: (inner: string) => string,
  fields: readonly GraphQLField<unknown, unknown>[],
) {
  const wrong: string[] = [];
  const read = new Set<string>();
  for (const way of fields) {
    const target = targetsOf(way);
    if (!target) continue;
    for (const type of target.types) {
      for (const field of fieldsOf(type)) {
        const alias = aliased(type)(field);
        const inner = target.around(`__typename ... on ${type.name} { id ${alias} }`);
        const data = await graph.data<object>(within(`${way.name} ${inner}`));
        for (const found of nodesIn(data)) {
          const name = `${type.name}_${field.name}`;
          if (found.__typename !== type.name || !(name in found)) continue;
          read.add(type.name);
          if (!isDeepStrictEqual(found[name], nodes.get(found.id)![name])) {
            wrong.push(`${of.name}.${way.name} → ${type.name}.${field.name}`);
          }
        }
      }
    }
  }
  return { wrong: [...new Set(wrong)], read };
}

it('every field of every node, selected alone, has its value in the root lists', async () => {
  const query = schema.getQueryType()!;
  const lists = Object.values(query.getFields()).filter(
    ({ type, args }) => getNamedType(type).name.endsWith('Connection') && !args.some(isRequiredArgument),
  );
  const { wrong, read } = await compare(query, (inner) => `{ ${inner} }`, lists);
  expect(wrong).toEqual([]);
  expect([...read].sort()).toEqual(nodeTypes.map(({ name }) => name).sort());
});

it('every field of every node, selected alone, has its value under every relation to the node', async () => {
  const reached = new Set<string>();
  for (const type of nodeTypes) {
    const node = [...nodes.values()].filter((one) => one.__typename === type.name);
    const ids = JSON.stringify(node.map(({ id }) => id));
    const { wrong, read } = await compare(
      type,
      (inner) => `{ nodes(ids: ${ids}) { ... on ${type.name} { ${inner} } } }`,
      fieldsOf(type),
    );
    expect(wrong).toEqual([]);
    for (const one of read) reached.add(one);
  }
  expect([...reached].sort()).toEqual(nodeTypes.map(({ name }) => name).sort());
});

it('every field of every node, selected alone, has its value by each key of its entity', async () => {
  const wrong: string[] = [];
  for (const { typeNames, keys } of sources) {
    for (const type of typeNames.map((name) => schema.getType(name) as GraphQLObjectType)) {
      const node = [...nodes.values()].find((one) => one.__typename === type.name)!;
      for (const field of fieldsOf(type)) {
        const name = `${type.name}_${field.name}`;
        for (const key of Object.keys(keys)) {
          const representation = { __typename: type.name, [key]: key === 'id' ? node.id : node[`${type.name}_${key}`] };
          const { _entities: found } = await graph.data<{ _entities: Found[] }>(
            `query ($of: [_Any!]!) { _entities(representations: $of) { ... on ${type.name} { ${aliased(type)(field)} } } }`,
            { of: [representation] },
          );
          if (!isDeepStrictEqual(found[0]![name], node[name])) wrong.push(`${type.name}.${field.name} by ${key}`);
        }
      }
    }
  }
  expect(wrong).toEqual([]);
});
