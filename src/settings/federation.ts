/** The graph as a subgraph of a supergraph. */
import { boolean, oneOf, secret } from './parsers.js';
import { settings } from './setting.js';

export const FEDERATION_SETTINGS = settings({
  FEDERATION_VERSION: {
    default: '2.9',
    parse: oneOf(['2.9', '2.12']),
    description: 'Version of the federation specification of the subgraph: `2.9`, or `2.12`, which adds `@cacheTag`.',
  },
  NODE_QUERY: {
    default: true,
    parse: boolean,
    description: 'Whether the subgraph has `Query.node` and `Query.nodes`; only one subgraph of a supergraph can.',
  },
  /** Never log it. */
  ROUTER_SECRET: {
    default: undefined,
    defaultText: 'none: everybody may ask for entities',
    parse: secret,
    description: 'What routers send in the header `router-authorization` to ask for `_entities` and `_service`.',
  },
});
