/**
 * Sets `Cache-Control` on each answer and, for routers that request them, the cache tags by which they can invalidate it.
 */
import type { ApolloServerPlugin, GraphQLRequest } from '@apollo/server';
import type { GraphContext } from '../graph/context.js';
import type { PolicyReader } from '../graph/federation/cache-policy.js';
import { entityTagsOf } from '../graph/federation/entities.js';
import { routerHeader } from './router-secret.js';

/** The header with which a router requests the tags of an answer. */
export const cacheTagsHeader = 'graph-cache-tags';

export interface Caching {
  policyOf: PolicyReader;
  /** The longest max-age, in seconds; 0: answers are not cacheable. */
  maxAge: number;
}

/**
 * Whether the answer is private. A shared cache would serve an answer obtained with a secret to clients without one. A router
 * uses POST, which only its own cache stores: that one obeys this header too, so there the answer is public.
 */
const isPersonal = ({ http }: GraphQLRequest) =>
  http !== undefined &&
  (http.headers.has('authorization') || (http.method === 'GET' && http.headers.has(routerHeader)));

/** Replaces Apollo Server's own plugin, which would hook into every field of every answer. */
export const cacheControl = ({ policyOf, maxAge }: Caching): ApolloServerPlugin<GraphContext> => ({
  requestDidStart: () => {
    let tags: readonly string[] = [];
    return Promise.resolve({
      didResolveOperation: ({ document, operation, overallCachePolicy, request }) => {
        if (!operation) return Promise.resolve();
        const policy = policyOf(document, operation);
        ({ tags } = policy);
        const scope = isPersonal(request) ? 'PRIVATE' : 'PUBLIC';
        overallCachePolicy.restrict({ maxAge: Math.min(policy.maxAge, maxAge), scope });
        return Promise.resolve();
      },
      willSendResponse: ({ response, overallCachePolicy, request, contextValue }) => {
        const { body, http } = response;
        const kept = overallCachePolicy.policyIfCacheable();
        if (!kept || body.kind !== 'single' || body.singleResult.errors) {
          http.headers.set('cache-control', 'no-store');
          return Promise.resolve();
        }
        http.headers.set('cache-control', `max-age=${kept.maxAge}, ${kept.scope.toLowerCase()}`);
        if (request.http?.headers.has(cacheTagsHeader)) {
          body.singleResult.extensions = {
            ...body.singleResult.extensions,
            ...tagsFor(tags, entityTagsOf(contextValue)),
          };
        }
        return Promise.resolve();
      },
    });
  },
});

/** In the format of Apollo Router: the tags of the whole answer, or of each entity with the nodes of other kinds in it. */
const tagsFor = (shown: readonly string[], ofEntities: readonly (readonly string[])[] | undefined) =>
  ofEntities
    ? { apolloEntityCacheTags: ofEntities.map((own) => [...new Set([...own, ...shown])]) }
    : { apolloCacheTags: shown };
