/** Puts a server under load. */
import autocannon from 'autocannon';
import { cpuMs, usedBetween, type DatabaseUsage } from './process-usage';
import { headers, type PreparedRequest } from './requests';
import type { RunningServer } from './running-server';

export interface Load {
  connections: number;
  seconds: number;
  /** Ends after this many answers, however long that takes: for queries too slow for a rate. */
  answers?: number;
}

export interface Measurement {
  requestsPerSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** CPU milliseconds per request: of the server, and of PostgreSQL if it is on this machine. */
  serverCpu: number;
  databaseCpu: number;
  /** Bytes per answer. */
  bytes: number;
  /** Number of complete answers without errors; the other figures refer to these. */
  answers: number;
  /** Number of rejections, partial answers, timeouts and broken connections. */
  failures: number;
}

/** Measures after a warm-up of a third of the time. */
export async function warmLoad(
  server: RunningServer,
  requests: readonly PreparedRequest[],
  under: Load,
  database: DatabaseUsage,
): Promise<Measurement> {
  const warmUp = await load(
    server,
    requests,
    { ...under, seconds: Math.max(1, Math.round(under.seconds / 3)) },
    database,
  );
  const isSlow = warmUp.answers < 2 * under.connections;
  return load(server, requests, isSlow ? { ...under, answers: under.connections } : under, database);
}

async function load(
  server: RunningServer,
  requests: readonly PreparedRequest[],
  under: Load,
  database: DatabaseUsage,
): Promise<Measurement> {
  const times: number[] = [];
  let bytes = 0;
  const databaseBefore = await database.read();
  const cpuBefore = cpuMs(server.pid) ?? 0;
  const started = performance.now();
  const failures = await fire(server.origin, requests, under, (size, time) => {
    times.push(time);
    bytes += size;
  });
  const elapsed = performance.now() - started;
  const cpu = (cpuMs(server.pid) ?? 0) - cpuBefore;
  const databaseCpu = usedBetween(databaseBefore, await database.read());
  const count = times.length;
  times.sort((a, b) => a - b);
  return {
    requestsPerSecond: (count * 1000) / elapsed,
    p50: times[Math.floor(count * 0.5)] ?? NaN,
    p99: times[Math.floor(count * 0.99)] ?? NaN,
    serverCpu: cpu / count,
    databaseCpu: databaseCpu / count,
    bytes: bytes / count,
    answers: count,
    failures,
  };
}

/**
 * Sends requests in rotation over some connections, for some seconds or until enough answers have arrived.
 * @param onAnswer is called for each complete answer
 * @returns number of failures
 */
export function fire(
  url: string,
  requests: readonly PreparedRequest[],
  { connections, seconds, answers }: Load,
  onAnswer: (bytes: number, milliseconds: number) => void,
): Promise<number> {
  let failures = 0;
  // autocannon reports each answer in two successive events: here its text, below its time.
  let isWhole = false;
  const onResponse = (status: number, text: string) => (isWhole = status === 200 && !text.includes('"errors":['));
  const options: autocannon.Options = {
    url,
    connections,
    ...(answers === undefined ? { duration: seconds } : { amount: answers }),
    // The slowest server needs seconds for the largest query, while other requests wait.
    timeout: 300,
    requests: requests.map(({ path, body }) => ({ method: 'POST', path, body, headers, onResponse })),
  };
  return new Promise((resolve, reject) => {
    const run = autocannon(options, (fault: Error | null, { errors }) =>
      fault ? reject(fault) : resolve(errors + failures),
    );
    run.on('response', (_client, _status, size, time) => {
      if (isWhole) onAnswer(size, time);
      else failures += 1;
    });
  });
}
