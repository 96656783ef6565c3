/**
 * The errors that a client may see. Each carries one of the codes of {@link ErrorCode} in `extensions.code`, and a text
 * that says what was expected and what came. Whatever else is thrown is masked as INTERNAL_SERVER_ERROR.
 */
import { GraphQLError } from 'graphql';

export enum ErrorCode {
  BAD_USER_INPUT = 'BAD_USER_INPUT',
  LIMIT_EXCEEDED = 'LIMIT_EXCEEDED',
  RATE_LIMITED = 'RATE_LIMITED',
  UNAUTHENTICATED = 'UNAUTHENTICATED',
  TIMEOUT = 'TIMEOUT',
  SERVICE_UNAVAILABLE = 'SERVICE_UNAVAILABLE',
  INTERNAL_SERVER_ERROR = 'INTERNAL_SERVER_ERROR',
}

/** Input that cannot be answered; the text names the argument, what was expected and what came. */
export class BadUserInputError extends GraphQLError {
  constructor(message: string) {
    super(message, { extensions: { code: ErrorCode.BAD_USER_INPUT } });
  }
}

/** Which limit was exceeded, for programs; the text of the error says the same for people. */
export interface ExceededLimit {
  /** The name of the limit, such as `depth`. */
  limit: string;
  allowed: number;
  received: number;
}

/** A request that asks for more than the server gives at once. */
export class LimitExceededError extends GraphQLError {
  constructor(message: string, exceeded?: ExceededLimit) {
    super(message, { extensions: { code: ErrorCode.LIMIT_EXCEEDED, ...(exceeded && { exceeded }) } });
  }
}

/** A client that has asked for too much in too short a time. */
export class RateLimitedError extends GraphQLError {
  constructor(readonly retryAfterSeconds: number) {
    super(`Too many requests from this client, by their cost. Try again in ${retryAfterSeconds} s.`, {
      extensions: {
        code: ErrorCode.RATE_LIMITED,
        http: { status: 429, headers: new Map([['retry-after', String(retryAfterSeconds)]]) as never },
      },
    });
  }
}

/** A request for which one has to show who one is. */
export class UnauthenticatedError extends GraphQLError {
  constructor(header: string) {
    super(`Expected a valid secret in the header "${header}".`, {
      extensions: { code: ErrorCode.UNAUTHENTICATED, http: { status: 401 } },
    });
  }
}

/** The database did not answer in time. */
export class TimeoutError extends GraphQLError {
  constructor() {
    super('The database did not answer in time. Ask for less, or try again later.', {
      extensions: { code: ErrorCode.TIMEOUT },
    });
  }
}

/** The database cannot be reached at present; the same request may work later. */
export class ServiceUnavailableError extends GraphQLError {
  constructor() {
    super('The service is not available at the moment. Try again later.', {
      extensions: { code: ErrorCode.SERVICE_UNAVAILABLE },
    });
  }
}
