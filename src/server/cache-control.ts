/**
 * What caches on the way may keep: the header `Cache-Control` of each answer, and for routers that ask, the tags by which
 * they can drop it again.
 */
import type { ApolloServerPlugin, GraphQLRequest } from '@apollo/server';
import type { GraphContext } from '../graph/context.js';
import type { PolicyReader } from '../graph/federation/cache-policy.js';
import { entityTagsOf } from '../graph/federation/entities.js';
import { routerHeader } from './router-secret.js';

/** The header with which a router asks for the tags of an answer. */
export const cacheTagsHeader = 'graph-cache-tags';

export interface Caching {
  policyOf: PolicyReader;
  /** Longest time that answers may be kept, in seconds; 0: not at all. */
  maxAge: number;
}

/**
 * Whether the answer is for whoever asked. A shared cache would give what it got for a secret to those without one. A
 * router sends its own with POST, which only its own cache keeps: that one obeys this header too, so there it is public.
 */
const isPersonal = ({ http }: GraphQLRequest) =>
  http !== undefined &&
  (http.headers.has('authorization') || (http.method === 'GET' && http.headers.has(routerHeader)));

/** Takes the place of Apollo Server's own plugin, which would stand in the way of every field of every answer. */
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

/** In the form of Apollo Router: the tags of the whole answer, or of each entity, which shows nodes of other kinds too. */
const tagsFor = (shown: readonly string[], ofEntities: readonly (readonly string[])[] | undefined) =>
  ofEntities
    ? { apolloEntityCacheTags: ofEntities.map((own) => [...new Set([...own, ...shown])]) }
    : { apolloCacheTags: shown };
