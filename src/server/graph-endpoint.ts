/** `/graphql`: early rejections, then Apollo Server with the context of the request. */
import type { ApolloServer } from '@apollo/server';
import fastifyApollo from '@as-integrations/fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Catalogue } from '../graph/catalogue.js';
import { contextMaker } from '../graph/context.js';
import type { AssembledGraph } from '../graph/schema/assemble.js';
import type { Reader } from '../graph/sql.js';
import type { ServedContext } from './apollo.js';
import type { ResponseCache } from './response-cache/response-cache.js';
import { serveCached, watchContext, type ServingSettings } from './response-cache/serve-cached.js';
import { answerError, notThisMethod } from './limits/answer-error.js';
import type { Clients } from './limits/clients.js';
import { guardRequests } from './limits/guard-requests.js';
import type { HttpLimits } from './limits/http-limits.js';
import type { QueryLimits, RefusalReason } from './limits/query-limits.js';
import type { TrustedDocuments } from './limits/trusted-documents.js';
import { takenUnits, wholeUnits, type CostWeights } from './limits/weights.js';
import { sandboxContent } from './page-policies.js';
import { loopTime } from './observability/loop-time.js';
import { measureHttp } from './observability/measure-work.js';
import type { RequestObserver } from './observability/observe-requests.js';

export const graphPath = '/graphql';

export interface EndpointSettings {
  graph: AssembledGraph;
  reader: Reader;
  catalogue: () => Catalogue;
  explorer: boolean;
  limits: QueryLimits;
  httpLimits: HttpLimits;
  clients: Clients;
  /** Of used resources; absent: clients are charged the estimate only. */
  weights?: CostWeights | undefined;
  observer: RequestObserver;
  /** Whether a request comes from a router with the secret. */
  isRouter: (request: FastifyRequest) => boolean;
  trustedDocuments?: TrustedDocuments | undefined;
  trustedDocumentsOnly?: boolean;
  onRefused?: (reason: RefusalReason) => void;
  /** Absent: responses are not cached. */
  responseCache?: ResponseCache | undefined;
  caching?: Partial<Omit<ServingSettings, 'responseCache'>>;
  /** Called with whether a request was a cache hit, for metrics. */
  onCached?: (outcome: string) => void;
}

export async function serveGraph(
  endpoint: FastifyInstance,
  apollo: ApolloServer<ServedContext>,
  settings: EndpointSettings,
): Promise<void> {
  const { graph, catalogue, clients, observer, trustedDocumentsOnly, isRouter, weights } = settings;
  measureHttp(endpoint, (reply) => observer.recordOf(reply));
  if (settings.explorer) allowSandbox(endpoint);
  guardRequests(endpoint, {
    limits: settings.limits,
    bodyBytes: settings.httpLimits.bodyBytes,
    charge: (request, reply) => clients.charge(request, reply, 1),
    documents: settings.trustedDocuments,
    mayBringDocument: (request) => !trustedDocumentsOnly || isRouter(request),
    onRefused: settings.onRefused ?? (() => undefined),
  });
  const { responseCache, caching } = settings;
  if (responseCache) {
    serveCached(endpoint, {
      staleWhileRevalidate: 0,
      recordOf: (reply) => observer.recordOf(reply),
      ...(settings.onCached && { onOutcome: settings.onCached }),
      ...caching,
      responseCache,
    });
  }
  endpoint.route({
    method: ['DELETE', 'PATCH', 'PUT'],
    url: graphPath,
    handler: (request, reply) => answerError(request, reply.header('allow', 'GET, POST'), notThisMethod()),
  });
  const makeContext = contextMaker(graph.loaders);
  await endpoint.register(fastifyApollo(apollo), {
    path: graphPath,
    context: (request, reply) => {
      const { record, reader } = observer.contextOf(reply, settings.reader);
      const context = makeContext({
        catalogue: catalogue(),
        reader,
        requestId: request.id,
        nodeSources: graph.nodeSources,
      });
      const charge = (cost: number) => {
        record.cost = cost;
        loopTime.claim(record);
        // The cost of checking its document is known by then. Each request was charged one unit on arrival.
        const known = weights ? wholeUnits(takenUnits(record, weights)) : 0;
        return clients.charge(request, reply, Math.max(cost, known) - 1);
      };
      return Promise.resolve(Object.assign(watchContext(request, context), { record, charge }));
    },
  });
}

/** Allows the page of Apollo Sandbox, at the URL of the endpoint, to load its resources. */
function allowSandbox(endpoint: FastifyInstance): void {
  endpoint.addHook('onRequest', (request, reply, done) => {
    if (request.method === 'GET' && /\btext\/html\b/.test(request.headers.accept ?? '')) {
      void reply.headers(sandboxContent);
    }
    done();
  });
}
