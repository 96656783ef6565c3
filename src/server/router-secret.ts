/** Restricts the federation fields to routers with the secret, if one is set. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphContext } from '../graph/context.js';
import { UnauthenticatedError } from '../graph/errors.js';
import { compiledOperation, fieldsIn } from '../graph/operation/compiled.js';

/** The header in which the router sends its secret. */
export const routerHeader = 'router-authorization';

const forRouters = new Set(['_entities', '_service']);
const digest = (text: string) => createHash('sha256').update(text).digest();

/** Returns whether a value is the router secret; without a secret no value is. */
export function routerSecretCheck(secret: string | undefined): (shown: string | undefined) => boolean {
  if (secret === undefined) return () => false;
  const expected = digest(secret);
  return (shown) => timingSafeEqual(digest(shown ?? ''), expected);
}

/** Rejects operations on `_entities` and `_service` without the secret. */
export function requireRouterSecret(secret: string): ApolloServerPlugin<GraphContext> {
  const isSecret = routerSecretCheck(secret);
  return {
    requestDidStart: () =>
      Promise.resolve({
        didResolveOperation: ({ request, schema, document, operation }) => {
          const { selection } = operation ? compiledOperation({ schema, document, operation }) : {};
          if (selection && fieldsIn([selection]).some(({ name }) => forRouters.has(name))) {
            if (!isSecret(request.http?.headers.get(routerHeader))) throw new UnauthenticatedError(routerHeader);
          }
          return Promise.resolve();
        },
      }),
  };
}
