/** Answers of requests that do not get as far as Apollo Server, in the same form as its own. */
import type { ApolloServerPlugin } from '@apollo/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { GraphContext } from '../../graph/context.js';
import { ErrorCode, RateLimitedError } from '../../graph/errors.js';
import { boundMessage } from '../bound-echo.js';

const ofGraphQL = 'application/graphql-response+json';

/** Faults of a document or its variables, in a request that is otherwise well-formed. */
const documentFaults = new Set<unknown>([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  ErrorCode.BAD_USER_INPUT,
  ErrorCode.LIMIT_EXCEEDED,
]);

/** Which of the two media types of answers is used, as Apollo Server chooses: JSON unless the other one is asked for first. */
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
 * The status of an answer. GraphQL over HTTP has one rule for each media type: with plain JSON a well-formed request is
 * answered with 200 whatever is wrong with its document, since a status may also come from something in between.
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

/** The error of a request with a method for which there is nothing at the address. */
export const notThisMethod = () =>
  new GraphQLError('Expected GET or POST.', { extensions: { code: 'BAD_REQUEST', http: { status: 405 } } });

/** Gives the answers of Apollo Server the status that their media type asks for. */
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
