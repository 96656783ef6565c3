/**
 * The cache policy of an operation: its maximum age and its cache tags, computed once per document from the cache hints of
 * the schema. Apollo Server's plugin would compute it at every field of every answer. Every selected field counts, whether
 * or not the answer contains it, so the age is never too long.
 */
import {
  GraphQLInt,
  isAbstractType,
  isUnionType,
  valueFromAST,
  type ASTNode,
  type ConstDirectiveNode,
  type DocumentNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import {
  compiledOperation,
  isField,
  withAllBelow,
  type CompiledOperation,
  type SelectedField,
} from '../operation/compiled.js';
import type { Kind } from './kinds.js';

/** The `@cacheControl` of a type or field; empty without the directive. */
interface Hint {
  maxAge?: number;
  inherits?: boolean;
}

export interface CachePolicy {
  /** Seconds; 0 for an answer that must not be cached. */
  maxAge: number;
  /** The kinds of node in the answer, as sorted cache tags. */
  tags: readonly string[];
}

export type PolicyReader = (document: DocumentNode, operation: OperationDefinitionNode) => CachePolicy;

/** Creates the policy reader of a schema. */
export function policyReader(schema: GraphQLSchema, kinds: ReadonlyMap<string, Kind>): PolicyReader {
  const read = (operation: CompiledOperation) => new Reading(kinds).of(operation);
  return (document, operation) => compiledOperation({ schema, document, operation }).once(read);
}

class Reading {
  private readonly tags = new Set<string>();
  private maxAge = Infinity;

  constructor(private readonly kinds: ReadonlyMap<string, Kind>) {}

  of({ selection: root }: CompiledOperation): CachePolicy {
    for (const { type: parent, parts } of withAllBelow(root ? [root] : [])) {
      for (const part of parts) {
        if (isField(part)) this.readField(part, parent === root?.type);
        // The union of all entities has no hint; the selected types have.
        else if (isUnionType(parent)) this.meet(part.selection.type, hintOf(part.selection.type.astNode));
      }
    }
    return { maxAge: Number.isFinite(this.maxAge) ? this.maxAge : 0, tags: [...this.tags].sort() };
  }

  private readField({ name, definition, selection }: SelectedField, isRoot: boolean): void {
    if (name === '__typename') return;
    // Introspection is not cached: it changes with the version of the server.
    if (!definition || name.startsWith('__')) this.restrict(0);
    else if (!isUnionType(selection?.type)) {
      const { type } = selection ?? {};
      this.meet(type, { ...hintOf(type?.astNode), ...hintOf(definition.astNode) }, isRoot);
    }
  }

  private meet(type: GraphQLCompositeType | undefined, { maxAge, inherits }: Hint, isRoot = false): void {
    const kind = type && this.kinds.get(type.name);
    if (kind) this.tags.add(kind.name);
    // A node of any kind, and root fields that read all kinds.
    else if (isRoot || (isAbstractType(type) && type.name === 'Node'))
      for (const { name } of this.kinds.values()) this.tags.add(name);
    if (maxAge !== undefined) this.restrict(maxAge);
    else if ((type && !inherits) || isRoot) this.restrict(0);
  }

  private restrict(maxAge: number): void {
    this.maxAge = Math.min(this.maxAge, maxAge);
  }
}

/** Hints by AST node: types and fields do not change. */
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
