/** What a query selects below a field, level by level. */
import type { FieldNode, GraphQLResolveInfo } from 'graphql';
import { fieldsIn, operationOf, type SelectedField, type Selection } from '../operation/compiled.js';

type Names = ReadonlySet<string>;

/**
 * The fields of the nodes that are selected of the connection that is being resolved, whether by `nodes` or by `edges`.
 * It is a bound from above: which fields are skipped by a directive, or belong to a fragment on another type, is not
 * told apart, so that a reader may fetch a column in vain but never miss one.
 */
export const selectedNodeFields = reader((connection) => {
  const edges = below(connection, 'edges');
  return namesOf(fieldsIn([...below(connection, 'nodes'), ...below(edges, 'node')]));
});

/** The fields that are selected directly below the one that is being resolved; a bound from above, as said there. */
export const selectedFields = reader((selections) => namesOf(fieldsIn(selections)));

const below = (selections: readonly Selection[], name: string): Selection[] =>
  fieldsIn(selections).flatMap((field) => (field.name === name && field.selection) || []);

const namesOf = (fields: readonly SelectedField[]): Names => new Set(fields.map(({ name }) => name));

/** Keeps with the operation what was found for each of its fields: many nodes have the same one. */
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
