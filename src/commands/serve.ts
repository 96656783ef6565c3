/** `npm start`: opens the database, loads the organisation, serves until a signal ends it. */
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import pino, { type Logger } from 'pino';
import type { Environment } from '../environment.js';
import { loadOwnContent } from '../intake/own-content.js';
import type { Catalogue } from '../graph/catalogue.js';
import { KeptAnswers } from '../server/cache/kept-answers.js';
import { createGraphServer, type GraphServer } from '../server/graph-server.js';
import { slices } from '../slices.js';
import { listenForChanges } from '../store/content-changes.js';
import { Database } from '../store/database.js';
import { openStore } from '../store/open-store.js';
import { ReferenceCatalogue } from '../store/reference-catalogue.js';

export async function serve(environment: Environment): Promise<void> {
  const logger = createLogger(environment);
  const stop = onceToldToStop(logger);
  const resources: (() => Promise<void>)[] = [];
  try {
    const server = await start(environment, logger, resources);
    await stop;
    server.refuse();
    await Promise.race([server.close(), delay(environment.shutdownGraceMs, undefined, { ref: false })]);
  } finally {
    for (const close of resources.reverse()) await close();
    logger.info('stopped');
  }
}

/**
 * Resolves at the first SIGINT or SIGTERM. A second one ends the process at once, unless it follows so closely that it
 * is the same Ctrl-C, which a terminal sends to npm and to us, and npm passes on.
 */
function onceToldToStop(logger: Logger): Promise<void> {
  const sameKeystrokeMs = 500;
  return new Promise((resolve) => {
    let told: number | undefined;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (told !== undefined && performance.now() - told > sameKeystrokeMs) process.exit(1);
        if (told === undefined) logger.info(`${signal}: stopping`);
        told ??= performance.now();
        resolve();
      });
    }
  });
}

/** Opens what the server needs, in order; what is open is put on `resources` with the way to close it. */
async function start(
  environment: Environment,
  logger: Logger,
  resources: (() => Promise<void>)[],
): Promise<GraphServer> {
  const onFault = (err: Error) => logger.warn({ err }, 'the database reported a fault');
  const entities = slices.flatMap((slice) => [...(slice.entities ?? [])]);
  const store = await openStore(environment, entities, 'server', (step) => logger.info(step));
  resources.push(() => store.close());
  const loaded = await loadOwnContent(store.dataSource);
  logger.info(
    loaded
      ? `loaded the organisation: ${loaded.added.size} nodes added, ${loaded.changed.size} changed`
      : 'the organisation is loaded',
  );

  const database = new Database({
    url: store.url,
    poolSize: environment.databasePoolSize,
    statementTimeoutMs: environment.statementTimeoutMs,
    onFault,
  });
  resources.push(() => database.close());
  const catalogue = await ReferenceCatalogue.open(
    store.url,
    database,
    slices.flatMap(({ shelf }) => shelf ?? []),
    Object.assign({}, ...slices.map(({ views }) => views)) as never,
    onFault,
  );
  resources.push(() => catalogue.close());
  const kept = await keepAnswers(environment, store.url, () => catalogue.current, onFault, resources);
  const server = await createGraphServer({
    slices,
    reader: database,
    catalogue: () => catalogue.current,
    logger,
    corsOrigins: environment.corsOrigins,
    explorer: environment.explorer,
    cacheMaxAge: environment.cacheMaxAge,
    federation: { version: environment.federationVersion, nodeQuery: environment.nodeQuery },
    kept,
    caching: { staleWhileRevalidate: environment.staleWhileRevalidate, tagHeader: environment.cacheTagHeader },
    ...(environment.routerSecret !== undefined && { routerSecret: environment.routerSecret }),
  });
  await server.app.listen({ port: environment.port, host: environment.host, listenTextResolver: () => 'listening' });
  for (const line of addresses(server, environment)) logger.info(line);
  return server;
}

/** Answers are kept as long as this process is told what changes. */
async function keepAnswers(
  { responseCacheMb }: Environment,
  url: string,
  catalogue: () => Catalogue,
  onFault: (fault: Error) => void,
  resources: (() => Promise<void>)[],
): Promise<KeptAnswers | undefined> {
  if (responseCacheMb === 0) return undefined;
  const kept = new KeptAnswers({ maxBytes: responseCacheMb * 1_000_000, catalogue });
  const listener = await listenForChanges({
    url,
    onChange: (change) => kept.change(change),
    onListening: (listening) => kept.setListening(listening),
    onFault,
  });
  resources.push(() => listener.close());
  return kept;
}

function addresses({ app }: GraphServer, { explorer }: Environment): string[] {
  const address = app.server.address() as AddressInfo;
  const host = address.address === '0.0.0.0' || address.address === '127.0.0.1' ? 'localhost' : address.address;
  const base = `http://${address.family === 'IPv6' ? `[${host}]` : host}:${address.port}`;
  return [
    `GraphQL at ${base}/graphql`,
    ...(explorer ? [`Explorer at ${base}/explorer; Apollo Sandbox at ${base}/graphql in a browser`] : []),
  ];
}

/** JSON lines for programs; where a person watches, readable lines. */
function createLogger({ logLevel }: Environment): Logger {
  if (!process.stdout.isTTY) return pino({ level: logLevel });
  return pino({
    level: logLevel,
    transport: { target: 'pino-pretty', options: { ignore: 'pid,hostname', translateTime: 'HH:MM:ss.l' } },
  });
}
