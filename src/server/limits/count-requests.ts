/** Counts requests at their arrival, whatever is in them. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { answerError } from './answer-error.js';
import { reasonOf } from './exceeded.js';
import type { RefusalReason } from './query-limits.js';

export interface Counting {
  /** Takes what each request costs; undefined if nobody counts. @throws RateLimitedError */
  charge: (request: FastifyRequest, reply: FastifyReply) => Promise<void> | undefined;
  onRefused: (reason: RefusalReason) => void;
}

/** A hook of the kind `onRequest` that refuses clients that have nothing left to be charged. */
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
