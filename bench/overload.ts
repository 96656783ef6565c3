/**
 * `npm run bench:overload [-- --rounds 5 --seconds 5]`: measures the goodput of the server at five times its capacity,
 * and its recovery. Prints a table. The load generator shares this machine, whose speed varies: read the ratios, not
 * the numbers. Each ratio compares two loads in immediate succession; the median of the rounds counts.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { cpuMs } from './measure/process-usage';
import { median } from './results';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, seconds: { type: 'string', default: '5' } },
});
const rounds = Number(values.rounds);
const seconds = Number(values.seconds);

/** Numbers of connections: 1.5 times what the server runs and queues by default, and several times that. */
const crowds = [700, 2_400];

const query = `{ newsItems(first: 20) { nodes { title issuedOn issuedBy { name hostCountry { name } }
  countries { name } fieldsOfWork { name } } } }`;

interface Server {
  origin: string;
  pid: number;
  stop(): Promise<void>;
}

async function startServer(settings: NodeJS.ProcessEnv): Promise<Server> {
  const dataDir = await mkdtemp(join(tmpdir(), 'osce-graph-overload-'));
  const child = spawn(process.execPath, ['dist/main.js'], {
    cwd: join(__dirname, '..'),
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      DATA_DIR: dataDir,
      LOG_REQUESTS: 'false',
      // Cached answers cost almost nothing, and one client sends all requests.
      RESPONSE_CACHE_MB: '0',
      RATE_LIMIT: '0',
      // All connections come from one address.
      MAX_CONNECTIONS_PER_CLIENT: '10000',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let log = '';
  const origin = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      const [, found] = /GraphQL at (http:\/\/localhost:\d+)/.exec(log) ?? [];
      if (found) resolve(found);
    });
    child.once('exit', () => reject(new Error(`The server ended: ${log}`)));
  });
  return {
    origin,
    pid: child.pid!,
    stop: async () => {
      child.kill('SIGTERM');
      await new Promise((resolve) => child.once('exit', resolve));
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

interface Measured {
  /** Answers with 200 per second. */
  good: number;
  /** Answers with 503 per second. */
  rejected: number;
  /** CPU time of the server per answer with 200, in milliseconds, including all other work. */
  cpu: number;
  /** Number of timeouts and lost connections. */
  lost: number;
  /** Latency of answers with 200, in milliseconds. */
  p50: number;
  p99: number;
}

async function measure(
  { origin, pid }: Server,
  options: { connections: number; rate?: number; seconds: number },
): Promise<Measured> {
  const times: number[] = [];
  let rejected = 0;
  const cpuBefore = cpuMs(pid) ?? NaN;
  const { errors, timeouts } = await new Promise<autocannon.Result>((resolve, reject) => {
    const instance = autocannon(
      {
        url: `${origin}/graphql`,
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
        connections: options.connections,
        duration: options.seconds,
        // autocannon would correct its own percentiles, which are unused here, a thousand times for each late answer.
        ...(options.rate !== undefined && { overallRate: Math.ceil(options.rate), ignoreCoordinatedOmission: true }),
      },
      (error: unknown, result) => (error ? reject(error as Error) : resolve(result)),
    );
    instance.on('response', (_client, status, _bytes, time) => {
      if (status === 200) times.push(time);
      else rejected += 1;
    });
  });
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? NaN;
  return {
    good: times.length / options.seconds,
    rejected: rejected / options.seconds,
    lost: errors + timeouts,
    cpu: ((cpuMs(pid) ?? NaN) - cpuBefore) / times.length,
    p50: at(0.5),
    p99: at(0.99),
  };
}

const row = (...cells: (string | number)[]) =>
  console.log(`| ${cells.map((cell) => (typeof cell === 'number' ? Math.round(cell) : cell)).join(' | ')} |`);
const line = (name: string, { good, rejected, lost, p50, p99, cpu }: Measured) =>
  row(name, good, rejected, lost, p50, p99, cpu.toFixed(2));

/** The median of each figure; lost answers are the sum of all rounds. */
const medianOf = (all: readonly Measured[]): Measured => ({
  good: median(all.map(({ good }) => good)),
  rejected: median(all.map(({ rejected }) => rejected)),
  cpu: median(all.map(({ cpu }) => cpu)),
  lost: all.reduce((sum, { lost }) => sum + lost, 0),
  p50: median(all.map(({ p50 }) => p50)),
  p99: median(all.map(({ p99 }) => p99)),
});

async function scenario(title: string, settings: NodeJS.ProcessEnv): Promise<void> {
  const server = await startServer(settings);
  try {
    await measure(server, { connections: 16, seconds: 4 });
    const rated: Measured[] = [];
    const over = crowds.map((connections) => ({ connections, measured: [] as Measured[], ratios: [] as number[] }));
    for (let round = 0; round < rounds; round += 1) {
      for (const { connections, measured, ratios } of over) {
        const now = await measure(server, { connections: 16, seconds });
        const crowded = await measure(server, { connections, rate: 5 * now.good, seconds });
        rated.push(now);
        measured.push(crowded);
        ratios.push(crowded.good / now.good);
      }
    }
    const half = median(rated.map(({ good }) => good)) / 2;
    const calm = await measure(server, { connections: 16, rate: half, seconds: 3 });
    // Once more, to see the recovery.
    await measure(server, { connections: crowds[0]!, rate: 10 * half, seconds });
    const from = performance.now();
    let recovered = NaN;
    while (Number.isNaN(recovered) && performance.now() - from < 30_000) {
      const after = await measure(server, { connections: 16, rate: half, seconds: 1 });
      if (after.rejected === 0 && after.lost === 0 && after.p99 < Math.max(3 * calm.p99, 50))
        recovered = performance.now() - from;
      else await delay(100);
    }
    console.log(`\n${title}\n`);
    row('load', '200 a second', '503 a second', 'lost', 'p50 ms', 'p99 ms', 'CPU of the server, ms');
    row('---', '---:', '---:', '---:', '---:', '---:', '---:');
    line('rated (16 connections)', medianOf(rated));
    line('half of it', calm);
    for (const { connections, measured } of over)
      line(`five times it (${connections} connections)`, medianOf(measured));
    console.log('');
    for (const { connections, ratios } of over) {
      const [least, middle, most] = [Math.min(...ratios), median(ratios), Math.max(...ratios)].map((r) => r.toFixed(2));
      console.log(`Goodput with ${connections} connections: ${middle} of rated (${least} to ${most}).`);
    }
    console.log(`As before after ${(recovered / 1_000).toFixed(1)} s (one second of which is the measurement).`);
  } finally {
    await server.stop();
  }
}

async function main(): Promise<void> {
  await scenario('With the limits as they are by default', {});
  await scenario('Without them', {
    MAX_CONCURRENT_REQUESTS: '100000',
    CLIENT_SHARE: '1',
    EVENT_LOOP_LIMIT_MS: '600000',
  });
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
