import { Field, ID, InterfaceType } from 'type-graphql';
import { kindOfId, type NodeRow } from './node-id.js';

/**
 * The GraphQL type of a row: its `type` for kinds with several types, otherwise the kind, which the id encodes.
 */
export const typeOf = (row: NodeRow & { type?: string }): string => row.type ?? kindOfId(row.id)!;

@InterfaceType({
  description: 'Any object with a global id, as defined by the Relay object identification specification.',
  resolveType: (row: NodeRow) => typeOf(row),
})
export abstract class Node {
  @Field(() => ID, {
    description: 'Opaque identifier. It stays the same after every re-import and in every database with this content.',
  })
  id: string;
}
