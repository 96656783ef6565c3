/**
 * For how long the answer to an operation may be kept, and what it shows, as the operation itself tells. It is read once
 * for each document, from the hints of the schema, where the stock plugin of Apollo Server would ask at every field of
 * every answer. What is selected counts whether or not the answer has it, so that an age is never too long.
 */
import {
  getNamedType,
  GraphQLInt,
  isAbstractType,
  isCompositeType,
  isUnionType,
  Kind as AstKind,
  valueFromAST,
  type ASTNode,
  type ConstDirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Kind } from './kinds.js';

/** What `@cacheControl` says of a type or field; nothing if it is not there. */
interface Hint {
  maxAge?: number;
  inherits?: boolean;
}

export interface CachePolicy {
  /** Seconds; 0 for what must not be kept. */
  maxAge: number;
  /** The kinds of node that the answer shows, as cache tags; sorted. */
  tags: readonly string[];
}

export type PolicyReader = (document: DocumentNode, operation: OperationDefinitionNode) => CachePolicy;

/** Makes the reader of policies for a schema. */
export function policyReader(schema: GraphQLSchema, kinds: ReadonlyMap<string, Kind>): PolicyReader {
  const known = new WeakMap<OperationDefinitionNode, CachePolicy>();
  return (document, operation) => {
    let policy = known.get(operation);
    if (!policy) known.set(operation, (policy = new Reading(schema, kinds, document).of(operation)));
    return policy;
  };
}

class Reading {
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  private readonly tags = new Set<string>();
  /** On which types each selection was read: once is enough, however often fragments lead there. */
  private readonly done = new Map<SelectionSetNode, Set<string>>();
  private maxAge = Infinity;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly kinds: ReadonlyMap<string, Kind>,
    document: DocumentNode,
  ) {
    this.fragments = new Map(
      document.definitions
        .filter((definition) => definition.kind === AstKind.FRAGMENT_DEFINITION)
        .map((fragment) => [fragment.name.value, fragment]),
    );
  }

  of({ operation, selectionSet }: OperationDefinitionNode): CachePolicy {
    const root = this.schema.getRootType(operation);
    if (root) this.read(selectionSet, root, true);
    return { maxAge: Number.isFinite(this.maxAge) ? this.maxAge : 0, tags: [...this.tags].sort() };
  }

  private read(set: SelectionSetNode, parent: GraphQLCompositeType, isRoot: boolean): void {
    let types = this.done.get(set);
    if (!types) this.done.set(set, (types = new Set<string>()));
    if (types.has(parent.name)) return;
    types.add(parent.name);
    for (const selection of set.selections) {
      if (selection.kind === AstKind.FIELD) {
        this.readField(selection.name.value, selection.selectionSet, parent, isRoot);
        continue;
      }
      const fragment =
        selection.kind === AstKind.INLINE_FRAGMENT ? selection : this.fragments.get(selection.name.value)!;
      const condition = fragment.typeCondition && this.schema.getType(fragment.typeCondition.name.value);
      const type = isCompositeType(condition) ? condition : parent;
      // The union of all entities says nothing; the types that are asked of it do.
      if (isUnionType(parent)) this.meet(type, hintOf(type.astNode));
      this.read(fragment.selectionSet, type, isRoot);
    }
  }

  private readField(
    name: string,
    selectionSet: SelectionSetNode | undefined,
    parent: GraphQLCompositeType,
    isRoot: boolean,
  ) {
    if (name === '__typename') return;
    const field = isUnionType(parent) ? undefined : parent.getFields()[name];
    // Introspection, which belongs to no type, is not kept: it changes with the version of the server.
    if (!field) {
      this.restrict(0);
      return;
    }
    const type = getNamedType(field.type);
    if (isUnionType(type)) {
      if (selectionSet) this.read(selectionSet, type, false);
      return;
    }
    const composite = isCompositeType(type) ? type : undefined;
    this.meet(composite, { ...hintOf(composite?.astNode), ...hintOf(field.astNode) }, isRoot);
    if (composite && selectionSet) this.read(selectionSet, composite, false);
  }

  private meet(type: GraphQLCompositeType | undefined, { maxAge, inherits }: Hint, isRoot = false): void {
    const kind = type && this.kinds.get(type.name);
    if (kind) this.tags.add(kind.name);
    // A node of any kind, and roots that draw on all of them.
    else if (isRoot || (isAbstractType(type) && type.name === 'Node'))
      for (const { name } of this.kinds.values()) this.tags.add(name);
    if (maxAge !== undefined) this.restrict(maxAge);
    else if ((type && !inherits) || isRoot) this.restrict(0);
  }

  private restrict(maxAge: number): void {
    this.maxAge = Math.min(this.maxAge, maxAge);
  }
}

/** Types and fields are written once: what was read of them is kept with their node. */
const hints = new WeakMap<ASTNode, Hint>();

function hintOf(node: (ASTNode & { directives?: readonly ConstDirectiveNode[] }) | null | undefined): Hint {
  if (!node) return {};
  let hint = hints.get(node);
  if (!hint) hints.set(node, (hint = readHint(node.directives)));
  return hint;
}

function readHint(directives: readonly ConstDirectiveNode[] = []): Hint {
  const argumentsOf = directives.find(({ name }) => name.value === 'cacheControl')?.arguments ?? [];
  const given = new Map(argumentsOf.map(({ name, value }) => [name.value, value]));
  const maxAge = given.get('maxAge') && (valueFromAST(given.get('maxAge'), GraphQLInt) as number);
  return { ...(maxAge !== undefined && { maxAge }), ...(given.has('inheritMaxAge') && { inherits: true }) };
}
