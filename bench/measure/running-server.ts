/** A server under measurement: a separate process on a free port. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { poolSize, type ServerKind } from '../servers';

export interface RunningServer {
  kind: ServerKind;
  origin: string;
  pid: number;
  stop(): Promise<void>;
}

const longestStartMs = 60_000;

/** Starts a server and waits until it listens. @throws with its output, if it exits or does not listen in time */
export async function startServer(kind: ServerKind, env: Record<string, string>): Promise<RunningServer> {
  const port = await freePort();
  const child = spawn(process.execPath, [kind.program], {
    cwd: dirname(kind.program),
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: String(port),
      DATABASE_POOL_SIZE: String(poolSize),
      ...kind.env,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // The child process never outlives the benchmark, however it ends.
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (printed = (printed + chunk.toString()).slice(-5_000)));
  }
  const origin = `http://127.0.0.1:${port}`;
  const latest = performance.now() + longestStartMs;
  while (!(await listens(port))) {
    if (child.exitCode !== null || performance.now() > latest) {
      await stop(child);
      throw new Error(`The server "${kind.name}" did not start. It printed:\n${printed}`);
    }
    await delay(100);
  }
  return { kind, origin, pid: child.pid!, stop: () => stop(child) };
}

const listens = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const impatience = setTimeout(() => child.kill('SIGKILL'), 15_000);
  await ended;
  clearTimeout(impatience);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
