/**
 * Computes the actual cost of an answer by the figures of its estimate: everything in it counts, even if a list is longer
 * than assumed.
 */
import type {
  DocumentNode,
  GraphQLObjectType,
  GraphQLOutputType,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import { fieldsOn, objectTypesOf, type Fields } from '../../../graph/operation/collect.js';
import { compiledOperation, type Selection } from '../../../graph/operation/compiled.js';
import { addedBy, argumentsOf, noWeights, type Weights } from './added.js';
import { figuresOf, introspectionCost } from './figures.js';

type Value = Record<string, unknown>;

interface Asked {
  schema: GraphQLSchema;
  /** After coercion. */
  variables: Record<string, unknown>;
}

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
  const { selection } = compiledOperation({ schema, document, operation });
  return costOf({ schema, variables }, [selection!], selection!.type, data as Value, noWeights);
}

/** @param added what the arguments of the field above add to the weights of fields */
function costOf(
  asked: Asked,
  selections: readonly Selection[],
  output: GraphQLOutputType,
  value: Value,
  added: Weights,
): number {
  const found = typeOf(asked, selections, output, value);
  if (!found) return 0;
  let total = 0;
  for (const [key, { name, nodes, selections: inside }] of found.fields) {
    const given = value[key];
    if (given == null) continue;
    const introspection = introspectionCost(name);
    if (introspection !== undefined) {
      total += introspection;
      continue;
    }
    const field = found.type.getFields()[name]!;
    const figures = figuresOf(field);
    const byArguments = addedBy(figures, argumentsOf(field, nodes[0]!, asked.variables));
    const costOfOne = (item: unknown): number => {
      if (item == null) return 0;
      const parts = inside.length > 0 ? costOf(asked, inside, field.type, item as Value, byArguments.below) : 0;
      return figures.weight + parts;
    };
    total += byArguments.own + (added.get(name) ?? 0);
    for (const item of Array.isArray(given) ? (given as unknown[]) : [given]) total += costOfOne(item);
  }
  return total;
}

/** The type of a value and its selection. If the answer does not name the type, its fields identify it. */
function typeOf(
  asked: Asked,
  selections: readonly Selection[],
  output: GraphQLOutputType,
  value: Value,
): { type: GraphQLObjectType; fields: Fields } | undefined {
  const keys = Object.keys(value);
  for (const candidate of objectTypesOf(asked.schema, output)) {
    const fields = fieldsOn(asked.schema, selections, candidate, asked.variables);
    const isLike = fields.size === keys.length && keys.every((key) => fields.has(key));
    const named = [...fields].find(([, { name }]) => name === '__typename');
    if (isLike && (!named || value[named[0]] === candidate.name)) return { type: candidate, fields };
  }
  return undefined;
}
