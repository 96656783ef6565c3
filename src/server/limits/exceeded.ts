import { GraphQLError } from 'graphql';
import { LimitExceededError, RateLimitedError, type ExceededLimit } from '../../graph/errors.js';
import type { RefusalReason } from './query-limits.js';

/** The error of an exceeded limit: what was allowed and what was received. */
export function exceeded(limit: RefusalReason, allowed: number, received: number, more = ''): LimitExceededError {
  const text = `${limit}: expected at most ${allowed}, got ${received}.${more}`;
  return refused(new LimitExceededError(text, { limit, allowed, received }));
}

/** Gives an error the HTTP status of a request that is rejected as a whole. */
export function refused<Fault extends GraphQLError>(error: Fault): Fault {
  Object.assign(error.extensions, { http: { status: 400 } });
  return error;
}

/** The reason under which a rejection is counted. */
export function reasonOf(fault: unknown): RefusalReason {
  if (fault instanceof RateLimitedError) return 'rate';
  const exceeded =
    fault instanceof GraphQLError ? (fault.extensions['exceeded'] as ExceededLimit | undefined) : undefined;
  return (exceeded?.limit as RefusalReason | undefined) ?? 'input';
}
