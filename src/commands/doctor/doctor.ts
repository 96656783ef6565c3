/**
 * `doctor`: checks the server and its database, and prints the findings (`--json` for programs). Changes
 * nothing: neither migrates nor loads data. The exit code is 1 if a check failed.
 */
import pino from 'pino';
import type { Environment } from '../../settings/environment.js';
import { assembled } from '../../slices.js';
import { openStore, type Store } from '../../database/open-database.js';
import { requireSessionsOfReplicas } from '../../database/pooling.js';
import { inWords } from '../../database/start-errors.js';
import { serveFrom } from '../open-graph.js';
import { databaseChecks, derivedChecks, readingChecks, seedDataCheck, seedDataState } from './database.js';
import { examine, failed, formatFindings, withoutContent, type Check, type Finding } from './finding.js';
import { askOf, federationChecks, httpChecks, limitChecks, relayChecks } from './served.js';

export async function doctorCommand(environment: Environment, { json }: { json: boolean }): Promise<number> {
  const findings = await findingsOn(environment);
  console.log(json ? JSON.stringify({ findings }, undefined, 2) : formatFindings(findings));
  return findings.some(({ verdict }) => verdict === 'failed') ? 1 : 0;
}

async function findingsOn(environment: Environment): Promise<Finding[]> {
  const opening = requireSessionsOfReplicas(environment.databaseReplicaUrls).then(() =>
    openStore(environment, assembled.entities, 'guest', () => undefined, { migrates: false }),
  );
  const store = await opening.catch((error: Error) => error);
  if (store instanceof Error) {
    return examine('Database', [
      { rule: 'the database can be opened', look: () => failed(inWords(store) ?? store.message) },
    ]);
  }
  try {
    return await lookAt(store, environment);
  } finally {
    await store.close();
  }
}

async function lookAt(store: Store, environment: Environment): Promise<Finding[]> {
  const findings = await examine('Database', [
    ...databaseChecks(store.dataSource, environment),
    seedDataCheck(store.dataSource),
  ]);
  const logger = pino({ level: 'silent' });
  // Checks run in the process of the server, and composing a supergraph blocks its event loop: the server must not take
  // that for overload and reject the next check.
  const watched = { ...environment, otlpEndpoint: undefined, eventLoopLimitMs: 600_000 };
  const graph = await serveFrom(store, watched, logger).catch((error: Error) => error);
  if (graph instanceof Error) {
    const look = () => failed(inWords(graph) ?? graph.message);
    return [...findings, ...(await examine('Server', [{ rule: 'the server starts on this database', look }]))];
  }
  try {
    const { app } = graph.server;
    const origin = await app.listen({ port: 0, host: '127.0.0.1', listenTextResolver: () => '' });
    const ask = askOf(app);
    const router = environment.routerSecret;
    const headers: Record<string, string> = router ? { 'router-authorization': router } : {};
    const isEmpty = (await seedDataState(store.dataSource)) === 'none';
    const suited = (checks: readonly Check[]) => (isEmpty ? withoutContent(checks) : checks);
    return [
      ...findings,
      ...(await examine('Derived data', derivedChecks(store.dataSource))),
      ...(await examine('Reading', readingChecks(graph.database, environment))),
      ...(await examine('HTTP', httpChecks(app, `${origin}/graphql`))),
      ...(await examine('Relay', suited(relayChecks(ask)))),
      ...(await examine('Federation', suited(federationChecks(ask, headers)))),
      ...(await examine('Limits', limitChecks(ask))),
    ];
  } finally {
    await graph.server.close();
    await graph.close();
  }
}
