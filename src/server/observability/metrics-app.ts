/** `/metrics` on a separate port, which can be restricted to those who may read it. */
import type { FastifyInstance } from 'fastify';
import { limitConnections } from '../connections-per-client.js';
import type { Readiness } from '../health.js';
import { createApp, type HttpSettings } from '../http-app.js';
import { boundHeaders } from '../limits/bound-headers.js';
import type { Metrics } from './metrics.js';

/** No rate limit: a scraper often shares an address with clients and must not be rejected for their requests. */
export async function createMetricsApp(
  metrics: Metrics,
  settings: HttpSettings,
  readiness: Readiness,
): Promise<FastifyInstance> {
  const isProxy = () => false;
  const app = await createApp({ ...settings, corsOrigins: [] }, isProxy, readiness, boundHeaders);
  limitConnections(app.server, settings.httpLimits.connectionsPerClient, isProxy, () => metrics.cut('connections'));
  metrics.serve(app);
  // Scrapes are short and repeated: closing waits for none.
  app.addHook('preClose', (done) => {
    app.server.close();
    app.server.closeAllConnections();
    done();
  });
  return app;
}
