/**
 * Serves cached responses before a request is parsed, and stores new ones. The key is the bytes of the request and the
 * headers on which the response depends. Concurrent requests with the same key wait for the first of them.
 */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { kindsOf } from '../../graph/invalidation.js';
import type { GraphContext } from '../../graph/context.js';
import { varyBy, varyByAccept } from '../http-app.js';
import { routerHeader } from '../router-secret.js';
import type { RequestRecord } from '../observability/request-record.js';
import type { CachedResponse, ResponseCache, CachedOperation } from './response-cache.js';

export interface ServingSettings {
  responseCache: ResponseCache;
  /** Seconds for which caches may serve a stale response while they revalidate it. */
  staleWhileRevalidate: number;
  /** The response header that lists the cache tags; absent: none does. */
  tagHeader?: 'surrogate-key' | 'cache-tag' | undefined;
  /** Returns the log record of a request; absent: there is none. */
  recordOf?: (reply: FastifyReply) => RequestRecord | undefined;
  /** Called with whether a request was a cache hit. */
  onOutcome?: (outcome: 'hit' | 'miss') => void;
}

/** A request whose response is being computed. */
interface Pending {
  key: string;
  /** See `ResponseCache.begin`. */
  since: number;
  context?: GraphContext;
  settle: (answer: CachedResponse | undefined) => void;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The cached response to this request. */
    cachedResponse: CachedResponse | null;
    /** The key of its response. */
    answerKey: string | null;
    /** Set if its response is to be stored. */
    pendingAnswer: Pending | null;
  }
}

/** Longer requests are rare, and would fill the memory with responses that are not requested again. */
const longestKey = 16_384;
/** Compression does not shrink smaller bodies. */
const smallestCompressed = 1_024;
/** Bytes that caches accept in one header. */
const longestTags = 8_000;

/** With any of these the response may differ, or must not be shared. */
const personalHeaders = ['authorization', 'cookie', 'graph-cost'] as const;
/** One of them proves that no form or image of another page sent the request; see `csrfPrevention` of Apollo Server. */
const preflightHeaders = ['apollo-require-preflight', 'x-apollo-operation-name'] as const;
const jsonTypes = new Set(['application/json', 'application/json; charset=utf-8', 'application/json;charset=utf-8']);

/** Adds the cache to a Fastify scope that serves only GraphQL. */
export function serveCached(endpoint: FastifyInstance, settings: ServingSettings): void {
  const { responseCache, recordOf, onOutcome } = settings;
  const underWay = new Map<string, Promise<CachedResponse | undefined>>();
  endpoint.decorateRequest('cachedResponse', null);
  endpoint.decorateRequest('answerKey', null);
  endpoint.decorateRequest('pendingAnswer', null);

  const parseJson = endpoint.getDefaultJsonParser('error', 'error');
  endpoint.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    const key = responseCache.isServing ? keyOfPost(request, body) : null;
    request.cachedResponse = key === null ? null : (responseCache.get(key) ?? null);
    request.answerKey = key;
    if (request.cachedResponse) done(null, undefined);
    else void parseJson(request, body.toString(), done);
  });

  endpoint.addHook('preValidation', (request, reply, done) => {
    if (request.method === 'GET' && responseCache.isServing) {
      const key = keyOfGet(request);
      request.cachedResponse = key === null ? null : (responseCache.get(key) ?? null);
      request.answerKey = key;
    }
    const { answerKey } = request;
    const first = answerKey === null ? undefined : underWay.get(answerKey);
    // It may have been stored since the body was read.
    if (answerKey !== null && !first) request.cachedResponse ??= responseCache.get(answerKey) ?? null;
    if (request.cachedResponse) {
      serve(request, reply, request.cachedResponse);
      return;
    }
    if (answerKey === null) {
      done();
      return;
    }
    if (!first) {
      request.pendingAnswer = begin(answerKey, reply);
      done();
      return;
    }
    void first.then((answer) => {
      if (answer) serve(request, reply, answer);
      else done();
    });
  });

  const serve = (request: FastifyRequest, reply: FastifyReply, answer: CachedResponse): void => {
    Object.assign(recordOf?.(reply) ?? {}, answer.operation);
    onOutcome?.('hit');
    send(request, reply, answer, responseCache);
  };

  const begin = (key: string, reply: FastifyReply): Pending => {
    onOutcome?.('miss');
    let settle!: Pending['settle'];
    const answer = new Promise<CachedResponse | undefined>((resolve) => (settle = resolve));
    underWay.set(key, answer);
    const end: Pending['settle'] = (made) => {
      if (underWay.get(key) === answer) underWay.delete(key);
      settle(made);
    };
    reply.raw.once('close', () => end(undefined));
    return { key, since: responseCache.begin(), settle: end };
  };

  endpoint.addHook('onSend', (request, reply, payload, done) => {
    const { pendingAnswer } = request;
    if (pendingAnswer) {
      const answer = typeof payload === 'string' ? keep(pendingAnswer, reply, payload, settings) : undefined;
      pendingAnswer.settle(answer);
      if (answer && sendNotModified(request, reply, answer)) {
        done(null, null);
        return;
      }
    }
    done(null, payload);
  });
}

/** Remembers the context of a request whose response may be stored. */
export function watchContext(request: FastifyRequest, context: GraphContext): GraphContext {
  if (request.pendingAnswer) request.pendingAnswer.context = context;
  return context;
}

/** Headers on which the response depends: their values are part of the key. */
const varyingHeaders = ['accept', routerHeader, 'graph-cache-tags'] as const;

const first = (value: string | string[] | undefined) => (Array.isArray(value) ? value.join() : (value ?? ''));

function keyOf({ method, headers }: FastifyRequest, content: string): string | null {
  if (content.length > longestKey || personalHeaders.some((name) => headers[name] !== undefined)) return null;
  return `${method}\n${varyingHeaders.map((name) => first(headers[name])).join('\n')}\n${content}`;
}

const keyOfPost = (request: FastifyRequest, body: Buffer) =>
  request.method === 'POST' && body.length <= longestKey && jsonTypes.has(request.headers['content-type'] ?? '')
    ? // Each byte is one character, so that different bodies have different keys.
      keyOf(request, body.toString('latin1'))
    : null;

/** Apollo Server rejects a GET with a content type other than JSON, a sign that another page sent it (XS-search). */
const isJsonOrNone = (contentType: string | undefined) => contentType === undefined || jsonTypes.has(contentType);

const keyOfGet = (request: FastifyRequest) =>
  isJsonOrNone(request.headers['content-type']) && preflightHeaders.some((name) => first(request.headers[name]) !== '')
    ? keyOf(request, request.url)
    : null;

/** Stores a complete response with its headers. */
function keep(
  { key, since, context }: Pending,
  reply: FastifyReply,
  payload: string,
  { responseCache, staleWhileRevalidate, tagHeader, recordOf }: ServingSettings,
): CachedResponse | undefined {
  if (!context?.dependencies.complete || reply.statusCode !== 200) return undefined;
  const body = Buffer.from(payload);
  const policy = first(reply.getHeader('cache-control') as string | undefined);
  const etag = `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const added: Record<string, string> = { etag };
  if (/^max-age=[1-9]\d*, public$/.test(policy) && staleWhileRevalidate > 0) {
    added['cache-control'] = `${policy}, stale-while-revalidate=${staleWhileRevalidate}`;
  }
  if (tagHeader) {
    const { ids, lists, hasEdges, everything } = context.dependencies;
    const kinds = new Set<string>(lists.flatMap((list) => [...kindsOf(list)]));
    const tags = everything || hasEdges ? ['everything'] : [...kinds, ...ids];
    const text = tags.join(tagHeader === 'cache-tag' ? ',' : ' ');
    added[tagHeader] = text.length <= longestTags ? text : 'everything';
  }
  void reply.headers(added);
  varyByAccept(reply);
  const headers: Record<string, string> = {
    'content-type': first(reply.getHeader('content-type') as string | undefined),
    'cache-control': added['cache-control'] ?? policy,
    ...added,
  };
  return responseCache.keep(key, since, context.dependencies, context.catalogue, {
    body,
    headers,
    operation: operationOf(recordOf?.(reply)),
  });
}

const operationOf = (record: RequestRecord | undefined): CachedOperation | undefined =>
  record && { operationName: record.operationName, operationHash: record.operationHash, cost: record.cost };

function send(
  request: FastifyRequest,
  reply: FastifyReply,
  answer: CachedResponse,
  responseCache: ResponseCache,
): void {
  void reply.headers(answer.headers);
  const encoding = answer.body.length < smallestCompressed ? undefined : encodingFor(request);
  varyBy(reply, 'accept', ...(encoding === undefined ? [] : ['accept-encoding']));
  if (sendNotModified(request, reply, answer)) {
    void reply.send();
    return;
  }
  const encoded = encoding && encodedAs(encoding, answer, responseCache);
  if (encoded) void reply.header('content-encoding', encoding);
  void reply.send(encoded ?? answer.body);
}

/** Answers 304 if the client has the current response. */
function sendNotModified({ method, headers }: FastifyRequest, reply: FastifyReply, answer: CachedResponse): boolean {
  const known = headers['if-none-match'];
  if (known === undefined || method !== 'GET') return false;
  const tags = known.split(',').map((tag) => tag.trim());
  if (!tags.includes(answer.headers['etag']!) && !tags.includes('*')) return false;
  void reply.code(304).removeHeader('content-type').removeHeader('content-length');
  return true;
}

type Encoding = 'br' | 'gzip';

/** Matches an accepted encoding, not one with `q=0`. zstd needs a later Node.js and compresses no better. */
const named = (encoding: string) =>
  new RegExp(`(?:^|[\\s,])${encoding}\\s*(?:,|$|;\\s*q=(?!0(?:\\.0*)?\\s*(?:,|$)))`, 'i');
const acceptable: readonly (readonly [Encoding, RegExp])[] = [
  ['br', named('br')],
  ['gzip', named('(?:x-)?gzip')],
];

function encodingFor({ headers }: FastifyRequest): Encoding | undefined {
  const accepted = first(headers['accept-encoding']);
  return accepted === '' ? undefined : acceptable.find(([, isNamed]) => isNamed.test(accepted))?.[0];
}

/** Quality 5 of brotli makes answers 7 % smaller than gzip; from 9 on it takes fifty times as long for nothing. */
const compress: Record<Encoding, (body: Buffer) => Promise<Buffer>> = {
  br: (body) =>
    promisify(brotliCompress)(body, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
    }),
  gzip: (body) => promisify(gzip)(body),
};

/** Returns the compressed body. The first request for it starts the compression in a worker thread and does not wait. */
function encodedAs(encoding: Encoding, answer: CachedResponse, responseCache: ResponseCache): Buffer | undefined {
  const made = answer.encoded.get(encoding);
  if (made === undefined) {
    answer.encoded.set(encoding, 'being made');
    compress[encoding](answer.body).then(
      (body) => responseCache.addEncoded(answer, encoding, body),
      () => answer.encoded.delete(encoding),
    );
  }
  return Buffer.isBuffer(made) ? made : undefined;
}
