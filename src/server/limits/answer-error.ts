/** Error responses to requests that do not reach Apollo Server, in the same form as its own. */
import type { ApolloServerPlugin } from '@apollo/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { GraphContext } from '../../graph/context.js';
import { ErrorCode, RateLimitedError } from '../../graph/errors.js';
import { boundMessage } from '../bound-echo.js';

const ofGraphQL = 'application/graphql-response+json';

/** Errors of a document or its variables, in an otherwise well-formed request. */
const documentFaults = new Set<unknown>([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  ErrorCode.BAD_USER_INPUT,
  ErrorCode.LIMIT_EXCEEDED,
]);

/** Chooses the response media type as Apollo Server does: JSON unless the client prefers the other one. */
function takesGraphQLResponse(accept: string | undefined): boolean {
  if (accept === undefined) return false;
  const [first] = accept
    .split(',')
    .map((range) => ({ type: range.split(';')[0]!.trim(), quality: Number(/;\s*q=([\d.]+)/.exec(range)?.[1] ?? 1) }))
    .filter(({ type }) => type === ofGraphQL || /^(application|\*)\/(json|\*)$/.test(type))
    .sort((a, b) => b.quality - a.quality);
  return first?.type === ofGraphQL;
}

/**
 * The status of an answer. GraphQL over HTTP has one rule per media type: with plain JSON a well-formed request is answered
 * with 200 even if its document is invalid, since other statuses may come from an intermediary.
 */
const statusOf = (status: number, codes: readonly unknown[], accept: string | undefined) =>
  status === 400 && codes.every((code) => documentFaults.has(code)) && !takesGraphQLResponse(accept) ? 200 : status;

/** Sends an error as a GraphQL answer. */
export function answerError(request: FastifyRequest, reply: FastifyReply, error: GraphQLError): FastifyReply {
  const { http, ...extensions } = error.extensions as { http?: { status?: number }; code?: unknown };
  const { accept } = request.headers;
  if (error instanceof RateLimitedError) void reply.header('retry-after', error.retryAfterSeconds);
  return reply
    .code(statusOf(http?.status ?? 500, [extensions.code], accept))
    .header('cache-control', 'no-store')
    .type(`${takesGraphQLResponse(accept) ? ofGraphQL : 'application/json'}; charset=utf-8`)
    .send(JSON.stringify({ errors: [{ message: boundMessage(error.message), extensions }] }));
}

/** The error of a request with an unsupported method. */
export const notThisMethod = () =>
  new GraphQLError('Expected GET or POST.', { extensions: { code: 'BAD_REQUEST', http: { status: 405 } } });

/** Gives the answers of Apollo Server the status that their media type requires. */
export const statusByMediaType: ApolloServerPlugin<GraphContext> = {
  requestDidStart: ({ request }) =>
    Promise.resolve({
      willSendResponse: ({ response: { http, body } }) => {
        if (http.status === 400 && body.kind === 'single') {
          const codes = (body.singleResult.errors ?? []).map(({ extensions }) => extensions?.['code']);
          http.status = statusOf(400, codes, request.http?.headers.get('accept'));
        }
        return Promise.resolve();
      },
    }),
};
