/**
 * The errors that clients can see. Each has a code of {@link ErrorCode} in `extensions.code`, and a message that says what
 * was expected and what was received. All other errors are masked as INTERNAL_SERVER_ERROR.
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

/** Invalid input. The message names the argument, what was expected and what was received. */
export class BadUserInputError extends GraphQLError {
  constructor(message: string) {
    super(message, { extensions: { code: ErrorCode.BAD_USER_INPUT } });
  }
}

/** The exceeded limit, machine-readable. */
export interface ExceededLimit {
  /** The name of the limit, such as `depth`. */
  limit: string;
  allowed: number;
  received: number;
}

/** The request exceeds a limit. */
export class LimitExceededError extends GraphQLError {
  constructor(message: string, exceeded?: ExceededLimit) {
    super(message, { extensions: { code: ErrorCode.LIMIT_EXCEEDED, ...(exceeded && { exceeded }) } });
  }
}

/** The client exceeds its rate limit. */
export class RateLimitedError extends GraphQLError {
  constructor(readonly retryAfterSeconds: number) {
    super(`The requests of this client exceed its cost budget. Try again in ${retryAfterSeconds} s.`, {
      extensions: {
        code: ErrorCode.RATE_LIMITED,
        http: { status: 429, headers: new Map([['retry-after', String(retryAfterSeconds)]]) as never },
      },
    });
  }
}

/** The request requires authentication. */
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

/** The database is unreachable; the same request may succeed later. */
export class ServiceUnavailableError extends GraphQLError {
  constructor() {
    super('The service is unavailable. Try again later.', {
      extensions: { code: ErrorCode.SERVICE_UNAVAILABLE },
    });
  }
}
