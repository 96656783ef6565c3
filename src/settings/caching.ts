/** How long answers are kept, here and by caches in front. */
import { integer, oneOf } from './parsers.js';
import { settings } from './setting.js';

export const CACHING_SETTINGS = settings({
  CACHE_MAX_AGE_SECONDS: {
    property: 'cacheMaxAge',
    default: 600,
    parse: integer(0, 86_400),
    description: 'Longest time that clients, CDNs and routers may keep answers, in seconds; 0: not at all.',
  },
  STALE_WHILE_REVALIDATE_SECONDS: {
    property: 'staleWhileRevalidate',
    default: 30,
    parse: integer(0, 86_400),
    description:
      'How long caches may give an answer that is out of date while they fetch a new one, in seconds; 0 says nothing of it.',
  },
  CACHE_TAG_HEADER: {
    default: undefined,
    defaultText: 'none: caches are not told',
    parse: oneOf(['surrogate-key', 'cache-tag']),
    description: 'Header that tells a CDN what an answer is made of, for purging: `surrogate-key` or `cache-tag`.',
  },
  RESPONSE_CACHE_MB: {
    default: 32,
    parse: integer(0, 100_000),
    description: 'Memory for answers that are kept until what they are made of changes, in megabytes; 0 keeps none.',
  },
});
