/** Apollo Server with the plugins of this server. */
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';
import { InMemoryLRUCache } from '@apollo/utils.keyvaluecache';
import type { FastifyBaseLogger } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { GraphContext } from '../graph/context.js';
import type { PolicyReader } from '../graph/federation/cache-policy.js';
import { referenceMaxAge } from '../graph/federation/kinds.js';
import { cacheControl } from './cache-control.js';
import { answerText, compiledExecution, WrittenData } from './execution/compiled-execution.js';
import { PlanCache } from './execution/plan-cache.js';
import { SerializedNodeCache } from './execution/serialized-nodes.js';
import { formatError, logUnexpectedErrors } from './format-error.js';
import { statusByMediaType } from './limits/answer-error.js';
import { BoundAnswers } from './limits/bound-answers.js';
import { limitQueries, type Charging } from './limits/limit-queries.js';
import type { QueryLimits, RefusalReason } from './limits/query-limits.js';
import type { CostWeights } from './limits/weights.js';
import { requireRouterSecret } from './router-secret.js';
import { measureOperations } from './observability/measure-work.js';
import { recordOperations } from './observability/observe-requests.js';
import type { Recorded } from './observability/request-record.js';
import { servedOperations } from './served-operations.js';
import { starterQuery } from './starter.js';
import { unavailableAnswers } from './unavailable.js';

/** The context of resolvers, with the server's record of the request. */
export type ServedContext = GraphContext & Charging & Recorded;

export interface ApolloSettings {
  schema: GraphQLSchema;
  policyOf: PolicyReader;
  /** The object types whose rows live in the catalogue. */
  catalogueTypes: ReadonlySet<string>;
  cacheMaxAge?: number;
  logger: FastifyBaseLogger;
  explorer: boolean;
  limits: QueryLimits;
  trustedDocumentsOnly?: boolean;
  persistedQueriesBytes?: number;
  routerSecret?: string;
  onRefused?: (reason: RefusalReason) => void;
  weights?: CostWeights | undefined;
}

/** The limit on cached documents, by their length as JSON. In memory each takes five to seven times as much. */
const documentBytes = 10_000_000;

export async function startApollo(settings: ApolloSettings): Promise<ApolloServer<ServedContext>> {
  const { schema, limits, routerSecret, explorer, logger, onRefused = () => undefined } = settings;
  const { trustedDocumentsOnly = false, persistedQueriesBytes = 0, policyOf, cacheMaxAge = referenceMaxAge } = settings;
  // The last error in the answer says that there are more.
  const maxErrors = limits.errors - 1;
  const bounds = new BoundAnswers(limits, onRefused);
  const apollo = new ApolloServer<ServedContext>({
    schema,
    introspection: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries:
      persistedQueriesBytes > 0 && !trustedDocumentsOnly
        ? { cache: new InMemoryLRUCache({ maxSize: persistedQueriesBytes }) }
        : false,
    documentStore: new InMemoryLRUCache({ maxSize: documentBytes }),
    parseOptions: { maxLexicalTokens: limits.tokens },
    validationOptions: { maxErrors },
    executionOptions: { maxCoercionErrors: maxErrors },
    includeStacktraceInErrorResponses: false,
    formatError,
    logger,
    stopOnTerminationSignals: false,
    stringifyResult: answerText,
    plugins: [
      landingPage(explorer),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      bounds.plugin((data) => data instanceof WrittenData),
      cacheControl({ policyOf, maxAge: cacheMaxAge }),
      ...(routerSecret === undefined ? [] : [requireRouterSecret(routerSecret)]),
      logUnexpectedErrors(logger),
      measureOperations as ApolloServerPlugin<ServedContext>,
      servedOperations as ApolloServerPlugin<ServedContext>,
      limitQueries({ limits, onRefused, weights: settings.weights }),
      statusByMediaType,
      recordOperations,
      unavailableAnswers as ApolloServerPlugin<ServedContext>,
      compiledExecution(new PlanCache(schema, new SerializedNodeCache(settings.catalogueTypes)), bounds),
    ],
  });
  await apollo.start();
  return apollo;
}

/** Apollo Sandbox on `GET /graphql` for browsers; it loads its files from the internet, `/explorer` does not. */
const landingPage = (explorer: boolean) =>
  explorer
    ? ApolloServerPluginLandingPageLocalDefault({ document: starterQuery, footer: false, includeCookies: false })
    : ApolloServerPluginLandingPageDisabled();
