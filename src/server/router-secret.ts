/** Keeps the fields of federation for the router, where it has a secret to show. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { ApolloServerPlugin } from '@apollo/server';
import { Kind, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';
import type { GraphContext } from '../graph/context.js';
import { UnauthenticatedError } from '../graph/errors.js';

/** The header in which the router sends its secret. */
export const routerHeader = 'router-authorization';

const forRouters = new Set(['_entities', '_service']);
const digest = (text: string) => createHash('sha256').update(text).digest();

/** Tells whether what was shown is the secret of routers; where there is none, nobody can show it. */
export function routerSecretCheck(secret: string | undefined): (shown: string | undefined) => boolean {
  if (secret === undefined) return () => false;
  const expected = digest(secret);
  return (shown) => timingSafeEqual(digest(shown ?? ''), expected);
}

/** Refuses operations on `_entities` and `_service` that do not come with the secret. */
export function requireRouterSecret(secret: string): ApolloServerPlugin<GraphContext> {
  const isSecret = routerSecretCheck(secret);
  return {
    requestDidStart: () =>
      Promise.resolve({
        didResolveOperation: ({ request, operation, document }) => {
          const fragments = new Map(
            document.definitions
              .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
              .map((fragment) => [fragment.name.value, fragment]),
          );
          if (operation && asksForRouters(operation.selectionSet, fragments)) {
            if (!isSecret(request.http?.headers.get(routerHeader))) throw new UnauthenticatedError(routerHeader);
          }
          return Promise.resolve();
        },
      }),
  };
}

/** @param fragments those that have not been looked at; each is taken out when it is, so that the time has a bound */
const asksForRouters = ({ selections }: SelectionSetNode, fragments: Map<string, FragmentDefinitionNode>): boolean =>
  selections.some((selection) => {
    if (selection.kind === Kind.FIELD) return forRouters.has(selection.name.value);
    if (selection.kind === Kind.INLINE_FRAGMENT) return asksForRouters(selection.selectionSet, fragments);
    const fragment = fragments.get(selection.name.value);
    fragments.delete(selection.name.value);
    return fragment !== undefined && asksForRouters(fragment.selectionSet, fragments);
  });
