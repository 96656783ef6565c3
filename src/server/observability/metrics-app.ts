/** `/metrics` apart from the graph, at a port that only those reach who are to read it. */
import type { FastifyInstance } from 'fastify';
import { limitConnections } from '../connections-per-client.js';
import type { Readiness } from '../health.js';
import { createApp, type HttpSettings } from '../http-app.js';
import { boundHeaders } from '../limits/bound-headers.js';
import type { Metrics } from './metrics.js';

/** Nobody is counted there: a scraper often has the address of clients, and is not to be refused for what they ask. */
export async function createMetricsApp(
  metrics: Metrics,
  settings: HttpSettings,
  readiness: Readiness,
): Promise<FastifyInstance> {
  const isProxy = () => false;
  const app = await createApp({ ...settings, corsOrigins: [] }, isProxy, readiness, boundHeaders);
  limitConnections(app.server, settings.httpLimits.connectionsPerClient, isProxy, () => metrics.cut('connections'));
  metrics.serve(app);
  // Scrapes are short, and come again: nothing is waited for.
  app.addHook('preClose', (done) => {
    app.server.close();
    app.server.closeAllConnections();
    done();
  });
  return app;
}
