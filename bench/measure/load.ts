/** Puts a server under load for some seconds. */
import autocannon from 'autocannon';
import { cpuMs, usedBetween, type DatabaseUsage } from './process-usage';
import { headers, type PreparedRequest } from './requests';
import type { RunningServer } from './running-server';

export interface Load {
  connections: number;
  seconds: number;
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
}

/** @throws if anything but answers of status 200 comes */
export async function load(
  server: RunningServer,
  requests: readonly PreparedRequest[],
  { connections, seconds }: Load,
  database: DatabaseUsage,
): Promise<Measurement> {
  const times: number[] = [];
  let bytes = 0;
  const databaseBefore = await database.read();
  const cpuBefore = cpuMs(server.pid) ?? 0;
  const started = performance.now();
  const result = await fire(server.origin, requests, { connections, seconds }, (size, time) => {
    times.push(time);
    bytes += size;
  });
  const elapsed = performance.now() - started;
  const cpu = (cpuMs(server.pid) ?? 0) - cpuBefore;
  const databaseCpu = usedBetween(databaseBefore, await database.read());
  if (result.errors > 0 || result.timeouts > 0 || result.non2xx > 0) {
    const { errors, timeouts, non2xx } = result;
    throw new Error(`${server.kind.name} under load: ${errors} errors, ${timeouts} time-outs, ${non2xx} refusals`);
  }
  times.sort((a, b) => a - b);
  const count = times.length;
  return {
    requestsPerSecond: (count * 1000) / elapsed,
    p50: times[Math.floor(count * 0.5)] ?? NaN,
    p99: times[Math.floor(count * 0.99)] ?? NaN,
    serverCpu: cpu / count,
    databaseCpu: databaseCpu / count,
    bytes: bytes / count,
  };
}

function fire(
  url: string,
  requests: readonly PreparedRequest[],
  { connections, seconds }: Load,
  told: (bytes: number, milliseconds: number) => void,
): Promise<autocannon.Result> {
  const options: autocannon.Options = {
    url,
    connections,
    duration: seconds,
    // The slowest server needs seconds for the largest query.
    timeout: 60,
    requests: requests.map(({ path, body }) => ({ method: 'POST', path, body, headers })),
  };
  return new Promise((resolve, reject) => {
    const run = autocannon(options, (fault: Error | null, result) => (fault ? reject(fault) : resolve(result)));
    run.on('response', (_client, _status, size, time) => told(size, time));
  });
}
