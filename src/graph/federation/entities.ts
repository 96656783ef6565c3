/**
 * `_entities`: resolves each representation of a gateway independently. It replaces the stock resolver, which returns null
 * for all if one fails, and leaves a rejected promise unhandled if an unknown type follows it, which ends the process.
 */
import {
  isObjectType,
  type GraphQLError,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  type GraphQLUnionType,
} from 'graphql';
import type { GraphContext, NodeSource } from '../context.js';
import { BadUserInputError, LimitExceededError } from '../errors.js';
import { findByKey } from '../lookup.js';
import { selectedFields } from '../pages/selection.js';
import { typeOf } from '../node.type.js';
import type { NodeRow } from '../node-id.js';

/** Maximum number of representations in one request. */
export const maximalRepresentations = 1_000;

/** The cache tags of each representation of a request, in order; null if it selects `_entities` more than once. */
const tagsOfRequests = new WeakMap<GraphContext, string[][] | null>();

/**
 * The cache tags of the requested entities, in the order of the representations: the kind, and the kind with the id.
 * Undefined for a request without `_entities`, or with several such fields, which no gateway sends.
 */
export const entityTagsOf = (context: GraphContext): readonly (readonly string[])[] | undefined =>
  tagsOfRequests.get(context) ?? undefined;

type Representation = Record<string, unknown> & { __typename?: unknown };

export function resolveEntities(schema: GraphQLSchema, nodeSources: Iterable<NodeSource>): void {
  const sources = new Map<string, NodeSource>();
  for (const source of nodeSources) {
    for (const name of [...source.typeNames, source.interfaceName ?? []].flat()) sources.set(name, source);
  }
  const field = schema.getQueryType()?.getFields()['_entities'];
  if (!field) throw new Error('The schema has no _entities field: no type carries @key.');
  field.resolve = (
    _root: unknown,
    { representations }: { representations: Representation[] },
    context: GraphContext,
    info: GraphQLResolveInfo,
  ) => {
    checkNumber(representations);
    const tags = representations.map((): string[] => []);
    tagsOfRequests.set(context, tagsOfRequests.has(context) ? null : tags);
    const fields = selectedFields(info);
    return representations.map((representation, i) =>
      resolveOne(representation, sources, schema, context, fields, tags[i]!),
    );
  };
  (schema.getType('_Entity') as GraphQLUnionType).resolveType = (row: NodeRow) => typeOf(row);
}

/** Gateways repeat a representation for each place where it occurs. It is looked up once, and counts once. */
function checkNumber(representations: readonly Representation[]): void {
  if (representations.length <= maximalRepresentations) return;
  const { size } = new Set(representations.map((representation) => JSON.stringify(representation)));
  if (size > maximalRepresentations) {
    throw new LimitExceededError(`representations: expected at most ${maximalRepresentations}, got ${size}.`);
  }
}

/** One entity, null for an unknown one. Never throws: it returns the error, which becomes the error of this item only. */
async function resolveOne(
  representation: Representation,
  sources: ReadonlyMap<string, NodeSource>,
  schema: GraphQLSchema,
  context: GraphContext,
  fields: ReadonlySet<string>,
  tags: string[],
): Promise<object | null | GraphQLError> {
  try {
    const { source, key, value } = read(representation, sources);
    tags.push(source.kind);
    const row = await findByKey(source, key, value, context, fields);
    if (!row || !isOfType(row, representation.__typename as string, schema)) return null;
    tags.push(`${source.kind}:${row.id}`);
    return row;
  } catch (error) {
    return error as GraphQLError;
  }
}

/** Whether a row has the requested type. An interface matches each of its types. */
const isOfType = (row: NodeRow, asked: string, schema: GraphQLSchema) =>
  !isObjectType(schema.getType(asked)) || asked === typeOf(row);

function read(representation: Representation, sources: ReadonlyMap<string, NodeSource>) {
  const { __typename: typeName } = representation;
  const source = typeof typeName === 'string' ? sources.get(typeName) : undefined;
  if (!source) {
    const came = typeof typeName === 'string' ? `"${typeName.slice(0, 60)}"` : 'none';
    throw new BadUserInputError(`representations: expected the __typename of an entity of this subgraph, got ${came}.`);
  }
  const keys = Object.keys(source.keys);
  const key = keys.find((name) => Object.hasOwn(representation, name) && typeof representation[name] === 'string');
  if (key === undefined) {
    throw new BadUserInputError(
      `representations: expected a text in one of the keys ${keys.map((name) => `"${name}"`).join(', ')} of ${typeName as string}.`,
    );
  }
  return { source, key, value: representation[key] as string };
}
