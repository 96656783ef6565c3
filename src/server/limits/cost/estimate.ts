/**
 * Estimates what an operation costs, before anything is read: each list counts with its requested size, one without pages
 * with its usual or its greatest length, each field on an interface as on its most expensive type. A selection is costed
 * once per type and page size, so that the time is linear in the length of the document, not in its expansion.
 */
import {
  getNamedType,
  type DocumentNode,
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { fieldsOn, objectTypesOf, type CollectedField } from '../../../graph/operation/collect.js';
import { compiledOperation, type Selection } from '../../../graph/operation/compiled.js';
import { addedBy, argumentsOf, noWeights, type Weights } from './added.js';
import { figuresOf, introspectionCost } from './figures.js';

/** The cost of one field of the answer with everything below it. The same object may occur in several places. */
export interface CostedField {
  /** Its response name. */
  key: string;
  /** The nodes of the document that select it. */
  nodes: readonly FieldNode[];
  /** How many values it has, at most. */
  size: number;
  /** The argument that sets its page size, and the size. */
  page?: { argument: string; size: number };
  /** The cost of one value without its selection. */
  weight: number;
  below: Costed;
  /** Bytes of all its values in the answer, with texts of average length. */
  bytes: number;
  /** `size * (weight + below.total)`, plus the fixed cost of a list. */
  total: number;
}

export interface Costed {
  total: number;
  bytes: number;
  fields: readonly CostedField[];
}

/** Hypothetical changes to fields: another page size, or 0 to omit the field. */
export type Changes = ReadonlyMap<FieldNode, number>;

/**
 * Estimates an operation of a valid document.
 * @param variables after coercion
 * @param checkList called with the arguments of each paginated list; throws if they are invalid
 */
export function estimate(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
  checkList: CheckList = () => undefined,
  changes: Changes = new Map(),
  lengths: Lengths = 'usual',
): Costed {
  const { selection } = compiledOperation({ schema, document, operation });
  return new Estimate(schema, variables, checkList, changes, lengths).of([selection!], selection!.type, noPage);
}

/** How long lists without pages are taken to be: as usual, or as long as the content can make them. */
export type Lengths = 'usual' | 'most';

/**
 * @param args after coercion
 * @param slicing which of them are page sizes
 * @param unasked the size if none of them is given
 */
export type CheckList = (
  args: Record<string, unknown>,
  slicing: readonly string[],
  node: FieldNode,
  unasked: number,
) => void;

/** The page that contains a selection: its size applies to the fields `sized`. */
interface Page {
  size: number;
  sized: ReadonlySet<string>;
  /** Weights that the arguments of the list add to the fields beside the page. */
  beside: Weights;
}
/** Fields that cost nothing and have fewer bytes are not reported. */
const longBytes = 100;
const noPage: Page = { size: 1, sized: new Set(), beside: noWeights };
const nothing: Costed = { total: 0, bytes: 0, fields: [] };

class Estimate {
  private readonly known = new Map<string, Costed>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly variables: Record<string, unknown>,
    private readonly checkList: CheckList,
    private readonly changes: Changes,
    private readonly lengths: Lengths,
  ) {}

  of(selections: readonly Selection[], output: GraphQLOutputType, page: Page): Costed {
    if (selections.length === 0) return nothing;
    const key = `${selections.map(({ id }) => id).join()} ${getNamedType(output).name} ${page.size} ${[...page.beside.values()].join()}`;
    let costed = this.known.get(key);
    if (!costed) {
      costed = dearest(objectTypesOf(this.schema, output).map((type) => this.onType(selections, type, page)));
      this.known.set(key, costed);
    }
    return costed;
  }

  private onType(selections: readonly Selection[], type: GraphQLObjectType, page: Page): Costed {
    const fields: CostedField[] = [];
    let total = 0;
    let bytes = 0;
    for (const [key, asked] of fieldsOn(this.schema, selections, type, this.variables)) {
      const field = this.field(key, asked, type, page);
      total += field.total;
      bytes += field.bytes;
      if (field.total > 0 || field.bytes >= longBytes) fields.push(field);
    }
    return { total, bytes, fields };
  }

  private field(key: string, asked: CollectedField, parent: GraphQLObjectType, page: Page): CostedField {
    const { name, nodes, selections } = asked;
    const [node] = nodes as [FieldNode];
    const changed = this.changes.get(node);
    const introspection = introspectionCost(name);
    if (introspection !== undefined || changed === 0) {
      const weight = changed === 0 ? 0 : introspection!;
      return { key, nodes, size: 1, weight, below: nothing, bytes: 0, total: weight };
    }
    const field = parent.getFields()[name]!;
    const figures = figuresOf(field);
    const { isList, slicing, sized, assumedSize, most, keys, declared } = figures;
    const args = argumentsOf(field, node, this.variables);
    let own: CostedField['page'];
    if (slicing.length > 0) {
      this.checkList(args, slicing, node, assumedSize);
      const argument = slicing.find((candidate) => args[candidate] != null) ?? slicing[0]!;
      own = { argument, size: changed ?? Math.max(0, (args[argument] as number | null | undefined) ?? assumedSize) };
    }
    const wholeSize = () => {
      if (keys !== undefined) return (args[keys] as unknown[] | undefined)?.length ?? 0;
      return declared?.size?.(args) ?? own?.size ?? (this.lengths === 'most' ? most : assumedSize);
    };
    const size = isList ? (page.sized.has(name) ? page.size : wholeSize()) : 1;
    const added = addedBy(figures, args);
    const once = added.own + (page.beside.get(name) ?? 0);
    const weight = figures.weight + (isList ? 0 : once);
    const inside = this.of(selections, field.type, own ? { size: own.size, sized, beside: added.below } : noPage);
    const total = size * (weight + inside.total) + (isList ? once : 0);
    return {
      key,
      nodes,
      size,
      ...(own && { page: own }),
      weight,
      below: inside,
      bytes: size * (figures.bytes + inside.bytes),
      total,
    };
  }
}

/** The most expensive type; the bytes may come from another one. */
const dearest = (parts: readonly Costed[]): Costed => {
  const most = parts.reduce((found, part) => (part.total > found.total ? part : found), parts[0] ?? nothing);
  return { ...most, bytes: Math.max(0, ...parts.map(({ bytes }) => bytes)) };
};
