import { GraphQLError } from 'graphql';
import { LimitExceededError, RateLimitedError, type ExceededLimit } from '../../graph/errors.js';
import type { RefusalReason } from './query-limits.js';

/** The error of a limit: what was allowed, and what came. */
export function exceeded(limit: RefusalReason, allowed: number, received: number, more = ''): LimitExceededError {
  const text = `${limit}: expected at most ${allowed}, got ${received}.${more}`;
  return refused(new LimitExceededError(text, { limit, allowed, received }));
}

/** Gives an error the status of a request that is refused as a whole, for clients that look at it. */
export function refused<Fault extends GraphQLError>(error: Fault): Fault {
  Object.assign(error.extensions, { http: { status: 400 } });
  return error;
}

/** Under which reason a refusal is counted. */
export function reasonOf(fault: unknown): RefusalReason {
  if (fault instanceof RateLimitedError) return 'rate';
  const exceeded =
    fault instanceof GraphQLError ? (fault.extensions['exceeded'] as ExceededLimit | undefined) : undefined;
  return (exceeded?.limit as RefusalReason | undefined) ?? 'input';
}
