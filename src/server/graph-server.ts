/** The whole server: the GraphQL endpoint, health checks, the SDL for stitching, and the explorer pages. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Catalogue } from '../graph/catalogue.js';
import type { FederationSettings } from '../graph/federation/settings.js';
import { buildGraphSchema, cachePolicyOf, stitchingSdlOf } from '../graph/schema/build.js';
import type { AssembledGraph } from '../graph/schema/assemble.js';
import { sql, type Reader } from '../graph/sql.js';
import { startApollo } from './apollo.js';
import type { ResponseCache } from './response-cache/response-cache.js';
import type { ServingSettings } from './response-cache/serve-cached.js';
import { serveExplorer } from './explorer.js';
import { graphPath, serveGraph } from './graph-endpoint.js';
import { serveHealth, type Readiness, type ReadinessCheck } from './health.js';
import { limitConnections } from './connections-per-client.js';
import { createApp, type HttpSettings } from './http-app.js';
import { ClientUsage, defaultClientUsage } from '../admission/client-usage.js';
import { clockWhileUnblocked } from './observability/loop-time.js';
import { boundHeaders } from './limits/bound-headers.js';
import { nameClients, trustedProxies } from './limits/client.js';
import { countClients, type ClientSettings } from './limits/clients.js';
import { countRequests } from './limits/count-requests.js';
import type { QueryLimits, RefusalReason } from './limits/query-limits.js';
import { Settlement } from './limits/settlement.js';
import type { TrustedDocuments } from './limits/trusted-documents.js';
import type { CutConnection } from './load-shedding/rejections.js';
import type { CostWeights } from './limits/weights.js';
import { defaultOverloadLimits, shedLoad, type OverloadLimits } from './load-shedding/shed-load.js';
import { routerHeader, routerSecretCheck } from './router-secret.js';
import { createMetricsApp } from './observability/metrics-app.js';
import { RequestObserver, type Observability } from './observability/observe-requests.js';
import { UnusedConnections } from './unused-connections.js';

export interface GraphServerOptions extends HttpSettings, ClientSettings {
  graph: AssembledGraph;
  reader: Reader;
  /** Returns the current catalogue; called once per request, so that it sees one state throughout. */
  catalogue: () => Catalogue;
  /** Whether the explorer pages are served. */
  explorer: boolean;
  limits: QueryLimits;
  /** Addresses and subnets of proxies that are trusted to identify their clients. */
  trustProxy?: readonly string[];
  /** Documents that clients may request by id. */
  trustedDocuments?: TrustedDocuments | undefined;
  /** Whether all other documents are rejected. */
  trustedDocumentsOnly?: boolean;
  /** Bytes of documents that clients may register by their hashes (automatic persisted queries); 0: none. */
  persistedQueriesBytes?: number;
  /** The form of the subgraph; that of `schema.graphql` if absent. */
  federation?: FederationSettings;
  /** The secret that routers must send to query `_entities` and `_service`. */
  routerSecret?: string;
  /** The longest max-age, in seconds; that of types that rarely change if absent. */
  cacheMaxAge?: number;
  /** Absent: responses are not cached. */
  responseCache?: ResponseCache | undefined;
  caching?: Partial<Omit<ServingSettings, 'responseCache'>>;
  overload?: OverloadLimits;
  /** The recent usage of clients; a new one if absent. */
  usage?: ClientUsage;
  observability?: Observability;
  /** Whether metrics are served by their own app instead of that of the graph. */
  metricsApart?: boolean;
  /** Called for each request that a limit rejects, like the metrics. */
  onRefused?: (reason: RefusalReason) => void;
  /** The charges for used resources; absent: clients are charged the estimate only. */
  weights?: CostWeights | undefined;
  /** The checks of `/readyz` besides the load of the process; if absent, whether the reader can read. */
  readinessChecks?: Readonly<Record<string, ReadinessCheck>>;
}

export interface GraphServer {
  app: FastifyInstance;
  /** Serves only metrics; absent: `app` serves them, or they are disabled. */
  metricsApp: FastifyInstance | undefined;
  /** Makes `/readyz` report not ready; requests are still answered. */
  refuse(): void;
  /**
   * Answers the requests in progress and closes.
   * @param graceMs requests that take longer are aborted and their statements cancelled; 10 seconds if absent
   */
  close(graceMs?: number): Promise<void>;
}

export async function createGraphServer(options: GraphServerOptions): Promise<GraphServer> {
  const { graph, reader, logger, explorer, federation, routerSecret } = options;
  const { overload = defaultOverloadLimits, observability = {} } = options;
  const onRefused = (reason: RefusalReason) => {
    observability.metrics?.refused(reason);
    options.onRefused?.(reason);
  };
  const readiness: Readiness = { accepting: true };
  const usage = options.usage ?? new ClientUsage(defaultClientUsage, clockWhileUnblocked);
  const isSecret = routerSecretCheck(routerSecret);
  // Called several times per request: most have no such header and need no digest.
  const isRouter = ({ headers }: FastifyRequest) =>
    headers[routerHeader] !== undefined && isSecret(headers[routerHeader] as string);
  const clientOf = (request: FastifyRequest) => (isRouter(request) ? undefined : request.client);
  const clients = countClients(options, isRouter, (err) =>
    logger.warn({ err }, 'Redis is away: each process counts what clients ask for by itself'),
  );
  const { weights } = options;
  const settlement = new Settlement({ clients, weights, isRouter, usage, metrics: observability.metrics });
  const observer = new RequestObserver(logger, observability, settlement, clientOf);
  const isProxy = trustedProxies(options.trustProxy ?? []);
  const app = await createApp(options, isProxy, readiness, (bare) => {
    boundHeaders(bare);
    nameClients(bare, isProxy, options.clientHeader);
    observer.watch(bare, graphPath);
  });
  const unused = new UnusedConnections(app.server);
  const apollo = await startApollo({
    ...options,
    schema: buildGraphSchema(graph, federation),
    policyOf: cachePolicyOf(graph, federation),
    catalogueTypes: graph.catalogueTypes,
    onRefused,
  });
  const onCut = (reason: CutConnection) => observability.metrics?.cut(reason);
  limitConnections(app.server, options.httpLimits.connectionsPerClient, isProxy, () => onCut('connections'));
  const load = shedLoad(app, graphPath, {
    limits: overload,
    transfer: options.httpLimits,
    isHeavy: (client) => usage.isHeavy(client),
    takenBy: (client) => usage.recent(client),
    isRouter,
    onRefused: (reason) => {
      observability.metrics?.refused(reason);
      if (reason === 'slow_body') onCut(reason);
    },
    onCut,
  });
  if (observability.metrics) observability.metrics.unsentBytes = load.unsentBytes;
  const { readinessChecks = { database: () => reader.rows(sql`SELECT 1`).then(() => undefined) } } = options;
  serveHealth(app, readiness, { ...readinessChecks, pressure: load.pressure });
  const counted = {
    onRequest: countRequests({ charge: (request, reply) => clients.charge(request, reply, 1), onRefused }),
  };
  const { metrics } = observability;
  const metricsApp = metrics && options.metricsApart ? await createMetricsApp(metrics, options, readiness) : undefined;
  if (!metricsApp) metrics?.serve(app, counted);
  let stitchingSdl: string | undefined;
  app.get('/stitching.graphql', counted, (_request, reply) =>
    reply.type('application/graphql; charset=utf-8').send((stitchingSdl ??= stitchingSdlOf(graph))),
  );
  if (explorer) {
    serveExplorer(app);
    app.get('/', (_request, reply) => reply.redirect('/explorer'));
  }
  await app.register((endpoint) =>
    serveGraph(endpoint, apollo, {
      ...options,
      clients,
      isRouter,
      observer,
      onRefused,
      onCached: (outcome) => observability.metrics?.cached(outcome),
    }),
  );
  return {
    app,
    metricsApp,
    refuse: () => {
      readiness.accepting = false;
    },
    close: async (graceMs = 10_000) => {
      readiness.accepting = false;
      const cut = setTimeout(() => app.server.closeAllConnections(), graceMs);
      const closed = unused.closeSoon();
      await app.close();
      clearTimeout(cut);
      closed();
      // Until then metrics stay available.
      await metricsApp?.close();
      await apollo.stop();
      clients.close();
    },
  };
}
