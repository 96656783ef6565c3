/** Rejects answers above the size limit as a whole, whether a plan or graphql-js executes the operation. */
import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError, type FormattedExecutionResult } from 'graphql';
import type { LimitExceededError } from '../../graph/errors.js';
import { formatError } from '../format-error.js';
import type { Recorded } from '../observability/request-record.js';
import { checkSize } from './answer-size.js';
import { reasonOf } from './exceeded.js';
import type { QueryLimits, RefusalReason } from './query-limits.js';

export const isTooLarge = (fault: unknown): fault is LimitExceededError =>
  fault instanceof GraphQLError && reasonOf(fault) === 'answerBytes';

export class BoundAnswers {
  readonly answerBytes: number;

  constructor(
    { answerBytes }: Pick<QueryLimits, 'answerBytes'>,
    private readonly onRefused: (reason: RefusalReason) => void,
  ) {
    this.answerBytes = answerBytes;
  }

  /** Returns the response that replaces the answer; Apollo Server no longer reports errors to plugins at this point. */
  refuse(fault: LimitExceededError, { record }: Recorded): FormattedExecutionResult {
    this.onRefused('answerBytes');
    record.codes.push('LIMIT_EXCEEDED');
    return { errors: [formatError(fault.toJSON(), fault)] };
  }

  /** For answers of graphql-js. Must precede plugins that read the errors of an answer. */
  plugin(isWritten: (data: unknown) => boolean): ApolloServerPlugin<Recorded> {
    return {
      requestDidStart: () =>
        Promise.resolve({
          willSendResponse: ({ response: { body, http }, contextValue }) => {
            if (body.kind !== 'single' || isWritten(body.singleResult.data)) return Promise.resolve();
            try {
              checkSize(body.singleResult.data, this.answerBytes);
            } catch (fault) {
              if (!isTooLarge(fault)) throw fault;
              body.singleResult = this.refuse(fault, contextValue);
              http.status = 400;
            }
            return Promise.resolve();
          },
        }),
    };
  }
}
