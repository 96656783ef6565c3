import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Info, Query, Resolver, type ClassType } from 'type-graphql';
import type { GraphContext } from '../context.js';
import type { ConnectionTypes } from './connection-types.js';
import { readConnection, type ConnectionValue } from './connection.js';
import type { ListDeclaration, PageArguments } from './list-declaration.js';

/** Creates the resolver class of a root field with the list of a noun. */
export function connectionQuery<Row extends object>(
  field: string,
  list: ListDeclaration<Row>,
  types: ConnectionTypes,
  description: string,
): ClassType {
  @Resolver()
  class ConnectionQuery {
    @Query(() => types.Connection, { nullable: true, description })
    [field](
      @Args(() => types.Args) args: PageArguments,
      @Ctx() context: GraphContext,
      @Info() info: GraphQLResolveInfo,
    ): ConnectionValue {
      return readConnection(list, args, context, info);
    }
  }
  return ConnectionQuery;
}
