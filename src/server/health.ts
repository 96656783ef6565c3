/**
 * `/livez` says that the process answers; it asks nobody else, since a process is not healed of a lost database by a
 * restart. `/readyz` says whether the process should be sent requests, and if not, why.
 */
import type { FastifyInstance } from 'fastify';

/** Looks at one thing. @returns what is wrong with it, in words; undefined: nothing */
export type ReadinessCheck = () => string | undefined | Promise<string | undefined>;

export interface Readiness {
  /** False once the server is about to stop. */
  accepting: boolean;
}

/** A check that takes longer, in milliseconds, has failed. */
const checkLimitMs = 2_000;

export interface Report {
  status: 'ok' | 'unavailable' | 'stopping';
  /** `ok` or what is wrong, for each thing that was looked at. */
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
    // Who asks while somebody else does gets the same: asking often must not be a load.
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
