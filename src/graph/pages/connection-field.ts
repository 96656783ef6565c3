import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, FieldResolver, Info, Resolver, Root, type ClassType } from 'type-graphql';
import type { GraphContext } from '../context.js';
import type { Direction } from '../edges.js';
import type { NodeRow } from '../node-id.js';
import type { ConnectionTypes } from './connection-types.js';
import { readConnection, type ConnectionValue } from './connection.js';
import type { ListDeclaration, PageArguments } from './list-declaration.js';

/** A connection on nodes of another type: an edge, seen from its other end. */
export interface ConnectionFieldDeclaration<Row extends object> {
  /** The GraphQL type that gets the field. */
  on: () => unknown;
  /** The edge as seen from that type; it names the field. */
  direction: Direction;
  list: ListDeclaration<Row>;
  types: ConnectionTypes;
  description: string;
}

/** Creates the resolver class of such a field. */
export function connectionField<Row extends object>(declaration: ConnectionFieldDeclaration<Row>): ClassType {
  const { on, direction, list, types, description } = declaration;

  @Resolver(on as () => ClassType)
  class ConnectionField {
    @FieldResolver(() => types.Connection, { description })
    [direction.near.field](
      @Root() { id }: NodeRow,
      @Args(() => types.Args) args: PageArguments,
      @Ctx() context: GraphContext,
      @Info() info: GraphQLResolveInfo,
    ): ConnectionValue {
      return readConnection(list, args, context, info, { id, direction });
    }
  }
  return ConnectionField;
}
