/** Formats errors for clients: a code and a safe message, without internals. */
import type { ApolloServerPlugin } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import type { FastifyBaseLogger } from 'fastify';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { ArgumentValidationError } from 'type-graphql';
import type { GraphContext } from '../graph/context.js';
import { ErrorCode } from '../graph/errors.js';
import { boundMessage, boundPath } from './bound-echo.js';

/** Codes of Apollo Server for requests that never reach a resolver; their messages concern only the request. */
const requestCodes = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_REQUEST',
]);
const safeCodes = new Set<unknown>([
  ...requestCodes,
  ...Object.values(ErrorCode).filter((code) => code !== ErrorCode.INTERNAL_SERVER_ERROR),
]);

/** The violated constraints of arguments, one sentence each; the stock error would echo the whole input. */
const violations = ({ extensions }: ArgumentValidationError): string =>
  extensions.validationErrors.flatMap(({ constraints }) => Object.values(constraints ?? {}).slice(-1)).join(' ');

/** Whether an error is internal, so that clients must not see it. */
const isUnexpected = (code: unknown, cause: unknown) =>
  !safeCodes.has(code) && !(cause instanceof ArgumentValidationError);

/** The code of an error as thrown. Some request errors have none and would count as internal. */
export function codeOf(error: unknown): unknown {
  if (!(error instanceof GraphQLError)) return undefined;
  const { code, http } = error.extensions as { code?: unknown; http?: { status?: number } };
  if (code !== undefined) return code;
  if (isFaultOfArgument(unwrapResolverError(error))) return ErrorCode.BAD_USER_INPUT;
  if (error.path) return undefined;
  // graphql-js ends a truncated list of variable errors with this message.
  if (error.message.startsWith('Too many errors processing variables')) return ErrorCode.BAD_USER_INPUT;
  // Apollo Server's messages on persisted queries with another hash or version.
  return http?.status === 400 ? 'BAD_REQUEST' : undefined;
}

/**
 * Whether an argument has an invalid value that validation cannot find: a nullable variable is valid as a non-null argument
 * if either has a default, and null can still arrive. graphql-js gives this error no code.
 */
export const isFaultOfArgument = (error: unknown): error is GraphQLError =>
  error instanceof GraphQLError &&
  !error.path &&
  !error.originalError &&
  /^Argument "\w+" (?:of (?:non-null|required) type|has invalid value) /.test(error.message);

/** The name suggestions of graphql-js. They can be disabled for documents, but not for variables. */
const withoutSuggestion = (message: string) => message.replace(/ Did you mean [^?]*\?$/, '');

/** graphql-js compares fields of one name with each other, and aborts with only this message if there are too many. */
const inWords = (message: string) =>
  message === 'Validation aborted.'
    ? 'Expected fields of the same name to be selected few times side by side; there are too many to compare them.'
    : withoutSuggestion(boundMessage(message));

/** Returns the error that is sent to the client. */
export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const { path, locations } = formatted;
  const place = { ...(locations && { locations }), ...(path && { path: boundPath(path) }) };
  const cause = unwrapResolverError(error);
  if (cause instanceof ArgumentValidationError) {
    return { message: boundMessage(violations(cause)), ...place, extensions: { code: ErrorCode.BAD_USER_INPUT } };
  }
  const { exceeded } = formatted.extensions ?? {};
  const code = codeOf(error) ?? formatted.extensions?.['code'];
  if (!isUnexpected(code, cause)) {
    const extensions = { code, ...(exceeded !== undefined && { exceeded }) };
    return { message: inWords(formatted.message), ...place, extensions };
  }
  return {
    message: 'Something went wrong on the server. The fault has been logged with the id of this request.',
    ...place,
    extensions: { code: ErrorCode.INTERNAL_SERVER_ERROR },
  };
}

/** Logs a masked error once, with the request id, which the response has in `x-request-id`. */
export const logUnexpectedErrors = (logger: FastifyBaseLogger): ApolloServerPlugin<GraphContext> => ({
  requestDidStart: () =>
    Promise.resolve({
      didEncounterErrors: ({ errors, contextValue, operationName }) => {
        for (const error of errors) {
          const cause = unwrapResolverError(error);
          if (!isUnexpected(codeOf(error), cause)) continue;
          const { requestId } = contextValue;
          logger.error({ err: cause, requestId, operationName, path: error.path }, 'a resolver failed');
        }
        return Promise.resolve();
      },
    }),
});
