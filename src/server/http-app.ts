/** Fastify with the settings of all routes: connection limits, request ids, headers, compressed bodies, CORS. */
import { randomUUID } from 'node:crypto';
import compress from '@fastify/compress';
import cors from '@fastify/cors';
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { tellEndsOfConnections } from './ends-of-connections.js';
import type { Readiness } from './health.js';
import type { HttpLimits } from './limits/http-limits.js';
import type { IsTrusted } from './limits/client.js';
import { noContent } from './page-policies.js';
import { requestIdOf } from './observability/request-record.js';

export interface HttpSettings {
  logger: FastifyBaseLogger;
  corsOrigins: readonly string[];
  httpLimits: HttpLimits;
}

/** The longest interval between checks for slow connections. */
const checkIntervalMs = 5_000;

/** @param first called with the app before it has any other hook */
export async function createApp(
  settings: HttpSettings,
  isProxy: IsTrusted,
  readiness: Readiness,
  first: (app: FastifyInstance) => void,
): Promise<FastifyInstance> {
  const { logger, corsOrigins, httpLimits } = settings;
  const { bodyBytes, headerBytes, headersTimeoutMs, requestTimeoutMs, stallTimeoutMs, keepAliveTimeoutMs } = httpLimits;
  const app = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyBytes,
    requestTimeout: requestTimeoutMs,
    // For a connection without traffic: a client that does not read its answer.
    connectionTimeout: stallTimeoutMs,
    keepAliveTimeout: keepAliveTimeoutMs,
    http: {
      maxHeaderSize: headerBytes,
      headersTimeout: headersTimeoutMs,
      connectionsCheckingInterval: Math.min(checkIntervalMs, headersTimeoutMs, requestTimeoutMs),
    },
    trustProxy: isProxy,
    forceCloseConnections: 'idle',
    // Requests that a load balancer sends before it notices the shutdown are answered.
    return503OnClosing: false,
    // These messages and the answer below do not repeat the URL: it may be as long as all headers.
    frameworkErrors: ({ statusCode = 400 }, _request, reply: FastifyReply) =>
      void reply.code(statusCode).send({ statusCode, message: 'The address of this request cannot be read.' }),
    genReqId: ({ headers }) => requestIdOf(headers, randomUUID),
  });
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ statusCode: 404, message: 'There is nothing at this address, or not by this method.' }),
  );
  tellEndsOfConnections(app.server);
  first(app);
  // A reply is a promise of its own end: awaiting it here would wait forever.
  app.addHook('onSend', (request, reply, payload, done) => {
    void reply.header('x-request-id', request.id);
    varyByAccept(reply);
    // Clients with keep-alive should open their next connection to another process.
    if (!readiness.accepting) void reply.header('connection', 'close');
    done(null, payload);
  });
  app.addHook('onRequest', (request, _reply, done) => {
    nameCoding(request);
    done();
  });
  // The body limit applies to the decompressed bytes.
  await app.register(compress, { globalCompression: false, requestEncodings: ['gzip', 'deflate', 'br'] });
  app.addHook('onRequest', (_request, reply, done) => {
    void reply.headers(noContent);
    done();
  });
  await app.register(cors, {
    origin: corsOrigins.includes('*') ? true : [...corsOrigins],
    methods: ['GET', 'POST'],
    exposedHeaders: ['x-request-id', 'retry-after', 'ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset'],
    maxAge: 600,
    // Clients other than browsers send OPTIONS too, without Access-Control-Request-Method.
    strictPreflight: false,
  });
  return app;
}

/** Names of codings are case-insensitive, and some have an alias (RFC 9110, 8.4.1). */
function nameCoding({ headers }: FastifyRequest): void {
  const coding = headers['content-encoding']?.trim().toLowerCase();
  if (coding === undefined) return;
  if (coding === 'identity' || coding === '') delete headers['content-encoding'];
  else headers['content-encoding'] = coding === 'x-gzip' ? 'gzip' : coding;
}

/** The format of every answer, including a rejection, depends on `Accept`: caches must know. */
export const varyByAccept = (reply: FastifyReply): void => varyBy(reply, 'accept');

/** Adds missing names to the `vary` header. */
export function varyBy(reply: FastifyReply, ...names: readonly string[]): void {
  const before = [reply.getHeader('vary') ?? []].flat().flatMap((value) => String(value).split(/,\s*/));
  const known = new Set(before.map((name) => name.toLowerCase()));
  void reply.header('vary', [...before, ...names.filter((name) => !known.has(name))].filter(Boolean).join(', '));
}

/**
 * Whether a request matches the route of a path. Most have exactly that URL, which avoids `routeOptions`: Fastify builds it
 * anew on each access.
 */
export const isOfRoute = (request: FastifyRequest, path: string): boolean =>
  request.url === path || request.routeOptions.url === path;
