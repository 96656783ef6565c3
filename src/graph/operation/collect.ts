/** Collects the fields of selections on an object by response name, as GraphQL execution does. */
import {
  getDirectiveValues,
  getNamedType,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isAbstractType,
  isObjectType,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionNode,
} from 'graphql';
import { isField, type SelectedField, type Selection } from './compiled.js';

/** A field of an object with all AST nodes that select it. */
export interface CollectedField {
  name: string;
  nodes: FieldNode[];
  /** The selections below it, of all its nodes. */
  selections: Selection[];
}

export type Fields = ReadonlyMap<string, CollectedField>;

/**
 * The fields that some selections together have on objects of a type.
 * @param variables after coercion
 */
export function fieldsOn(
  schema: GraphQLSchema,
  selections: readonly Selection[],
  type: GraphQLObjectType,
  variables: Readonly<Record<string, unknown>>,
): Fields {
  const fields = new Map<string, CollectedField>();
  const used = new Set<Selection>();
  const collect = ({ parts }: Selection): void => {
    for (const part of parts) {
      if (!isIncluded(part.node, variables)) continue;
      if (isField(part)) add(fields, part);
      else if (!used.has(part.selection)) {
        used.add(part.selection);
        if (applies(schema, part.selection.type, type)) collect(part.selection);
      }
    }
  };
  selections.forEach(collect);
  return fields;
}

function add(fields: Map<string, CollectedField>, { node, name, selection }: SelectedField): void {
  const key = node.alias?.value ?? name;
  let field = fields.get(key);
  if (!field) fields.set(key, (field = { name, nodes: [], selections: [] }));
  field.nodes.push(node);
  if (selection) field.selections.push(selection);
}

function isIncluded(selection: SelectionNode, variables: Readonly<Record<string, unknown>>): boolean {
  if (!selection.directives?.length) return true;
  if (getDirectiveValues(GraphQLSkipDirective, selection, variables)?.['if'] === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.['if'] !== false;
}

/** The possible object types of an output type. */
export function objectTypesOf(schema: GraphQLSchema, output: GraphQLOutputType): readonly GraphQLObjectType[] {
  const type = getNamedType(output);
  if (isAbstractType(type)) return schema.getPossibleTypes(type);
  return isObjectType(type) ? [type] : [];
}

/** Whether a type condition applies to an object type. */
const applies = (schema: GraphQLSchema, condition: GraphQLCompositeType, type: GraphQLObjectType): boolean =>
  condition === type || (isAbstractType(condition) && schema.isSubType(condition, type));
