/** A server with a response cache on a test database. */
import { Client } from 'pg';
import pino from 'pino';
import type { Change } from '../../graph/invalidation.js';
import { readEnvironment } from '../../settings/environment.js';
import type { AssembledGraph } from '../../graph/schema/assemble.js';
import { assembled as ownGraph } from '../../slices.js';
import { listenForChanges } from '../../database/content-changes.js';
import { Database } from '../../database/database.js';
import { ReferenceCatalogue } from '../../database/reference-catalogue.js';
import { createGraphServer, type GraphServer } from '../graph-server.js';
import { ResponseCache } from './response-cache.js';
import type { ServingSettings } from './serve-cached.js';

const { limits, httpLimits } = readEnvironment({});

export interface CachingServer {
  server: GraphServer;
  database: Database;
  responseCache: ResponseCache;
  catalogue: ReferenceCatalogue;
  /** Returns the body of the response to a POST. */
  ask(query: string, variables?: object, headers?: Record<string, string>): Promise<string>;
  /** Resolves when all changes committed before the call have arrived. */
  caughtUp(): Promise<void>;
  close(): Promise<void>;
}

export async function startKeepingServer(
  url: string,
  {
    maxBytes = 10_000_000,
    graph = ownGraph,
    ...caching
  }: Partial<ServingSettings> & { maxBytes?: number; graph?: AssembledGraph } = {},
): Promise<CachingServer> {
  const onError = () => undefined;
  const database = new Database({ url, poolSize: 4, statementTimeoutMs: 5_000, onError });
  const catalogue = await ReferenceCatalogue.open(url, database, graph.shelves, graph.views, onError);
  const responseCache = new ResponseCache({ maxBytes, catalogue: () => catalogue.current });
  const waiting = new Map<string, () => void>();
  const onChange = (change: Change) => {
    waiting.get(change.id ?? '')?.();
    if (change.table !== 'no_table') responseCache.change(change);
  };
  const listener = await listenForChanges({
    url,
    notify: (channel, payload) => database.notify(channel, payload),
    onChange,
    onListening: (listening) => responseCache.setListening(listening),
    onError,
  });
  const server = await createGraphServer({
    graph,
    reader: database,
    catalogue: () => catalogue.current,
    logger: pino({ level: 'silent' }),
    corsOrigins: [],
    explorer: false,
    limits,
    httpLimits,
    responseCache,
    caching,
  });
  let asked = 0;
  return {
    server,
    database,
    responseCache,
    catalogue,
    ask: async (query, variables, headers = {}) => {
      const payload = { query, variables };
      return (await server.app.inject({ method: 'POST', url: '/graphql', payload, headers })).body;
    },
    caughtUp: async () => {
      const id = `mark ${(asked += 1)}`;
      const told = new Promise<void>((resolve) => waiting.set(id, resolve));
      const mark = JSON.stringify({ kind: 'NewsItem', id, table: 'no_table' });
      await notify(url, mark);
      await told;
    },
    close: async () => {
      await server.close();
      await listener.close();
      await catalogue.close();
      await database.close();
    },
  };
}

async function notify(url: string, payload: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(`SELECT pg_notify('content_changed', $1)`, [payload]);
  await client.end();
}
