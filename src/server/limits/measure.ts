/**
 * What an operation is before its variables are known: how deep, how many aliases, directives and root fields, and how
 * often a path comes by the same field. Each use of a fragment counts. A fragment is measured once for each type on
 * which it is used, so that the time depends on the length of the document and not on what it unfolds to.
 */
import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

export interface Measures {
  depth: number;
  aliases: number;
  directives: number;
  rootFields: number;
  /** The field that one path comes by most often, and how often. */
  recursion: { field: string; times: number };
}

/** What is below one selection set. */
interface Part {
  depth: number;
  aliases: number;
  directives: number;
  fields: number;
  /** By field and type: how often the path that has it most often comes by it. */
  visits: ReadonlyMap<string, number>;
}

const measured = new WeakMap<OperationDefinitionNode, Measures>();

/** Measures an operation of a valid document. What was found is kept with the parsed operation. */
export function measure(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): Measures {
  const known = measured.get(operation);
  if (known) return known;
  const root = schema.getRootType(operation.operation)!;
  const { depth, aliases, directives, fields, visits } = new Measuring(schema, document).selection(
    operation.selectionSet,
    root,
  );
  const onVariables = (operation.variableDefinitions ?? []).flatMap((definition) => definition.directives ?? []);
  let recursion = { field: '', times: 0 };
  for (const [field, times] of visits) if (times > recursion.times) recursion = { field, times };
  const measures = {
    depth,
    aliases,
    directives: directives + (operation.directives?.length ?? 0) + onVariables.length,
    rootFields: fields,
    recursion,
  };
  measured.set(operation, measures);
  return measures;
}

/** The fragments of a document by name. */
export const fragmentsOf = (document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> =>
  new Map(
    document.definitions
      .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
      .map((fragment) => [fragment.name.value, fragment]),
  );

/** A field of a type; `undefined` for `__typename` and for introspection. */
export const fieldOf = (type: GraphQLCompositeType, name: string) =>
  isObjectType(type) || (isAbstractType(type) && 'getFields' in type) ? type.getFields()[name] : undefined;

class Measuring {
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  private readonly known = new Map<SelectionSetNode, Map<string, Part>>();

  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
  ) {
    this.fragments = fragmentsOf(document);
  }

  selection(set: SelectionSetNode, type: GraphQLCompositeType): Part {
    let ofSet = this.known.get(set);
    if (!ofSet) this.known.set(set, (ofSet = new Map<string, Part>()));
    let part = ofSet.get(type.name);
    if (!part) ofSet.set(type.name, (part = together(set.selections.map((selection) => this.one(selection, type)))));
    return part;
  }

  private one(selection: SelectionNode, type: GraphQLCompositeType): Part {
    const own = selection.directives?.length ?? 0;
    if (selection.kind === Kind.FIELD) return this.field(selection, type, own);
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : this.fragments.get(selection.name.value)!;
    const condition = fragment.typeCondition && this.schema.getType(fragment.typeCondition.name.value);
    const part = this.selection(fragment.selectionSet, isCompositeType(condition) ? condition : type);
    const ofDefinition = fragment === selection ? 0 : (fragment.directives?.length ?? 0);
    return { ...part, directives: part.directives + own + ofDefinition };
  }

  private field(node: FieldNode, parent: GraphQLCompositeType, directives: number): Part {
    const own = { depth: 1, aliases: node.alias ? 1 : 0, directives, fields: 1, visits: new Map<string, number>() };
    if (!node.selectionSet) return own;
    const type = getNamedType(fieldOf(parent, node.name.value)?.type);
    const isIntrospection = !isCompositeType(type);
    const below = isIntrospection ? this.introspection(node.selectionSet) : this.selection(node.selectionSet, type);
    const aliases = own.aliases + below.aliases;
    if (isIntrospection) return { ...own, aliases, directives: directives + below.directives };
    const visits = new Map(below.visits);
    const field = `${node.name.value}: ${type.name}`;
    visits.set(field, (visits.get(field) ?? 0) + 1);
    return { depth: 1 + below.depth, aliases, directives: directives + below.directives, fields: 1, visits };
  }

  /** Aliases and directives count there too; how deep it may go is a rule of graphql-js itself. */
  private introspection(set: SelectionSetNode): Part {
    return this.selection(set, this.schema.getType('__Schema') as GraphQLCompositeType);
  }
}

function together(parts: readonly Part[]): Part {
  const visits = new Map<string, number>();
  const sum = { depth: 0, aliases: 0, directives: 0, fields: 0 };
  for (const part of parts) {
    sum.depth = Math.max(sum.depth, part.depth);
    sum.aliases += part.aliases;
    sum.directives += part.directives;
    sum.fields += part.fields;
    for (const [field, times] of part.visits) visits.set(field, Math.max(visits.get(field) ?? 0, times));
  }
  return { ...sum, visits };
}
