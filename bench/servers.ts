/** The servers that are compared. A new one is a folder in `peers` and an entry here. */
import { join } from 'node:path';
import { peersFolder } from './peers-build';
import { root, settingNames } from './product';
import type { Dialect } from './queries/query';

export interface ServerKind {
  name: string;
  /** The head of its column. */
  title: string;
  /** How it is asked. `statement` takes the name of a query and its input, `buffer` whatever comes. */
  dialect: Dialect | 'statement' | 'buffer';
  /** What Node.js runs. */
  program: string;
  env: Readonly<Record<string, string>>;
}

/** Database connections of each server: the product's default, for all of them. */
export const poolSize = 10;

/**
 * As users run it, but for what it refuses them: one client asks for all, and Q8 is as large as ten pages, whose
 * statements wait for their turn together.
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

/** All servers, ours first: it is the one that the others are compared with. */
export const serverKinds = (): readonly ServerKind[] => [
  product,
  // A build without a response cache has nothing to show here.
  ...(settingNames().includes(cacheSetting)
    ? [{ ...graph, name: 'graph-cached', title: 'this server, cached answers' } satisfies ServerKind]
    : []),
  peer('postgraphile', 'PostGraphile 5', 'postgraphile', 'postgraphile/server.mjs'),
  peer('mercurius', 'Mercurius, JIT', 'plain', 'mercurius/server.mjs'),
  peer('ordinary', 'Apollo, TypeGraphQL, TypeORM', 'plain', 'ordinary/dist/server.js'),
  peer('limit', 'the limit', 'statement', 'limit/server.mjs'),
  peer('buffer', 'a cached buffer', 'buffer', 'buffer/server.mjs'),
];
