/** Reports operations that the schema cannot execute as errors of the request. */
import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError } from 'graphql';

/** Rejects operations without a root type in the schema, with 400 and a message that names what is served. */
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
