/** `npm start`: opens the database, loads the organisation, serves until a signal or a fault ends it. */
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import pino, { type Logger } from 'pino';
import type { Environment } from '../settings/environment.js';
import type { GraphServer } from '../server/graph-server.js';
import { openGraph, type OpenGraph } from './open-graph.js';
import { endOf, type ProcessEnd } from './process-end.js';

/** @returns the exit code: 0 after a signal, 1 after a fault of the program */
export async function serve(environment: Environment): Promise<number> {
  const logger = createLogger(environment);
  const told = endOf(process, logger);
  warnOfEmbedded(environment, logger);
  const starting = new AbortController();
  void told.then((end) => starting.abort(end));
  let graph: OpenGraph | undefined;
  try {
    graph = await openGraph(environment, logger, starting.signal);
    starting.signal.throwIfAborted();
    await listen(graph.server, environment, logger);
    const end = await Promise.race([told, lossOf(graph, logger)]);
    graph.server.refuse();
    // Balancers are given the time to notice, and to send nothing more; after a fault there is none.
    if (!end.isUrgent) await delay(environment.shutdownDelayMs);
    await graph.server.close(environment.shutdownGraceMs);
    return end.exitCode;
  } catch (fault) {
    // Told to stop before it listened: there was nobody to answer.
    if (starting.signal.aborted && fault === starting.signal.reason) return (await told).exitCode;
    throw fault;
  } finally {
    await graph?.close();
    logger.info('stopped');
  }
}

/** It is easily forgotten to set a variable, and what comes of it is only seen when the data is gone. */
function warnOfEmbedded({ mode, databaseUrl, dataDir }: Environment, logger: Logger): void {
  if (mode !== 'production' || databaseUrl !== undefined) return;
  logger.warn(
    `NODE_ENV is production and DATABASE_URL is not set: the content is kept by an embedded PostgreSQL in ${dataDir}. ` +
      `It ends with this process, no second process can serve it, nobody makes backups of it, and in a container it is ` +
      `lost with the container unless that folder is a volume. Set DATABASE_URL to use a PostgreSQL of your own.`,
  );
}

/** Without its database the process can do nothing more: whoever looks after it is to see that. */
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

/** JSON lines for programs; where a person watches, readable lines. */
function createLogger({ logLevel }: Environment): Logger {
  if (!process.stdout.isTTY) return pino({ level: logLevel });
  return pino({
    level: logLevel,
    transport: { target: 'pino-pretty', options: { ignore: 'pid,hostname', translateTime: 'HH:MM:ss.l' } },
  });
}
