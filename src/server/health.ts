/**
 * `/livez` reports that the process responds; it checks nothing else, since a restart does not fix a lost database.
 * `/readyz` reports whether the process should receive requests, and if not, why.
 */
import type { FastifyInstance } from 'fastify';

/** A readiness check. @returns what is wrong, as text; undefined: nothing */
export type ReadinessCheck = () => string | undefined | Promise<string | undefined>;

export interface Readiness {
  /** False once the server is about to stop. */
  accepting: boolean;
}

/** The timeout of a check, in milliseconds. */
const checkLimitMs = 2_000;

export interface Report {
  status: 'ok' | 'unavailable' | 'stopping';
  /** `ok` or what is wrong, for each check. */
  checks: Record<string, string>;
}

export function serveHealth(
  app: FastifyInstance,
  readiness: Readiness,
  checks: Readonly<Record<string, ReadinessCheck>>,
): void {
  let looking: Promise<Record<string, string>> | undefined;
  const lookAtAll = async () => {
    const names = Object.keys(checks);
    const found = await Promise.all(names.map((name) => inTime(checks[name]!)));
    return Object.fromEntries(names.map((name, i) => [name, found[i] ?? 'ok']));
  };
  const report = async (): Promise<Report> => {
    // Concurrent requests share one check, so that frequent probes cause no load.
    looking ??= lookAtAll().finally(() => {
      looking = undefined;
    });
    const found = await looking;
    const isWell = Object.values(found).every((state) => state === 'ok');
    return { status: readiness.accepting ? (isWell ? 'ok' : 'unavailable') : 'stopping', checks: found };
  };

  app.get('/livez', { logLevel: 'silent' }, () => ({ status: 'ok' }));
  app.get('/readyz', { logLevel: 'silent' }, async (_request, reply) => {
    const body = await report();
    return reply
      .code(body.status === 'ok' ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(body);
  });
}

async function inTime(check: ReadinessCheck): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no answer within ${checkLimitMs} ms`), checkLimitMs);
  });
  try {
    return await Promise.race([Promise.resolve(check()), late]);
  } catch (fault) {
    return (fault as Error).message;
  } finally {
    clearTimeout(timer);
  }
}
