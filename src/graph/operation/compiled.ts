/**
 * An operation with resolved types, compiled once for all its consumers: limits, cost, cache policy, columns and plan. It
 * is never larger than its document, however far that expands: a selection has the same type wherever it is used, so the
 * selection of a fragment is stored once for all its spreads.
 */
import {
  getNamedType,
  isCompositeType,
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  type DefinitionNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLFieldMap,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  type InlineFragmentNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** A selection set. */
export interface Selection {
  /** Its number in the document. */
  readonly id: number;
  /** The static type; values may have any of its possible types. */
  readonly type: GraphQLCompositeType;
  readonly parts: readonly (SelectedField | SelectedFragment)[];
}

export interface SelectedField {
  readonly node: FieldNode;
  readonly name: string;
  /** The definition on the type of the selection; the definition on an object type may differ. */
  readonly definition: GraphQLField<unknown, unknown> | undefined;
  readonly selection: Selection | undefined;
}

export interface SelectedFragment {
  readonly node: InlineFragmentNode | FragmentSpreadNode;
  readonly selection: Selection;
  /** Number of directives, including those on the fragment definition. */
  readonly directives: number;
}

export const isField = (part: SelectedField | SelectedFragment): part is SelectedField => part.node.kind === Kind.FIELD;

/** Selections and all selections below them, each once. */
export function withAllBelow(selections: readonly Selection[]): ReadonlySet<Selection> {
  const found = new Set(selections);
  // The loop also visits selections added during iteration.
  for (const { parts } of found) for (const part of parts) if (part.selection) found.add(part.selection);
  return found;
}

/** All fields of some selections, regardless of type conditions and directives; each fragment counts once. */
export function fieldsIn(selections: readonly Selection[]): SelectedField[] {
  const open = new Set(selections);
  const fields: SelectedField[] = [];
  for (const { parts } of open) {
    for (const part of parts) {
      if (isField(part)) fields.push(part);
      else open.add(part.selection);
    }
  }
  return fields;
}

const metaFields = new Map<string, GraphQLField<unknown, unknown>>(
  [SchemaMetaFieldDef, TypeMetaFieldDef, TypeNameMetaFieldDef].map((field) => [field.name, field]),
);

export class CompiledOperation {
  /** Results by their factory, held weakly. */
  private readonly made = new WeakMap<object, object>();
  /** Undefined where the schema has no operations of this kind. */
  readonly selection: Selection | undefined;

  /** @param selections of the document, shared by its operations */
  constructor(
    readonly schema: GraphQLSchema,
    readonly node: OperationDefinitionNode,
    readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>,
    private readonly selections: Map<SelectionSetNode, Selection>,
  ) {
    const root = schema.getRootType(node.operation);
    this.selection = root ? this.select(node.selectionSet, root) : undefined;
  }

  /** The result of a factory for this operation, computed once. */
  once<Made extends object>(make: (operation: CompiledOperation) => Made): Made {
    let made = this.made.get(make) as Made | undefined;
    if (!made) this.made.set(make, (made = make(this)));
    return made;
  }

  /** The selections of some of its fields. */
  below(nodes: readonly FieldNode[]): Selection[] {
    return nodes.flatMap(({ selectionSet }) => (selectionSet && this.selections.get(selectionSet)) ?? []);
  }

  private select(set: SelectionSetNode, type: GraphQLCompositeType): Selection {
    const known = this.selections.get(set);
    if (known) return known;
    const parts: (SelectedField | SelectedFragment)[] = [];
    const selection = { id: this.selections.size, type, parts };
    this.selections.set(set, selection);
    const fields = 'getFields' in type ? type.getFields() : undefined;
    for (const node of set.selections) {
      parts.push(node.kind === Kind.FIELD ? this.field(node, fields) : this.fragment(node, type));
    }
    return selection;
  }

  private field(node: FieldNode, fields: GraphQLFieldMap<unknown, unknown> | undefined): SelectedField {
    const name = node.name.value;
    const definition = fields?.[name] ?? metaFields.get(name);
    const type = node.selectionSet && getNamedType(definition?.type);
    const selection = isCompositeType(type) ? this.select(node.selectionSet!, type) : undefined;
    return { node, name, definition, selection };
  }

  private fragment(node: SelectedFragment['node'], parent: GraphQLCompositeType): SelectedFragment {
    const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : this.fragments[node.name.value]!;
    const condition = fragment.typeCondition && this.schema.getType(fragment.typeCondition.name.value);
    const ofDefinition = fragment === node ? 0 : (fragment.directives?.length ?? 0);
    return {
      node,
      selection: this.select(fragment.selectionSet, isCompositeType(condition) ? condition : parent),
      directives: (node.directives?.length ?? 0) + ofDefinition,
    };
  }
}

/** Apollo Server caches parsed documents, so each is compiled once. */
const compiled = new WeakMap<OperationDefinitionNode, CompiledOperation>();

const known = (schema: GraphQLSchema, operation: OperationDefinitionNode) => {
  const found = compiled.get(operation);
  return found?.schema === schema ? found : undefined;
};

/** An operation of a valid document. */
export interface Operation {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
}

export const compiledOperation = ({ schema, document, operation }: Operation): CompiledOperation =>
  known(schema, operation) ?? compile(schema, document.definitions, operation);

/** The operation whose field is being resolved. */
export const operationOf = ({ schema, operation, fragments }: GraphQLResolveInfo): CompiledOperation =>
  known(schema, operation) ?? compile(schema, [operation, ...Object.values(fragments)], operation);

/** Compiles all operations of a document. */
function compile(
  schema: GraphQLSchema,
  definitions: readonly DefinitionNode[],
  operation: OperationDefinitionNode,
): CompiledOperation {
  const defined = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  const fragments = Object.fromEntries(defined.map((fragment) => [fragment.name.value, fragment]));
  const selections = new Map<SelectionSetNode, Selection>();
  for (const node of definitions) {
    if (node.kind !== Kind.OPERATION_DEFINITION) continue;
    compiled.set(node, new CompiledOperation(schema, node, fragments, selections));
  }
  return compiled.get(operation)!;
}
