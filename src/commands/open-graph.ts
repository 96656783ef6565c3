/** The whole graph of a process: database, catalogue and server, opened in order and closed in the opposite order. */
import type { Logger } from 'pino';
import { EnvironmentError, type Environment } from '../settings/environment.js';
import { loadSeedData } from '../ingest/seed-data.js';
import { makeDueNewsSearchable } from '../ingest/writer/search-words.js';
import { createGraphServer, type GraphServer } from '../server/graph-server.js';
import { ResponseCache } from '../server/response-cache/response-cache.js';
import type { ReadinessCheck } from '../server/health.js';
import { ClientUsage, defaultClientUsage } from '../admission/client-usage.js';
import { clockWhileUnblocked } from '../server/observability/loop-time.js';
import { readTrustedDocuments, type TrustedDocuments } from '../server/limits/trusted-documents.js';
import type { Metrics } from '../server/observability/metrics.js';
import type { Tracing } from '../server/observability/tracing.js';
import { slices } from '../slices.js';
import { missingMigrations } from '../database/data-source.js';
import { listenForChanges } from '../database/content-changes.js';
import { Database } from '../database/database.js';
import { openStore, type Store } from '../database/open-database.js';
import { requireSessionsOfReplicas } from '../database/pooling.js';
import { ReferenceCatalogue } from '../database/reference-catalogue.js';
import { withLock } from '../database/advisory-lock.js';

export interface OpenGraph {
  readonly server: GraphServer;
  readonly database: Database;
  /** Resolves if the database ended and cannot be started again; else never. */
  readonly lost: Promise<Error>;
  /** Closes all but the server, which is closed before. */
  close(): Promise<void>;
}

/**
 * Opens the database of this process, brings it up to date and makes the server.
 * @throws the reason of the signal, as soon as no step is half done
 */
export async function openGraph(environment: Environment, logger: Logger, signal: AbortSignal): Promise<OpenGraph> {
  const log = (step: string) => logger.info(step);
  // Before the database is touched: a server that cannot start must not migrate it.
  await trustedDocumentsOf(environment);
  await requireSessionsOfReplicas(environment.databaseReplicaUrls);
  warnOfOpenProxies(environment, logger);
  const entities = slices.flatMap((slice) => [...(slice.entities ?? [])]);
  const store = await openStore(environment, entities, 'server', log, { signal });
  try {
    const turn = { waitMs: environment.migrationWaitMs, log, signal };
    const loaded = await withLock(store.dataSource, turn, () => loadSeedData(store.dataSource));
    log(
      loaded
        ? `loaded the organisation: ${loaded.added.size} nodes added, ${loaded.changed.size} changed`
        : 'the organisation is loaded',
    );
    signal.throwIfAborted();
    const graph = await serveFrom(store, environment, logger);
    const words = makeNewsSearchable(store, logger);
    return {
      ...graph,
      close: async () => {
        await words.stop();
        await graph.close();
        await store.close();
      },
    };
  } catch (fault) {
    await store.close();
    throw fault;
  }
}

/** With these, everybody may say from which address a request comes, and is counted as whoever it likes. */
function warnOfOpenProxies({ trustProxy }: Environment, logger: Logger): void {
  const open = trustProxy.filter((proxy) => proxy.endsWith('/0'));
  if (open.length > 0)
    logger.warn(
      `TRUST_PROXY=${open.join()} trusts everybody: any client can name another address and escape its limits. Name only the addresses of your proxies.`,
    );
}

/** Makes searchable what an import that was killed left due, beside the server, which does not wait for it. */
function makeNewsSearchable({ dataSource }: Store, logger: Logger): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  const done = makeDueNewsSearchable(dataSource, stopping.signal).then(
    (made) => made > 0 && logger.info(`made ${made} news items searchable`),
    (err: unknown) => logger.warn({ err }, 'news items that are not searchable yet stay so'),
  );
  return {
    stop: async () => {
      stopping.abort();
      await done;
    },
  };
}

/** Makes the server on a database that is up to date. */
export async function serveFrom(store: Store, environment: Environment, logger: Logger): Promise<OpenGraph> {
  const resources: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const closeOne of resources.reverse().splice(0)) await closeOne();
  };
  try {
    const usage = new ClientUsage(defaultClientUsage, clockWhileUnblocked);
    const { database, catalogue, metrics, tracing } = await openReading(environment, store, logger, usage, resources);
    const server = await createGraphServer({
      slices,
      reader: database,
      usage,
      catalogue: () => catalogue.current,
      logger,
      corsOrigins: environment.corsOrigins,
      explorer: environment.explorer,
      cacheMaxAge: environment.cacheMaxAge,
      limits: environment.limits,
      httpLimits: environment.httpLimits,
      trustProxy: environment.trustProxy,
      clientHeader: environment.clientHeader,
      rateLimit: environment.rateLimit && { ...environment.rateLimit, redisUrl: environment.redisUrl },
      weights: environment.costWeights,
      trustedDocuments: await trustedDocumentsOf(environment),
      trustedDocumentsOnly: environment.trustedDocumentsOnly,
      persistedQueriesBytes: environment.persistedQueriesBytes,
      federation: { version: environment.federationVersion, nodeQuery: environment.nodeQuery },
      ...(environment.routerSecret !== undefined && { routerSecret: environment.routerSecret }),
      responseCache: await openResponseCache(environment, store, database, catalogue, resources, logger),
      caching: { staleWhileRevalidate: environment.staleWhileRevalidate, tagHeader: environment.cacheTagHeader },
      overload: {
        concurrent: environment.maxConcurrentRequests,
        queued: environment.maxQueuedRequests,
        clientShare: environment.clientShare,
        heavyPlaces: environment.heavyClientPlaces,
        queueTimeoutMs: environment.queueTimeoutMs,
        refusalDelayMs: environment.refusalDelayMs,
        eventLoopMs: environment.eventLoopLimitMs,
      },
      observability: { logRequests: environment.logRequests, metrics, tracing },
      metricsApart: environment.metricsPort !== undefined,
      readinessChecks: readinessChecks(store, database, catalogue),
    });
    return { server, database, lost: store.lost, close };
  } catch (fault) {
    await close();
    throw fault;
  }
}

/** @throws EnvironmentError if the file cannot be used */
async function trustedDocumentsOf({ trustedDocuments: file }: Environment): Promise<TrustedDocuments | undefined> {
  if (file === undefined) return undefined;
  return readTrustedDocuments(file).catch((fault: Error) => {
    const expected = 'a manifest of documents in JSON';
    throw new EnvironmentError([{ name: 'TRUSTED_DOCUMENTS', expected, received: `"${file}": ${fault.message}` }]);
  });
}

/** What reads: with what is told of it, so far as it is wanted. Optional packages are loaded only then. */
async function openReading(
  environment: Environment,
  store: Store,
  logger: Logger,
  usage: ClientUsage,
  resources: (() => Promise<void>)[],
): Promise<{ database: Database; catalogue: ReferenceCatalogue; metrics?: Metrics; tracing?: Tracing }> {
  const onFault = (err: Error) => logger.warn({ err }, 'the database reported a fault');
  const tracing = environment.otlpEndpoint === undefined ? undefined : await trace(environment, logger);
  if (tracing) resources.push(() => tracing.close());
  const { Metrics } = environment.metrics ? await import('../server/observability/metrics.js') : {};
  const metrics = Metrics && new Metrics({ database: () => database.status, catalogue: () => catalogue });

  const database = new Database({
    url: store.url,
    replicaUrls: environment.databaseReplicaUrls,
    replicaMaxLagMs: environment.replicaMaxLagMs,
    poolSize: environment.databasePoolSize,
    queueSize: environment.databaseQueueSize,
    clientShare: environment.databaseClientShare,
    usage,
    connectTimeoutMs: environment.databaseConnectTimeoutMs,
    statementTimeoutMs: environment.statementTimeoutMs,
    lockTimeoutMs: environment.lockTimeoutMs,
    cancelUrl: store.listenUrl,
    onFault,
    onReturn: (title) => logger.info(`the ${title} answers again`),
    onStatement: (ended) => metrics?.statement(ended),
    slow: {
      fromMs: environment.slowStatementMs,
      withPlan: environment.slowStatementPlan,
      onSlow: (slow) => logger.warn(slow, 'slow statement'),
    },
  });
  resources.push(() => database.close());
  const catalogue = await ReferenceCatalogue.open(
    store.listenUrl,
    database,
    slices.flatMap(({ shelf }) => shelf ?? []),
    Object.assign({}, ...slices.map(({ views }) => views)) as never,
    onFault,
  );
  resources.push(() => catalogue.close());
  return { database, catalogue, ...(metrics && { metrics }), ...(tracing && { tracing }) };
}

/** Answers are kept as long as this process is told what changes. */
async function openResponseCache(
  { responseCacheMb }: Environment,
  { listenUrl }: Store,
  database: Database,
  catalogue: ReferenceCatalogue,
  resources: (() => Promise<void>)[],
  logger: Logger,
): Promise<ResponseCache | undefined> {
  if (responseCacheMb === 0) return undefined;
  const responseCache = new ResponseCache({
    maxBytes: responseCacheMb * 1_000_000,
    catalogue: () => catalogue.current,
    isStoreAway: () => database.primary.away !== undefined,
  });
  const listener = await listenForChanges({
    url: listenUrl,
    notify: (channel, payload) => database.notify(channel, payload),
    onChange: (change) => {
      // What is made from now on is not read from a replica that lacks the change.
      database.noticeChange();
      responseCache.change(change);
    },
    onListening: (listening) => responseCache.setListening(listening),
    onFault: (err) => logger.warn({ err }, 'the listener for changes reported a fault'),
  });
  resources.push(() => listener.close());
  return responseCache;
}

async function trace({ otlpEndpoint, otlpSampleRatio }: Environment, logger: Logger): Promise<Tracing> {
  const { startTracing } = await import('../server/observability/tracing.js');
  return startTracing({
    endpoint: otlpEndpoint!,
    sampleRatio: otlpSampleRatio,
    onFault: (message) => logger.warn(`traces: ${message}`),
  });
}

/** A process that has not been told of changes for so long, in milliseconds, should not be asked. */
const deafForMs = 10_000;

function readinessChecks(
  store: Store,
  database: Database,
  catalogue: ReferenceCatalogue,
): Readonly<Record<string, ReadinessCheck>> {
  let lacks: readonly string[] | undefined;
  /** Whether it was found, since the database was last away, to lack nothing. */
  let isKnown = false;
  let lastAwayAt = -Infinity;
  return {
    database: async () => {
      if (store.fault) return `unavailable: ${store.fault}`;
      if (database.fault) return `unavailable: ${database.fault.message}`;
      await database.ping();
      return undefined;
    },
    // A schema does not lose migrations while it is in use: once it has all of them this needs no further look. But what is
    // there after the database was away may be another: restored, or empty.
    migrations: async () => {
      if (database.primary.away) isKnown = false;
      if (database.primary.away || isKnown) return undefined;
      try {
        lacks = await missingMigrations(store.dataSource);
        isKnown = lacks.length === 0;
      } catch (fault) {
        // Where there is no connection for another look, what was found before holds.
        if (!lacks) throw fault;
      }
      return lacks.length > 0 ? `the schema lacks ${lacks.join(', ')}` : undefined;
    },
    catalogue: () => {
      // While replicas answer for a primary that is away nothing is changed, so that there is nothing to be told.
      if (catalogue.deafSince !== undefined && !catalogue.hasHeard) {
        return 'notifications of the database do not arrive: set DATABASE_LISTEN_URL to a direct address';
      }
      if (database.primary.away && !database.fault) lastAwayAt = Date.now();
      const deafMs = Date.now() - Math.max(catalogue.deafSince ?? Infinity, lastAwayAt);
      return deafMs > deafForMs ? `not told of changes for ${Math.round(deafMs / 1_000)} s` : undefined;
    },
  };
}
