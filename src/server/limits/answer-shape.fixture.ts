/** Whether an answer is what the schema promises for its document. */
import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { collectFields } from 'graphql/execution/collectFields.js';

/** All that an answer depends on, besides its document. */
interface Asked {
  schema: GraphQLSchema;
  fragments: Record<string, FragmentDefinitionNode>;
  variables: Record<string, unknown>;
}

/** As graphql-js collects them, not as this server does. */
const fieldsOn = (
  { schema, fragments, variables }: Asked,
  sets: readonly SelectionSetNode[],
  type: GraphQLObjectType,
) =>
  collectFields(schema, fragments, variables, type, {
    kind: Kind.SELECTION_SET,
    selections: sets.flatMap(({ selections }) => selections),
  });

const below = (nodes: readonly FieldNode[]) => nodes.flatMap(({ selectionSet }) => selectionSet ?? []);

const scalars: Readonly<Record<string, (value: unknown) => boolean>> = {
  String: (value) => typeof value === 'string',
  ID: (value) => typeof value === 'string',
  Boolean: (value) => typeof value === 'boolean',
  Int: (value) => Number.isInteger(value),
  Float: (value) => typeof value === 'number',
  Date: (value) => typeof value === 'string' && /^\d{4}(-\d{2}){0,2}$/.test(value),
};

/** Where an answer departs from the schema; empty if nowhere. */
export function faultsOfShape(asked: Asked, operation: OperationDefinitionNode, data: unknown): string[] {
  const faults: string[] = [];
  const check = (type: GraphQLOutputType, sets: readonly SelectionSetNode[], value: unknown, path: string): void => {
    if (value === null || value === undefined) {
      if (isNonNullType(type)) faults.push(`${path}: null for ${String(type)}`);
      return;
    }
    const nullable = getNullableType(type);
    if (isListType(nullable)) {
      if (!Array.isArray(value)) faults.push(`${path}: no list`);
      else value.forEach((item, i) => check(nullable.ofType, sets, item, `${path}.${i}`));
    } else if (isCompositeType(nullable)) object(nullable.name, sets, value as Record<string, unknown>, path);
    else if (isEnumType(nullable)) {
      if (!nullable.getValue(value as string)) faults.push(`${path}: no value of ${nullable.name}`);
    } else if (!(scalars[getNamedType(type).name]?.(value) ?? true))
      faults.push(`${path}: no ${getNamedType(type).name}`);
  };
  const object = (
    name: string,
    sets: readonly SelectionSetNode[],
    value: Record<string, unknown>,
    path: string,
  ): void => {
    const type = asked.schema.getType(name);
    const types = isAbstractType(type) ? asked.schema.getPossibleTypes(type) : isObjectType(type) ? [type] : [];
    const keys = Object.keys(value).sort().join();
    const fitting = types.filter((candidate) => {
      const fields = fieldsOn(asked, sets, candidate);
      const named = [...fields].find(([, [node]]) => node!.name.value === '__typename');
      return [...fields.keys()].sort().join() === keys && (!named || value[named[0]] === candidate.name);
    });
    if (fitting.length === 0) {
      faults.push(`${path}: fields ${keys} are those of no ${name}`);
      return;
    }
    for (const [key, nodes] of fieldsOn(asked, sets, fitting[0]!)) {
      const field = fitting[0]!.getFields()[nodes[0]!.name.value];
      if (field) check(field.type, below(nodes), value[key], `${path}.${key}`);
    }
  };
  if (data !== null && data !== undefined) {
    object(rootOf(asked.schema, operation), [operation.selectionSet], data as Record<string, unknown>, 'data');
  }
  return faults;
}

const rootOf = (schema: GraphQLSchema, { operation }: OperationDefinitionNode) => schema.getRootType(operation)!.name;
