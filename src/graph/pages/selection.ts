import {
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLResolveInfo,
  type SelectionNode,
} from 'graphql';

const known = new WeakMap<FieldNode, { names: ReadonlySet<string>; fragments: unknown }>();

/**
 * The names of all fields selected anywhere below the field that is being resolved. It is a bound from above: which of
 * them are skipped by a directive, or belong to another type, is not told apart, so a reader may fetch a column in vain
 * but never miss one.
 */
export function selectedNames(info: GraphQLResolveInfo): ReadonlySet<string> {
  const first = info.fieldNodes[0]!;
  const before = known.get(first);
  if (before && before.fragments === info.fragments && info.fieldNodes.length === 1) return before.names;
  const names = new Set<string>();
  for (const node of info.fieldNodes) collect(node.selectionSet?.selections ?? [], info.fragments, names, new Set());
  known.set(first, { names, fragments: info.fragments });
  return names;
}

function collect(
  selections: readonly SelectionNode[],
  fragments: Record<string, FragmentDefinitionNode>,
  names: Set<string>,
  visited: Set<string>,
): void {
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) {
      names.add(selection.name.value);
      collect(selection.selectionSet?.selections ?? [], fragments, names, visited);
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      collect(selection.selectionSet.selections, fragments, names, visited);
    } else if (!visited.has(selection.name.value)) {
      visited.add(selection.name.value);
      collect(fragments[selection.name.value]?.selectionSet.selections ?? [], fragments, names, visited);
    }
  }
}
