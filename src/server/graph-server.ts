/** The HTTP server: Fastify with Apollo Server at `/graphql`, health checks, and the explorer pages. */
import { randomUUID } from 'node:crypto';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';
import fastifyApollo, { fastifyApolloDrainPlugin } from '@as-integrations/fastify';
import cors from '@fastify/cors';
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { contextMaker, type GraphContext } from '../graph/context.js';
import type { Catalogue } from '../graph/catalogue.js';
import type { FederationSettings } from '../graph/federation/settings.js';
import { referenceMaxAge } from '../graph/federation/kinds.js';
import { buildGraphSchema, cachePolicyOf, stitchingSdlOf } from '../graph/schema.js';
import type { NodeSource, Slice } from '../graph/slice.js';
import { sql, type Reader } from '../graph/sql.js';
import { cacheControl } from './cache-control.js';
import { serveExplorer } from './explorer.js';
import { formatError, logUnexpectedErrors } from './format-error.js';
import { serveHealth, type Readiness, type ReadinessCheck } from './health.js';
import { defaultOverloadLimits, shedLoad, type OverloadLimits } from './overload/shed-load.js';
import { requireRouterSecret } from './router-secret.js';
import { recordOperations, RequestObserver, type Seeing } from './seeing/observe-requests.js';
import { requestIdOf, type Recorded } from './seeing/request-record.js';
import { servedOperations } from './served-operations.js';
import { starterQuery } from './starter.js';
import { unavailableAnswers } from './unavailable.js';

export interface GraphServerOptions {
  slices: readonly Slice[];
  reader: Reader;
  /** The catalogue of the moment; asked once for each request, which then sees one state throughout. */
  catalogue: () => Catalogue;
  logger: FastifyBaseLogger;
  corsOrigins: readonly string[];
  /** Whether the explorer pages are served. */
  explorer: boolean;
  /** The form of the subgraph; that of `schema.graphql` if absent. */
  federation?: FederationSettings;
  /** What routers must show to ask for `_entities` and `_service`. */
  routerSecret?: string;
  /** Longest time that caches may keep answers, in seconds; that of nouns that rarely change if absent. */
  cacheMaxAge?: number;
  overload?: OverloadLimits;
  seeing?: Seeing;
  /** What `/readyz` looks at besides the load of the process; if absent, whether the reader reads. */
  readinessChecks?: Readonly<Record<string, ReadinessCheck>>;
}

export interface GraphServer {
  app: FastifyInstance;
  /** Reports not ready from now on; requests are still answered. */
  refuse(): void;
  /** Answers what is under way and closes. */
  close(): Promise<void>;
}

/** What resolvers are handed, and what the server keeps of the request. */
type ServedContext = GraphContext & Recorded;

const graphPath = '/graphql';

/** Requests larger than this are refused with 413. */
const bodyLimit = 1_000_000;

export async function createGraphServer(options: GraphServerOptions): Promise<GraphServer> {
  const { slices, reader, logger } = options;
  const app = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit,
    requestTimeout: 30_000,
    forceCloseConnections: 'idle',
    // What a balancer sends before it knows that we are about to stop is answered.
    return503OnClosing: false,
    genReqId: ({ headers }) => requestIdOf(headers, randomUUID),
  });
  // A reply is a promise of its own end: to await it here would wait for ever.
  app.addHook('onSend', (request, reply, payload, done) => {
    void reply.header('x-request-id', request.id);
    // Whoever keeps connections open should open the next one to another process.
    if (!readiness.accepting) void reply.header('connection', 'close');
    done(null, payload);
  });
  const readiness: Readiness = { accepting: true };
  const { overload = defaultOverloadLimits, seeing = {} } = options;
  const observer = new RequestObserver(logger, seeing);
  observer.watch(app, graphPath);
  const apollo = await startApollo(app, options);
  await app.register(cors, {
    origin: options.corsOrigins.includes('*') ? true : [...options.corsOrigins],
    methods: ['GET', 'POST'],
    maxAge: 600,
  });
  const load = shedLoad(app, graphPath, overload, (reason) => seeing.metrics?.refused(reason));
  const { readinessChecks = { database: () => reader.rows(sql`SELECT 1`).then(() => undefined) } } = options;
  serveHealth(app, readiness, { ...readinessChecks, pressure: load.pressure });
  seeing.metrics?.serve(app);
  app.get('/stitching.graphql', (_request, reply) =>
    reply.type('application/graphql; charset=utf-8').send(stitchingSdlOf(slices)),
  );
  if (options.explorer) {
    serveExplorer(app);
    app.get('/', (_request, reply) => reply.redirect('/explorer'));
  }
  const makeContext = contextMaker(Object.assign({}, ...slices.map(({ loaders }) => loaders)) as never);
  const nodeSources = new Map(
    slices.flatMap(({ nodes }): [NodeSource['kind'], NodeSource][] => (nodes ? [[nodes.kind, nodes]] : [])),
  );
  await app.register(fastifyApollo(apollo), {
    path: graphPath,
    context: (request, reply) => {
      const { record, reader: ownReader } = observer.contextOf(reply, reader);
      const parts = { catalogue: options.catalogue(), reader: ownReader, requestId: request.id, nodeSources };
      return Promise.resolve(Object.assign(makeContext(parts), { record }));
    },
  });
  return {
    app,
    refuse: () => {
      readiness.accepting = false;
    },
    close: async () => {
      readiness.accepting = false;
      await apollo.stop();
      await app.close();
    },
  };
}

async function startApollo(app: FastifyInstance, options: GraphServerOptions) {
  const { slices, federation, routerSecret, explorer, logger, cacheMaxAge = referenceMaxAge } = options;
  const apollo = new ApolloServer<ServedContext>({
    schema: buildGraphSchema(slices, federation),
    introspection: true,
    csrfPrevention: true,
    includeStacktraceInErrorResponses: false,
    formatError,
    logger,
    stopOnTerminationSignals: false,
    plugins: [
      fastifyApolloDrainPlugin(app) as ApolloServerPlugin<ServedContext>,
      landingPage(explorer),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      cacheControl({ policyOf: cachePolicyOf(slices, federation), maxAge: cacheMaxAge }),
      ...(routerSecret === undefined ? [] : [requireRouterSecret(routerSecret)]),
      logUnexpectedErrors(logger),
      servedOperations as ApolloServerPlugin<ServedContext>,
      recordOperations,
      unavailableAnswers as ApolloServerPlugin<ServedContext>,
    ],
  });
  await apollo.start();
  return apollo;
}

/** Apollo Sandbox on `GET /graphql` for browsers; its own files come from the internet, so `/explorer` stands beside it. */
const landingPage = (explorer: boolean) =>
  explorer
    ? ApolloServerPluginLandingPageLocalDefault({ document: starterQuery, footer: false, includeCookies: false })
    : ApolloServerPluginLandingPageDisabled();
