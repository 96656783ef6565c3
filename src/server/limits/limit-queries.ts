/** An Apollo Server plugin that checks the limits of a query after validation, before anything is read. */
import type { ApolloServerPlugin } from '@apollo/server';
import { isFaultOfArgument } from '../format-error.js';
import { checkBytes, checkShape, checkTexts, coerced, costOf, costExceeded, mostCostOf } from './check.js';
import { actualCost } from './cost/actual.js';
import { reportOf, type CostReport } from './cost/report.js';
import { reasonOf, refused } from './exceeded.js';
import type { QueryLimits, RefusalReason } from './query-limits.js';
import type { Recorded } from '../observability/request-record.js';
import { reportTaken } from './taken-report.js';
import type { CostWeights } from './weights.js';

/** The header with which a client requests `extensions.cost`. */
export const costHeader = 'graph-cost';

/** The part of the context that charges the client. */
export interface Charging {
  /** Charges the cost of an operation to its client. @throws RateLimitedError */
  charge(cost: number): Promise<void> | undefined;
}

export interface Checks {
  limits: QueryLimits;
  onRefused: (reason: RefusalReason) => void;
  weights?: CostWeights | undefined;
}

export const limitQueries = ({ limits, onRefused, weights }: Checks): ApolloServerPlugin<Charging & Recorded> => ({
  requestDidStart: ({ request }) => {
    const wantsReport = request.http?.headers.get(costHeader) === 'report';
    let report: CostReport | undefined;
    return Promise.resolve({
      didResolveOperation: async ({ schema, document, operation, contextValue, overallCachePolicy }) => {
        // Intermediate caches do not know that the report was requested.
        if (wantsReport) overallCachePolicy.restrict({ maxAge: 0 });
        // Apollo Server reports operations that cannot be executed at all.
        if (!operation || !schema.getRootType(operation.operation)) return;
        const asked = { schema, document, operation };
        try {
          const sent = request.variables ?? {};
          checkShape(asked, limits);
          checkTexts(asked, sent);
          const variables = coerced(asked, sent);
          if (!variables) return;
          const cost = costOf(asked, variables, limits);
          if (cost.total > limits.cost) {
            const refusal = costExceeded(asked, variables, cost, limits.cost);
            if (wantsReport) report = refusal.report;
            throw refusal.error;
          }
          checkBytes(cost, limits.answerBytes);
          if (wantsReport) report = { ...reportOf(cost, limits.cost), atMost: mostCostOf(asked, variables) };
          await contextValue.charge(cost.total);
        } catch (fault) {
          onRefused(reasonOf(fault));
          throw isFaultOfArgument(fault) ? refused(fault) : fault;
        }
      },
      willSendResponse: ({ response: { body }, schema, document, operation, contextValue: { record } }) => {
        if (!wantsReport || body.kind !== 'single') return Promise.resolve();
        const { data, extensions } = body.singleResult;
        if (report && data !== undefined && document && operation) {
          const variables = coerced({ schema, document, operation }, request.variables ?? {}) ?? {};
          report = { ...report, actual: actualCost(schema, document, operation, variables, data) };
        }
        body.singleResult.extensions = {
          ...extensions,
          cost: { ...report, ...reportTaken(record, body.singleResult, weights) },
        };
        return Promise.resolve();
      },
    });
  },
});
