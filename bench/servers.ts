/** The compared servers. To add one, create a folder in `peers` and an entry here. */
import { join } from 'node:path';
import { peersFolder } from './peers-build';
import { root, settingNames } from './product';
import type { Dialect } from './queries/query';

export interface ServerKind {
  name: string;
  /** Heading of its column. */
  title: string;
  /** Format of its requests: `statement` takes the name of a query and its input, `buffer` ignores the body. */
  dialect: Dialect | 'statement' | 'buffer';
  /** Arguments of Node.js. */
  program: string;
  env: Readonly<Record<string, string>>;
}

/** Number of database connections of each server: the product's default. */
export const poolSize = 10;

/**
 * The product as users run it, except for limits that the benchmark would exceed: one client sends all requests, and Q8
 * is as large as ten pages, whose statements queue at the same time.
 */
const graph = {
  dialect: 'graph',
  program: join(root, 'dist/main.js'),
  env: {
    HOST: '127.0.0.1',
    LOG_LEVEL: 'warn',
    RATE_LIMIT: '0',
    LIMIT_COST: '1000000',
    LIMIT_BRACKETS: '1000',
    DATABASE_QUEUE_SIZE: '10000',
  },
} as const;

/** The setting of the product that bounds the response cache; 0 turns it off. */
const cacheSetting = 'RESPONSE_CACHE_MB';

export const product: ServerKind = {
  ...graph,
  name: 'graph',
  title: 'this server',
  env: { ...graph.env, [cacheSetting]: '0' },
};

const peer = (name: string, title: string, dialect: ServerKind['dialect'], file: string): ServerKind => ({
  name,
  title,
  dialect,
  program: join(peersFolder, file),
  env: {},
});

/** All servers, ours first: the others are compared with it. */
export const serverKinds = (): readonly ServerKind[] => [
  product,
  // Omitted for a build without a response cache.
  ...(settingNames().includes(cacheSetting)
    ? [{ ...graph, name: 'graph-cached', title: 'this server, cached answers' } satisfies ServerKind]
    : []),
  peer('postgraphile', 'PostGraphile 5', 'postgraphile', 'postgraphile/server.mjs'),
  peer('mercurius', 'Mercurius, JIT', 'plain', 'mercurius/server.mjs'),
  peer('ordinary', 'Apollo, TypeGraphQL, TypeORM', 'plain', 'ordinary/dist/server.js'),
  peer('limit', 'the limit', 'statement', 'limit/server.mjs'),
  peer('buffer', 'a cached buffer', 'buffer', 'buffer/server.mjs'),
];
