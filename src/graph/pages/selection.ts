/** What a query selects below a field, level by level. */
import {
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLResolveInfo,
  type SelectionNode,
} from 'graphql';

/** The documents of one client come again and again, parsed once: what was found is kept with the parsed field. */
const found = new WeakMap<FieldNode, ReadonlySet<string>>();

/**
 * The fields of the nodes that are selected of the connection that is being resolved, whether by `nodes` or by `edges`.
 * It is a bound from above: which fields are skipped by a directive, or belong to a fragment on another type, is not
 * told apart, so that a reader may fetch a column in vain but never miss one.
 */
export function selectedNodeFields({ fieldNodes, fragments }: GraphQLResolveInfo): ReadonlySet<string> {
  const known = fieldNodes.length === 1 ? found.get(fieldNodes[0]!) : undefined;
  if (known) return known;
  const connection = below(fieldNodes, fragments);
  const edges = below(connection.get('edges') ?? [], fragments);
  const nodes = [...(connection.get('nodes') ?? []), ...(edges.get('node') ?? [])];
  const fields = new Set(below(nodes, fragments).keys());
  if (fieldNodes.length === 1) found.set(fieldNodes[0]!, fields);
  return fields;
}

const foundDirectly = new WeakMap<FieldNode, ReadonlySet<string>>();

/** The fields that are selected directly below the one that is being resolved; a bound from above, as said there. */
export function selectedFields({ fieldNodes, fragments }: GraphQLResolveInfo): ReadonlySet<string> {
  const known = fieldNodes.length === 1 ? foundDirectly.get(fieldNodes[0]!) : undefined;
  if (known) return known;
  const fields = new Set(below(fieldNodes, fragments).keys());
  if (fieldNodes.length === 1) foundDirectly.set(fieldNodes[0]!, fields);
  return fields;
}

/** The fields that are selected directly below some fields, by name; fragments count as what they hold. */
function below(parents: readonly FieldNode[], fragments: Record<string, FragmentDefinitionNode>) {
  const fields = new Map<string, FieldNode[]>();
  const used = new Set<string>();
  const collect = (selections: readonly SelectionNode[]): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const sameName = fields.get(selection.name.value);
        if (sameName) sameName.push(selection);
        else fields.set(selection.name.value, [selection]);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        collect(selection.selectionSet.selections);
      } else if (!used.has(selection.name.value)) {
        used.add(selection.name.value);
        collect(fragments[selection.name.value]?.selectionSet.selections ?? []);
      }
    }
  };
  for (const parent of parents) collect(parent.selectionSet?.selections ?? []);
  return fields;
}
