/**
 * `_entities`: representations that a gateway sends, resolved each for itself. The stock resolver gives null for all if
 * one fails, and lets a rejected promise go unhandled when an unknown type follows it, which ends the process; it is
 * replaced.
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
import type { Slice } from '../slice.js';

/** Representations that one request may hold. */
export const maximalRepresentations = 1_000;

/** The cache tags of each representation of a request, in order; null where it asked for `_entities` more than once. */
const tagsOfRequests = new WeakMap<GraphContext, string[][] | null>();

/**
 * The cache tags of the entities that a request asked for, in the order of its representations: their kind, and the kind
 * with the id. Undefined for a request that asked for none, or in several fields, which no gateway does.
 */
export const entityTagsOf = (context: GraphContext): readonly (readonly string[])[] | undefined =>
  tagsOfRequests.get(context) ?? undefined;

type Representation = Record<string, unknown> & { __typename?: unknown };

export function resolveEntities(schema: GraphQLSchema, slices: readonly Slice[]): void {
  const sources = new Map<string, NodeSource>();
  for (const { nodes } of slices) {
    for (const name of nodes ? [...nodes.typeNames, ...(nodes.interfaceName ? [nodes.interfaceName] : [])] : []) {
      sources.set(name, nodes!);
    }
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

/** Gateways send the same representation again for each place in which it stands: it is looked up once, and counts once. */
function checkNumber(representations: readonly Representation[]): void {
  if (representations.length <= maximalRepresentations) return;
  const { size } = new Set(representations.map((representation) => JSON.stringify(representation)));
  if (size > maximalRepresentations) {
    throw new LimitExceededError(`representations: expected at most ${maximalRepresentations}, got ${size}.`);
  }
}

/** One entity, null for an unknown one. It never throws: what it gives instead becomes the error of this item alone. */
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
  } catch (fault) {
    return fault as GraphQLError;
  }
}

/** Whether a row is of the type that was asked: an interface stands for each of its types. */
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
