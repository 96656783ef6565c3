/** The HTTP status of answers that failed because the database is unreachable. */
import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLFormattedError } from 'graphql';
import { ErrorCode } from '../graph/errors.js';
import { retryAfterSeconds } from './load-shedding/rejections.js';

const isUnavailable = ({ extensions }: GraphQLFormattedError) => extensions?.['code'] === ErrorCode.SERVICE_UNAVAILABLE;

/**
 * An answer without any data is a 503 with `Retry-After`, so that load balancers and clients without GraphQL understand it.
 * If parts have data, the errors report the rest, and the status stays 200.
 */
export const unavailableAnswers: ApolloServerPlugin = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse: ({ response: { body, http } }) => {
        if (body.kind !== 'single') return Promise.resolve();
        const { data, errors = [] } = body.singleResult;
        const isLost = !data || Object.values(data).every((value) => value === null);
        if (isLost && errors.some(isUnavailable)) {
          http.status = 503;
          http.headers.set('retry-after', retryAfterSeconds);
        }
        return Promise.resolve();
      },
    }),
};
