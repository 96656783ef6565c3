/** Puts a server under load for some seconds. */
import autocannon from 'autocannon';
import { cpuMs, usedBetween, type DatabaseUsage } from './process-usage';
import { headers, type PreparedRequest } from './requests';
import type { RunningServer } from './running-server';

export interface Load {
  connections: number;
  seconds: number;
  /** Ends after this many answers, however long that takes: for queries too slow to be counted per second. */
  answers?: number;
}

export interface Measurement {
  requestsPerSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** Milliseconds of CPU for each request: of the server, and of PostgreSQL if it is on this machine. */
  serverCpu: number;
  databaseCpu: number;
  /** Bytes of each answer. */
  bytes: number;
  /** Whole answers, without errors; all else that is said here is of these. */
  answers: number;
  /** Everything else: rejections, partial answers, timeouts and broken connections. */
  failures: number;
}

/** A measurement after a warm-up of a third of its time. */
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
 * @param told is called for each complete answer
 * @returns how much else came
 */
export function fire(
  url: string,
  requests: readonly PreparedRequest[],
  { connections, seconds, answers }: Load,
  told: (bytes: number, milliseconds: number) => void,
): Promise<number> {
  let failures = 0;
  // autocannon reports each answer twice, one call right after the other: here its text, below its time.
  let isWhole = false;
  const onResponse = (status: number, text: string) => (isWhole = status === 200 && !text.includes('"errors":['));
  const options: autocannon.Options = {
    url,
    connections,
    ...(answers === undefined ? { duration: seconds } : { amount: answers }),
    // The slowest server needs seconds for the largest query, and others wait meanwhile.
    timeout: 300,
    requests: requests.map(({ path, body }) => ({ method: 'POST', path, body, headers, onResponse })),
  };
  return new Promise((resolve, reject) => {
    const run = autocannon(options, (fault: Error | null, { errors }) =>
      fault ? reject(fault) : resolve(errors + failures),
    );
    run.on('response', (_client, _status, size, time) => {
      if (isWhole) told(size, time);
      else failures += 1;
    });
  });
}
