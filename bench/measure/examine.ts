/** The first pass: compares the answers of the servers and counts their statements, without timing. */
import type { BenchQuery, Data } from '../queries/query';
import type { ServerKind } from '../servers';
import { requireAgreement } from './agreement';
import { comparable, prepare, send, type PreparedRequest } from './requests';
import { startServer, type RunningServer } from './running-server';
import { countStatements } from './statement-counter';

export interface Examined {
  requests: readonly PreparedRequest[];
  statements: number;
}

/** The answers to compare other servers with: by query, one for each input. */
export type Expected = Map<string, { compared: unknown; text: string }[]>;

/**
 * Sends every query with every input to a server.
 * @param expected answers of the product; filled if empty
 * @returns requests and statement counts by query, without the queries that the server does not support
 * @throws DisagreementError
 */
export async function examine(
  kind: ServerKind,
  queries: readonly BenchQuery[],
  total: number,
  databaseUrl: string,
  expected: Expected,
): Promise<Map<string, Examined>> {
  const isFirst = expected.size === 0;
  const counter = await countStatements(databaseUrl);
  let started: RunningServer | undefined;
  try {
    const server = (started = await startServer(kind, { DATABASE_URL: counter.url }));
    const examined = new Map<string, Examined>();
    for (const query of queries) {
      const requests = await prepare(server, query, total);
      if (!requests) continue;
      const answers: { data: Data; text: string }[] = [];
      for (const request of requests) answers.push(await send(server, request));
      const found = answers.map(({ data, text }) => ({ compared: comparable(query, server, data), text }));
      if (isFirst) expected.set(query.name, found);
      else {
        for (const [input, { compared }] of found.entries()) {
          requireAgreement(query.name, input, kind.name, expected.get(query.name)![input]!.compared, compared);
        }
      }
      // Counts only after plans and statements are prepared and caches are warm.
      const before = counter.count();
      for (const request of requests) await send(server, request);
      examined.set(query.name, { requests, statements: (counter.count() - before) / requests.length });
    }
    return examined;
  } finally {
    await started?.stop();
    await counter.close();
  }
}
