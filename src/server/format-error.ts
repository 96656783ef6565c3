/** What clients see of errors: a code, a safe text, and nothing of the inside. */
import { unwrapResolverError } from '@apollo/server/errors';
import type { GraphQLFormattedError } from 'graphql';
import { ArgumentValidationError } from 'type-graphql';
import { ErrorCode } from '../graph/errors.js';

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

/**
 * Makes the formatter of errors.
 * @param onUnexpected is told of every error that is masked
 */
export const errorFormatter =
  (onUnexpected: (fault: unknown) => void) =>
  (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const { path, locations } = formatted;
    const place = { ...(locations && { locations }), ...(path && { path }) };
    const cause = unwrapResolverError(error);
    if (cause instanceof ArgumentValidationError) {
      return { message: violations(cause), ...place, extensions: { code: ErrorCode.BAD_USER_INPUT } };
    }
    const code = formatted.extensions?.['code'];
    if (safeCodes.has(code)) return { message: formatted.message, ...place, extensions: { code } };
    onUnexpected(cause);
    return {
      message: 'Something went wrong on the server. The fault has been logged with the id of this request.',
      ...place,
      extensions: { code: ErrorCode.INTERNAL_SERVER_ERROR },
    };
  };
