/**
 * What an answer cost in fact, by the same figures as its estimate. A list without pages counts with no more items than
 * the estimate assumed: what is beyond is given for nothing.
 */
import {
  getNamedType,
  isAbstractType,
  isObjectType,
  type DocumentNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf } from '../measure.js';
import { below, fieldsOn, type Asked, type Fields } from './collect.js';
import { figuresOf, introspectionCost } from './figures.js';

type Value = Record<string, unknown>;
type Sized = ReadonlySet<string>;
const none: Sized = new Set();

/**
 * @param variables after coercion
 * @param data of the answer
 */
export function actualCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
  data: object | null | undefined,
): number {
  if (!data) return 0;
  const asked = { schema, fragments: fragmentsOf(document), variables };
  return costOf(asked, [operation.selectionSet], schema.getRootType(operation.operation)!, data as Value, none);
}

/** @param sized the fields whose length is that of the page in which they stand */
function costOf(
  asked: Asked,
  sets: readonly SelectionSetNode[],
  output: GraphQLOutputType,
  value: Value,
  sized: Sized,
): number {
  const found = typeOf(asked, sets, output, value);
  if (!found) return 0;
  let total = 0;
  for (const [key, nodes] of found.fields) {
    const given = value[key];
    if (given == null) continue;
    const name = nodes[0]!.name.value;
    const introspection = introspectionCost(name);
    if (introspection !== undefined) {
      total += introspection;
      continue;
    }
    const field = found.type.getFields()[name]!;
    const figures = figuresOf(field);
    const inside = below(nodes);
    const costOfOne = (item: unknown): number => {
      if (item == null) return 0;
      const parts = inside.length > 0 ? costOf(asked, inside, field.type, item as Value, figures.sized) : 0;
      return figures.weight + parts;
    };
    const counted = figures.isList && !figures.keys && !sized.has(name) ? figures.assumedSize : Infinity;
    const items: readonly unknown[] = Array.isArray(given) ? given.slice(0, counted) : [given];
    for (const item of items) total += costOfOne(item);
  }
  return total;
}

/** The type of a value and what is selected of it. Where the answer does not name the type, its fields tell. */
function typeOf(
  asked: Asked,
  sets: readonly SelectionSetNode[],
  output: GraphQLOutputType,
  value: Value,
): { type: GraphQLObjectType; fields: Fields } | undefined {
  const type = getNamedType(output);
  const types = isAbstractType(type) ? asked.schema.getPossibleTypes(type) : isObjectType(type) ? [type] : [];
  const keys = Object.keys(value);
  for (const candidate of types) {
    const fields = fieldsOn(asked, sets, candidate);
    const isLike = fields.size === keys.length && keys.every((key) => fields.has(key));
    const named = [...fields].find(([, [node]]) => node!.name.value === '__typename');
    if (isLike && (!named || value[named[0]] === candidate.name)) return { type: candidate, fields };
  }
  return undefined;
}
