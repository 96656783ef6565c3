/** What the graph is beside other subgraphs, and how long its answers are kept. The table of settings is put together in environment.ts. */
import { boolean, integer, oneOf, type Setting, type Parser } from './parsers.js';

export type CacheTagHeader = 'surrogate-key' | 'cache-tag';
export type FederationVersion = '2.9' | '2.12';

const FEDERATION_VERSIONS: readonly FederationVersion[] = ['2.9', '2.12'];
const CACHE_TAG_HEADERS: readonly CacheTagHeader[] = ['surrogate-key', 'cache-tag'];

export const ANSWER_SETTINGS = {
  FEDERATION_VERSION: {
    fallback: (): FederationVersion => '2.9',
    default: '2.9',
    description: 'Version of the federation specification of the subgraph: `2.9`, or `2.12`, which adds `@cacheTag`.',
    parse: oneOf(FEDERATION_VERSIONS),
  },
  NODE_QUERY: {
    fallback: () => true,
    default: 'true',
    description: 'Whether the subgraph has `Query.node` and `Query.nodes`; only one subgraph of a supergraph can.',
    parse: boolean,
  },
  CACHE_MAX_AGE_SECONDS: {
    fallback: () => 600,
    default: '600',
    description: 'Longest time that clients, CDNs and routers may keep answers, in seconds; 0: not at all.',
    parse: integer(0, 86_400),
  },
  STALE_WHILE_REVALIDATE_SECONDS: {
    fallback: () => 30,
    default: '30',
    description:
      'How long caches may give an answer that is out of date while they fetch a new one, in seconds; 0 says nothing of it.',
    parse: integer(0, 86_400),
  },
  CACHE_TAG_HEADER: {
    fallback: (): CacheTagHeader | undefined => undefined,
    default: 'none: caches are not told',
    description: 'Header that tells a CDN what an answer is made of, for purging: `surrogate-key` or `cache-tag`.',
    parse: oneOf(CACHE_TAG_HEADERS) as Parser<CacheTagHeader | undefined>,
  },
  RESPONSE_CACHE_MB: {
    fallback: () => 32,
    default: '32',
    description: 'Memory for answers that are kept until what they are made of changes, in megabytes; 0 keeps none.',
    parse: integer(0, 100_000),
  },
} satisfies Record<string, Setting<unknown>>;
