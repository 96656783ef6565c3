/**
 * Gives kept answers before anything of a request is parsed, and keeps new ones. An answer is kept under the very bytes
 * of the request, and under the headers that make a difference. Requests at the same time for the same answer that is
 * not kept wait for the first of them.
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
  /** Seconds for which caches may give an answer that is out of date while they fetch a new one. */
  staleWhileRevalidate: number;
  /** The header in which caches are told what an answer is made of; absent: they are not told. */
  tagHeader?: 'surrogate-key' | 'cache-tag' | undefined;
  /** What is noted of a request for the log; absent: nothing. */
  recordOf?: (reply: FastifyReply) => RequestRecord | undefined;
  /** Is told whether an answer was at hand. */
  onOutcome?: (outcome: 'hit' | 'miss') => void;
}

/** What is remembered of a request until its answer is sent. */
interface Pending {
  key: string;
  /** See `ResponseCache.begin`. */
  since: number;
  context?: GraphContext;
  settle: (answer: CachedResponse | undefined) => void;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The kept answer to this request. */
    cachedResponse: CachedResponse | null;
    /** Under which its answer can be kept. */
    answerKey: string | null;
    /** Its answer will be kept. */
    pendingAnswer: Pending | null;
  }
}

/** Longer requests are rare, and would fill the memory with what nobody asks twice. */
const longestKey = 16_384;
/** Smaller bodies do not get smaller. */
const smallestCompressed = 1_024;
/** Bytes that caches take in one header. */
const longestTags = 8_000;

/** With any of these an answer may be another, or is not for others. */
const personalHeaders = ['authorization', 'cookie', 'graph-cost'] as const;
/** One of them shows that no form or image of another page sent the request; see `csrfPrevention` of Apollo Server. */
const preflightHeaders = ['apollo-require-preflight', 'x-apollo-operation-name'] as const;
const jsonTypes = new Set(['application/json', 'application/json; charset=utf-8', 'application/json;charset=utf-8']);

/** Adds this to a scope of Fastify that serves nothing but GraphQL. */
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
    // It may have come since the body was read.
    if (answerKey !== null && !first) request.cachedResponse ??= responseCache.get(answerKey) ?? null;
    if (request.cachedResponse) {
      give(request, reply, request.cachedResponse);
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
      if (answer) give(request, reply, answer);
      else done();
    });
  });

  const give = (request: FastifyRequest, reply: FastifyReply, answer: CachedResponse): void => {
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
      if (answer && tellUnchanged(request, reply, answer)) {
        done(null, null);
        return;
      }
    }
    done(null, payload);
  });
}

/** Gives the context of a request whose answer may be kept. */
export function watchContext(request: FastifyRequest, context: GraphContext): GraphContext {
  if (request.pendingAnswer) request.pendingAnswer.context = context;
  return context;
}

/** Headers on which the answer depends: it is kept for each of their values. */
const varyingHeaders = ['accept', routerHeader, 'graph-cache-tags'] as const;

const first = (value: string | string[] | undefined) => (Array.isArray(value) ? value.join() : (value ?? ''));

function keyOf({ method, headers }: FastifyRequest, content: string): string | null {
  if (content.length > longestKey || personalHeaders.some((name) => headers[name] !== undefined)) return null;
  return `${method}\n${varyingHeaders.map((name) => first(headers[name])).join('\n')}\n${content}`;
}

const keyOfPost = (request: FastifyRequest, body: Buffer) =>
  request.method === 'POST' && body.length <= longestKey && jsonTypes.has(request.headers['content-type'] ?? '')
    ? // Each byte is one character, so that different bodies are different texts.
      keyOf(request, body.toString('latin1'))
    : null;

/** Apollo Server refuses a GET with a content type that is not JSON, which shows that another page sent it (XS-search). */
const isJsonOrNone = (contentType: string | undefined) => contentType === undefined || jsonTypes.has(contentType);

const keyOfGet = (request: FastifyRequest) =>
  isJsonOrNone(request.headers['content-type']) && preflightHeaders.some((name) => first(request.headers[name]) !== '')
    ? keyOf(request, request.url)
    : null;

/** Keeps an answer that is whole, with the headers that belong to it. */
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
  if (tellUnchanged(request, reply, answer)) {
    void reply.send();
    return;
  }
  const encoded = encoding && encodedAs(encoding, answer, responseCache);
  if (encoded) void reply.header('content-encoding', encoding);
  void reply.send(encoded ?? answer.body);
}

/** Answers 304 where the client has the answer already. */
function tellUnchanged({ method, headers }: FastifyRequest, reply: FastifyReply, answer: CachedResponse): boolean {
  const known = headers['if-none-match'];
  if (known === undefined || method !== 'GET') return false;
  const tags = known.split(',').map((tag) => tag.trim());
  if (!tags.includes(answer.headers['etag']!) && !tags.includes('*')) return false;
  void reply.code(304).removeHeader('content-type').removeHeader('content-length');
  return true;
}

type Encoding = 'br' | 'gzip';

/** Named, and not refused with a quality of 0. Of what clients name today zstd needs a later Node.js, and gives no less. */
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

/** The compressed body; made beside the event loop at the first request for it, which does not wait for it. */
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
