/** `/livez` says that the process answers; `/readyz` says whether it should be sent requests. */
import type { FastifyInstance } from 'fastify';
import { sql, type Reader } from '../graph/sql.js';

export interface Readiness {
  /** False once the server is about to stop. */
  accepting: boolean;
}

export function serveHealth(app: FastifyInstance, readiness: Readiness, reader: Reader): void {
  app.get('/livez', { logLevel: 'silent' }, () => ({ status: 'ok' }));
  app.get('/readyz', { logLevel: 'silent' }, async (_request, reply) => {
    const database = await reader.rows(sql`SELECT 1`).then(
      () => 'ok',
      () => 'unavailable',
    );
    const ready = readiness.accepting && database === 'ok';
    const status = readiness.accepting ? (ready ? 'ok' : 'unavailable') : 'stopping';
    return reply.code(ready ? 200 : 503).send({ status, database });
  });
}
