/** Rejects requests before they reach Apollo Server, with the cheapest checks first. */
import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { ErrorCode } from '../../graph/errors.js';
import { answerError } from './answer-error.js';
import { countRequests, type Counting } from './count-requests.js';
import { reasonOf } from './exceeded.js';
import type { QueryLimits } from './query-limits.js';
import { checkText } from './text.js';
import { documentOf, notTrusted, type Named, type TrustedDocuments } from './trusted-documents.js';
import { checkVariables } from './variables.js';

export interface Guards extends Counting {
  limits: QueryLimits;
  bodyBytes: number;
  documents: TrustedDocuments | undefined;
  /** Whether a request may send a document of its own. */
  mayBringDocument: (request: FastifyRequest) => boolean;
}

/** Guards the GraphQL endpoint of a scope of Fastify. */
export function guardRequests(app: FastifyInstance, guards: Guards): void {
  const { limits, documents, mayBringDocument, onRefused } = guards;
  const count = countRequests(guards);

  app.addHook('onRequest', (request, reply, done) => {
    if (request.method === 'OPTIONS') {
      done();
      return;
    }
    if (!URL.canParse(request.url, originOf(request))) {
      answerError(request, reply, badRequest('Expected the name of a host in "Host".'));
      return;
    }
    if (!isUtf8(request.headers['content-type'])) {
      onRefused('charset');
      answerError(request, reply, badRequest('Expected a body in UTF-8, as "charset" says.', 415));
      return;
    }
    count(request, reply, done);
  });

  app.addHook('preHandler', async (request, reply) => {
    nameNoOperation(request);
    try {
      const named = namedBy(request);
      const text = documentOf(named, documents);
      if (text !== undefined) putDocument(request, text);
      else if (!mayBringDocument(request) && !isTrusted(named, documents)) throw notTrusted();
      const query = text ?? named.query;
      if (typeof query === 'string') checkText(query, limits);
      const variables = variablesOf(request);
      if (variables) checkVariables(variables, limits);
    } catch (fault) {
      if (!(fault instanceof GraphQLError)) throw fault;
      onRefused(fault.extensions['code'] === 'FORBIDDEN' ? 'untrusted' : reasonOf(fault));
      return answerError(request, reply, fault);
    }
  });

  app.setErrorHandler((fault: FastifyError, request, reply) => {
    if (fault.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
      onRefused('body');
      return answerError(request, reply, bodyTooLarge(guards.bodyBytes));
    }
    // Server errors are left to the app's error handler.
    if ((fault.statusCode ?? 500) >= 500) throw fault;
    return answerError(request, reply, badRequest(inWords(fault), fault.statusCode));
  });
}

const badRequest = (message: string, status = 400) =>
  new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status } } });

const bodyTooLarge = (allowed: number) =>
  new GraphQLError(`body: expected at most ${allowed} bytes, also after decompression.`, {
    extensions: { code: ErrorCode.LIMIT_EXCEEDED, exceeded: { limit: 'body', allowed }, http: { status: 413 } },
  });

/** Without a charset a body is UTF-8, as JSON between systems always is (RFC 8259). */
function isUtf8(contentType: string | undefined): boolean {
  if (!contentType || !/charset/i.test(contentType)) return true;
  const charsets = [...contentType.matchAll(/;\s*charset\s*=\s*("[^"]*"|[^;,\s]*)/gi)];
  return charsets.every(([, charset]) => /^"?utf-?8"?$/i.test(charset!));
}

function inWords({ code, message }: FastifyError): string {
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return 'Expected a body of the type application/json.';
  return /JSON/i.test(message)
    ? 'Expected a body of JSON without the name "__proto__"; this one cannot be parsed.'
    : message;
}

type Params = Record<string, unknown>;
const isRecord = (value: unknown): value is Params =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The parameters in the body of a POST or the URL of a GET. */
const paramsOf = (request: FastifyRequest): Params => {
  if (request.method === 'GET') return searchOf(request);
  return isRecord(request.body) ? request.body : {};
};

const originOf = ({ protocol, hostname }: FastifyRequest) => `${protocol}://${hostname}/`;

/** Parsed as Apollo Server does: `request.query` leaves malformed escapes as they are, which would hide them from checks. */
function searchOf(request: FastifyRequest): Params {
  const { searchParams } = new URL(request.url, originOf(request));
  return Object.fromEntries(
    ['query', 'documentId', 'variables', 'extensions'].map((name) => {
      const values = searchParams.getAll(name);
      return [name, values.length > 1 ? values : values[0]];
    }),
  );
}

/** Objects in a URL are JSON; Apollo Server reports invalid JSON. */
function objectOf(value: unknown): Params | undefined {
  if (typeof value !== 'string') return isRecord(value) ? value : undefined;
  try {
    const parsed: unknown = JSON.parse(value);
    return isRecord(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function namedBy(request: FastifyRequest): Named {
  const { query, documentId, extensions } = paramsOf(request);
  return { query, documentId, extensions: objectOf(extensions) };
}

const variablesOf = (request: FastifyRequest) => objectOf(paramsOf(request)['variables']);

/** Some clients send an empty string if they name no operation. */
function nameNoOperation(request: FastifyRequest): void {
  if (request.method !== 'GET') {
    if (isRecord(request.body) && request.body['operationName'] === '') delete request.body['operationName'];
    return;
  }
  if (!/[?&]operationName=(&|$)/.test(request.url)) return;
  const address = new URL(request.url, originOf(request));
  if (address.searchParams.getAll('operationName').some((name) => name !== '')) return;
  address.searchParams.delete('operationName');
  request.raw.url = `${address.pathname}${address.search}`;
}

const isTrusted = ({ query }: Named, documents: TrustedDocuments | undefined) =>
  typeof query === 'string' && (documents?.has(query) ?? false);

/** Replaces a document id by its document. */
function putDocument(request: FastifyRequest, text: string): void {
  if (request.method !== 'GET') {
    const { documentId: _id, extensions: _extensions, ...rest } = paramsOf(request);
    request.body = { ...rest, query: text };
    return;
  }
  const address = new URL(request.url, originOf(request));
  address.searchParams.delete('documentId');
  address.searchParams.delete('extensions');
  address.searchParams.set('query', text);
  request.raw.url = `${address.pathname}${address.search}`;
}
