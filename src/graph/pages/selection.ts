/** The fields that a query selects below a field. */
import type { FieldNode, GraphQLResolveInfo } from 'graphql';
import { fieldsIn, operationOf, type SelectedField, type Selection } from '../operation/compiled.js';

type Names = ReadonlySet<string>;

/**
 * The node fields selected in the connection being resolved, by `nodes` or by `edges`. It is an upper bound: it includes
 * fields skipped by a directive and those of fragments on other types, so a reader may fetch an unneeded column but never
 * misses one.
 */
export const selectedNodeFields = reader((connection) => {
  const edges = below(connection, 'edges');
  return namesOf(fieldsIn([...below(connection, 'nodes'), ...below(edges, 'node')]));
});

/** The fields selected directly below the field being resolved; an upper bound, like `selectedNodeFields`. */
export const selectedFields = reader((selections) => namesOf(fieldsIn(selections)));

const below = (selections: readonly Selection[], name: string): Selection[] =>
  fieldsIn(selections).flatMap((field) => (field.name === name && field.selection) || []);

const namesOf = (fields: readonly SelectedField[]): Names => new Set(fields.map(({ name }) => name));

/** Caches the result per field in the operation: many nodes share a field. */
function reader(find: (selections: readonly Selection[]) => Names) {
  const keeping = () => new Map<FieldNode, Names>();
  return (info: GraphQLResolveInfo): Names => {
    const { fieldNodes } = info;
    const operation = operationOf(info);
    if (fieldNodes.length > 1) return find(operation.below(fieldNodes));
    const found = operation.once(keeping);
    const [node] = fieldNodes as [FieldNode];
    let names = found.get(node);
    if (!names) found.set(node, (names = find(operation.below(fieldNodes))));
    return names;
  };
}
