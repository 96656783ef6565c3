import { Field, ID, InterfaceType } from 'type-graphql';
import { kindOfId, type NodeRow } from './node-id.js';

/**
 * The GraphQL type of a row. Rows of kinds that have several types say theirs in `type`; for the others the kind, which
 * the id tells, is the type.
 */
export const typeOf = (row: NodeRow & { type?: string }): string => row.type ?? kindOfId(row.id)!;

@InterfaceType({
  description: 'Anything that has an identity of its own in the graph, after the Relay object identification.',
  resolveType: (row: NodeRow) => typeOf(row),
})
export abstract class Node {
  @Field(() => ID, {
    description: 'Opaque identifier. It is the same after every re-import and in every database with this content.',
  })
  id: string;
}
