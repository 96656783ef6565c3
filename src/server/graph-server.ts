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
import type { Reader } from '../graph/sql.js';
import { cacheControl } from './cache-control.js';
import { answerText, compiledExecution } from './execution/compiled-execution.js';
import { WrittenNodes } from './execution/written-nodes.js';
import type { KeptAnswers } from './cache/kept-answers.js';
import { serveKept, watchContext, type ServingSettings } from './cache/serve-kept.js';
import { serveExplorer } from './explorer.js';
import { formatError, logUnexpectedErrors } from './format-error.js';
import { serveHealth, type Readiness } from './health.js';
import { requireRouterSecret } from './router-secret.js';
import { servedOperations } from './served-operations.js';
import { starterQuery } from './starter.js';

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
  /** Where answers are kept; absent: nowhere. */
  kept?: KeptAnswers | undefined;
  caching?: Partial<Omit<ServingSettings, 'kept'>>;
}

export interface GraphServer {
  app: FastifyInstance;
  /** Reports not ready from now on; requests are still answered. */
  refuse(): void;
  /** Answers what is under way and closes. */
  close(): Promise<void>;
}

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
    genReqId: () => randomUUID(),
  });
  // A reply is a promise of its own end: to await it here would wait for ever.
  app.addHook('onSend', (request, reply, payload, done) => {
    void reply.header('x-request-id', request.id);
    done(null, payload);
  });
  const readiness: Readiness = { accepting: true };
  const apollo = await startApollo(app, options);
  await app.register(cors, {
    origin: options.corsOrigins.includes('*') ? true : [...options.corsOrigins],
    methods: ['GET', 'POST'],
    maxAge: 600,
  });
  serveHealth(app, readiness, reader);
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
  const { kept, caching } = options;
  await app.register(async (endpoint) => {
    if (kept) serveKept(endpoint, { staleWhileRevalidate: 0, ...caching, kept });
    await endpoint.register(fastifyApollo(apollo), {
      path: '/graphql',
      context: (request) => {
        const context = makeContext({ catalogue: options.catalogue(), reader, requestId: request.id, nodeSources });
        return Promise.resolve(watchContext(request, context));
      },
    });
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
  const apollo = new ApolloServer<GraphContext>({
    schema: buildGraphSchema(slices, federation),
    introspection: true,
    csrfPrevention: true,
    includeStacktraceInErrorResponses: false,
    formatError,
    logger,
    stopOnTerminationSignals: false,
    stringifyResult: answerText,
    plugins: [
      fastifyApolloDrainPlugin(app) as ApolloServerPlugin<GraphContext>,
      landingPage(explorer),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      cacheControl({ policyOf: cachePolicyOf(slices, federation), maxAge: cacheMaxAge }),
      ...(routerSecret === undefined ? [] : [requireRouterSecret(routerSecret)]),
      logUnexpectedErrors(logger),
      servedOperations as ApolloServerPlugin<GraphContext>,
      compiledExecution(new WrittenNodes(catalogueTypes(slices))),
    ],
  });
  await apollo.start();
  return apollo;
}

/** The object types whose rows live in the catalogue. */
const catalogueTypes = (slices: readonly Slice[]): ReadonlySet<string> =>
  new Set(slices.flatMap(({ shelf, nodes }) => (shelf && nodes ? nodes.typeNames : [])));

/** Apollo Sandbox on `GET /graphql` for browsers; its own files come from the internet, so `/explorer` stands beside it. */
const landingPage = (explorer: boolean) =>
  explorer
    ? ApolloServerPluginLandingPageLocalDefault({ document: starterQuery, footer: false, includeCookies: false })
    : ApolloServerPluginLandingPageDisabled();
