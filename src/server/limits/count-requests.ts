/** Counts requests on arrival, before they are parsed. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { answerError } from './answer-error.js';
import { reasonOf } from './exceeded.js';
import type { RefusalReason } from './query-limits.js';

export interface Counting {
  /** Charges the fixed cost of a request; undefined if there is no rate limit. @throws RateLimitedError */
  charge: (request: FastifyRequest, reply: FastifyReply) => Promise<void> | undefined;
  onRefused: (reason: RefusalReason) => void;
}

/** An `onRequest` hook that rejects clients with no units left. */
export const countRequests =
  ({ charge, onRefused }: Counting) =>
  (request: FastifyRequest, reply: FastifyReply, done: (fault?: Error) => void): void => {
    const charged = charge(request, reply);
    if (!charged) {
      done();
      return;
    }
    charged.then(
      () => done(),
      (fault: Error) => {
        if (!(fault instanceof GraphQLError)) {
          done(fault);
          return;
        }
        onRefused(reasonOf(fault));
        answerError(request, reply, fault);
      },
    );
  };
