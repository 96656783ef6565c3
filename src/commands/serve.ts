/** `npm start`: opens the database, loads the seed data, and serves until a signal or an uncaught error. */
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import pino, { type Logger } from 'pino';
import type { Environment } from '../settings/environment.js';
import type { GraphServer } from '../server/graph-server.js';
import { openGraph, type OpenGraph } from './open-graph.js';
import { endOf, type ProcessEnd } from './process-end.js';

/** @returns the exit code: 0 after a signal, 1 after an uncaught error */
export async function serve(environment: Environment): Promise<number> {
  const logger = createLogger(environment);
  const ending = endOf(process, logger);
  warnOfEmbedded(environment, logger);
  const starting = new AbortController();
  void ending.then((end) => starting.abort(end));
  let graph: OpenGraph | undefined;
  try {
    graph = await openGraph(environment, logger, starting.signal);
    starting.signal.throwIfAborted();
    await listen(graph.server, environment, logger);
    const end = await Promise.race([ending, lossOf(graph, logger)]);
    graph.server.refuse();
    // Load balancers get time to notice and to stop sending requests, except after an error.
    if (!end.isUrgent) await delay(environment.shutdownDelayMs);
    await graph.server.close(environment.shutdownGraceMs);
    return end.exitCode;
  } catch (error) {
    // Stopped before it listened: there were no requests to answer.
    if (starting.signal.aborted && error === starting.signal.reason) return (await ending).exitCode;
    throw error;
  } finally {
    await graph?.close();
    logger.info('stopped');
  }
}

/** A forgotten DATABASE_URL would otherwise be noticed only when the data is lost. */
function warnOfEmbedded({ mode, databaseUrl, dataDir }: Environment, logger: Logger): void {
  if (mode !== 'production' || databaseUrl !== undefined) return;
  logger.warn(
    `NODE_ENV is production and DATABASE_URL is not set: the content is stored by an embedded PostgreSQL in ${dataDir}. ` +
      `It ends with this process, no second process can serve it, it has no backups, and in a container it is ` +
      `lost with the container unless that folder is a volume. Set DATABASE_URL to use a PostgreSQL of your own.`,
  );
}

/** Ends the process if its database is lost, so that its supervisor restarts it. */
async function lossOf({ lost }: OpenGraph, logger: Logger): Promise<ProcessEnd> {
  logger.fatal(`${(await lost).message}: stopping`);
  return { exitCode: 1, isUrgent: true };
}

async function listen({ app, metricsApp }: GraphServer, environment: Environment, logger: Logger): Promise<void> {
  const { port, metricsPort, host, explorer } = environment;
  const listenAt = async (server: FastifyInstance, at: number) => {
    await server.listen({ port: at, host, listenTextResolver: () => 'listening' });
    return baseOf(server.server.address() as AddressInfo);
  };
  if (metricsApp) logger.info(`Metrics at ${await listenAt(metricsApp, metricsPort!)}/metrics`);
  const base = await listenAt(app, port);
  logger.info(`GraphQL at ${base}/graphql`);
  if (explorer) logger.info(`Explorer at ${base}/explorer; Apollo Sandbox at ${base}/graphql in a browser`);
}

function baseOf({ address, family, port }: AddressInfo): string {
  const name = address === '0.0.0.0' || address === '127.0.0.1' ? 'localhost' : address;
  return `http://${family === 'IPv6' ? `[${name}]` : name}:${port}`;
}

/** Lines of JSON, or readable lines on a terminal. */
function createLogger({ logLevel }: Environment): Logger {
  if (!process.stdout.isTTY) return pino({ level: logLevel });
  return pino({
    level: logLevel,
    transport: { target: 'pino-pretty', options: { ignore: 'pid,hostname', translateTime: 'HH:MM:ss.l' } },
  });
}
