/** Operations that the schema cannot execute are faults of the request, and are told as such. */
import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError } from 'graphql';

/** Refuses operations of a kind for which the schema has no root type, with 400 and a text that says what is served. */
export const servedOperations: ApolloServerPlugin = {
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation: ({ operation, schema }) => {
        if (operation && !schema.getRootType(operation.operation)) {
          throw new GraphQLError(`This server answers queries. It does not serve ${operation.operation}s.`, {
            extensions: { code: 'BAD_REQUEST', http: { status: 400 } },
          });
        }
        return Promise.resolve();
      },
    }),
};
