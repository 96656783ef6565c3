/** Answers that become too large are refused as a whole, whoever executes the operation. */
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

  /** What is sent in place of an answer; Apollo Server is past the place where it tells its plugins of errors. */
  refuse(fault: LimitExceededError, { record }: Recorded): FormattedExecutionResult {
    this.onRefused('answerBytes');
    record.codes.push('LIMIT_EXCEEDED');
    return { errors: [formatError(fault.toJSON(), fault)] };
  }

  /** For what graphql-js has executed. Has to come before the plugins that look at the errors of an answer. */
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
