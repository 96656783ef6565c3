/** What clients see of errors: a code, a safe text, and nothing of the inside. */
import type { ApolloServerPlugin } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import type { FastifyBaseLogger } from 'fastify';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { ArgumentValidationError } from 'type-graphql';
import type { GraphContext } from '../graph/context.js';
import { ErrorCode } from '../graph/errors.js';
import { boundMessage, boundPath } from './bound-echo.js';

/** Codes of Apollo Server for requests that never reach a resolver; their texts speak only of the request. */
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

/** The constraints that arguments broke, as one sentence each; the stock error would echo the whole input. */
const violations = ({ extensions }: ArgumentValidationError): string =>
  extensions.validationErrors.flatMap(({ constraints }) => Object.values(constraints ?? {}).slice(-1)).join(' ');

/** Whether an error came from the inside, so that clients must not see it. */
const isUnexpected = (code: unknown, cause: unknown) =>
  !safeCodes.has(code) && !(cause instanceof ArgumentValidationError);

/** The code of an error as it was thrown. Some faults of a request have none, and would pass for faults of ours. */
export function codeOf(error: unknown): unknown {
  if (!(error instanceof GraphQLError)) return undefined;
  const { code, http } = error.extensions as { code?: unknown; http?: { status?: number } };
  if (code !== undefined) return code;
  if (isFaultOfArgument(unwrapResolverError(error))) return ErrorCode.BAD_USER_INPUT;
  if (error.path) return undefined;
  // With this graphql-js ends a list of faults of variables that is too long.
  if (error.message.startsWith('Too many errors processing variables')) return ErrorCode.BAD_USER_INPUT;
  // Apollo Server's words on persisted queries of another hash or version.
  return http?.status === 400 ? 'BAD_REQUEST' : undefined;
}

/**
 * Whether a value does not fit where it stands, which no check before execution finds: a variable that may be null is
 * valid as a non-null argument if either has a default, and null can still come. graphql-js gives this no code.
 */
export const isFaultOfArgument = (error: unknown): error is GraphQLError =>
  error instanceof GraphQLError &&
  !error.path &&
  !error.originalError &&
  /^Argument "\w+" (?:of (?:non-null|required) type|has invalid value) /.test(error.message);

/** graphql-js guesses which name of the schema was meant. It can be told not to for documents, but not for variables. */
const withoutSuggestion = (message: string) => message.replace(/ Did you mean [^?]*\?$/, '');

/** graphql-js compares fields of one name with each other, and gives up with these words alone when there are too many. */
const inWords = (message: string) =>
  message === 'Validation aborted.'
    ? 'Expected fields of the same name to be selected few times side by side; there are too many to compare them.'
    : withoutSuggestion(boundMessage(message));

/** What is sent to the client for an error. */
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

/** Logs what is masked: once, with the id of the request, which the answer carries in `x-request-id`. */
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
