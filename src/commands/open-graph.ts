/** Opens database, catalogue and server of a process in order, and closes them in reverse. */
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
import { assembled } from '../slices.js';
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
  /** Resolves if the database ended and cannot be restarted; otherwise never. */
  readonly lost: Promise<Error>;
  /** Closes everything but the server; close the server first. */
  close(): Promise<void>;
}

/**
 * Opens and migrates the database of this process, and creates the server.
 * @throws the reason of the signal, after the current step
 */
export async function openGraph(environment: Environment, logger: Logger, signal: AbortSignal): Promise<OpenGraph> {
  const log = (step: string) => logger.info(step);
  // Before the database is touched: a server that cannot start must not migrate it.
  await trustedDocumentsOf(environment);
  await requireSessionsOfReplicas(environment.databaseReplicaUrls);
  warnOfOpenProxies(environment, logger);
  const store = await openStore(environment, assembled.entities, 'server', log, { signal });
  try {
    const lockOptions = { waitMs: environment.migrationWaitMs, log, signal };
    const loaded = await withLock(store.dataSource, lockOptions, () => loadSeedData(store.dataSource));
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
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** With such proxies any client can forge its address and escape its limits. */
function warnOfOpenProxies({ trustProxy }: Environment, logger: Logger): void {
  const open = trustProxy.filter((proxy) => proxy.endsWith('/0'));
  if (open.length > 0)
    logger.warn(
      `TRUST_PROXY=${open.join()} trusts every address: any client can forge its address and escape its limits. List only the addresses of your proxies.`,
    );
}

/** Makes news searchable that a killed import left unindexed, in the background. */
function makeNewsSearchable({ dataSource }: Store, logger: Logger): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  const done = makeDueNewsSearchable(dataSource, stopping.signal).then(
    (made) => made > 0 && logger.info(`made ${made} news items searchable`),
    (err: unknown) => logger.warn({ err }, 'could not make the remaining news items searchable'),
  );
  return {
    stop: async () => {
      stopping.abort();
      await done;
    },
  };
}

/** Creates the server on a migrated database. */
export async function serveFrom(store: Store, environment: Environment, logger: Logger): Promise<OpenGraph> {
  const resources: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const closeOne of resources.reverse().splice(0)) await closeOne();
  };
  try {
    const usage = new ClientUsage(defaultClientUsage, clockWhileUnblocked);
    const { database, catalogue, metrics, tracing } = await openReading(environment, store, logger, usage, resources);
    const server = await createGraphServer({
      graph: assembled,
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
  } catch (error) {
    await close();
    throw error;
  }
}

/** @throws EnvironmentError if the file is invalid */
async function trustedDocumentsOf({ trustedDocuments: file }: Environment): Promise<TrustedDocuments | undefined> {
  if (file === undefined) return undefined;
  return readTrustedDocuments(file).catch((error: Error) => {
    const expected = 'a manifest of documents in JSON';
    throw new EnvironmentError([{ name: 'TRUSTED_DOCUMENTS', expected, received: `"${file}": ${error.message}` }]);
  });
}

/** Opens the read path with the metrics and tracing that are enabled. Loads optional packages only if needed. */
async function openReading(
  environment: Environment,
  store: Store,
  logger: Logger,
  usage: ClientUsage,
  resources: (() => Promise<void>)[],
): Promise<{ database: Database; catalogue: ReferenceCatalogue; metrics?: Metrics; tracing?: Tracing }> {
  const onError = (err: Error) => logger.warn({ err }, 'the database reported an error');
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
    onError,
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
    assembled.shelves,
    assembled.views,
    onError,
  );
  resources.push(() => catalogue.close());
  return { database, catalogue, ...(metrics && { metrics }), ...(tracing && { tracing }) };
}

/** Opens the response cache, which is active while this process is notified of changes. */
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
      // Later responses are not read from a replica that lacks the change.
      database.noticeChange();
      responseCache.change(change);
    },
    onListening: (listening) => responseCache.setListening(listening),
    onError: (err) => logger.warn({ err }, 'the listener for changes reported an error'),
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

/** A process that has not been notified of changes for this long, in milliseconds, is not ready. */
const deafForMs = 10_000;

function readinessChecks(
  store: Store,
  database: Database,
  catalogue: ReferenceCatalogue,
): Readonly<Record<string, ReadinessCheck>> {
  let lacks: readonly string[] | undefined;
  /** Whether the schema was found complete since the database was last unreachable. */
  let isKnown = false;
  let lastAwayAt = -Infinity;
  return {
    database: async () => {
      if (store.problem) return `unavailable: ${store.problem}`;
      if (database.error) return `unavailable: ${database.error.message}`;
      await database.ping();
      return undefined;
    },
    // A schema does not lose migrations in use, so one check suffices. But after the database was unreachable it may be
    // another one: restored, or empty.
    migrations: async () => {
      if (database.primary.away) isKnown = false;
      if (database.primary.away || isKnown) return undefined;
      try {
        lacks = await missingMigrations(store.dataSource);
        isKnown = lacks.length === 0;
      } catch (error) {
        // Without a connection for the check, the previous result holds.
        if (!lacks) throw error;
      }
      return lacks.length > 0 ? `the schema lacks ${lacks.join(', ')}` : undefined;
    },
    catalogue: () => {
      // While the primary is unreachable and replicas answer, nothing changes, so there is nothing to be notified of.
      if (catalogue.deafSince !== undefined && !catalogue.hasReceived) {
        return 'notifications of the database do not arrive: set DATABASE_LISTEN_URL to a direct address';
      }
      if (database.primary.away && !database.error) lastAwayAt = Date.now();
      const deafMs = Date.now() - Math.max(catalogue.deafSince ?? Infinity, lastAwayAt);
      return deafMs > deafForMs ? `not notified of changes for ${Math.round(deafMs / 1_000)} s` : undefined;
    },
  };
}
