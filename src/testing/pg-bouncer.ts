/** A PgBouncer for a test, in front of a PostgreSQL, with default settings except for those the test sets. */
import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Path of the program; undefined if it is not installed. */
export const pgBouncerProgram = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer', '/usr/local/bin/pgbouncer'].find(
  (path) => {
    try {
      accessSync(path);
      return true;
    } catch {
      return false;
    }
  },
);

/** For the titles of tests that need it: why they are skipped. */
export const pgBouncerAbsent = 'left out: PgBouncer is not installed';

export class PgBouncer {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
    private readonly home: string,
  ) {}

  /** Starts one in front of the server of a URL. */
  static async before(url: string, mode: 'session' | 'transaction' = 'session'): Promise<PgBouncer> {
    const target = new URL(url);
    const home = await mkdtemp(join(tmpdir(), 'osce-graph-pooler-'));
    const port = await freePort();
    const login = `user=${target.username}${target.password && ` password=${target.password}`}`;
    const file = join(home, 'pgbouncer.ini');
    await writeFile(
      file,
      `[databases]
* = host=${target.hostname} port=${target.port} ${login}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = ${mode}
`,
    );
    await chmod(home, 0o755);
    // PgBouncer does not run as root; the PostgreSQL package provides a user.
    const command: readonly string[] = [
      ...(process.getuid?.() === 0 ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups'] : []),
      pgBouncerProgram!,
      '--quiet',
      file,
    ];
    const child = spawn(command[0]!, command.slice(1), { stdio: 'ignore', cwd: tmpdir() });
    target.host = `127.0.0.1:${port}`;
    const pooler = new PgBouncer(target.toString(), child, home);
    await pooler.untilListening(port);
    return pooler;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const ended = new Promise((resolve) => this.child.once('exit', resolve));
      this.child.kill('SIGQUIT');
      await ended;
    }
    await rm(this.home, { recursive: true, force: true });
  }

  private async untilListening(port: number): Promise<void> {
    for (let tries = 0; tries < 500; tries += 1) {
      if (this.child.exitCode !== null) throw new Error(`PgBouncer ended with ${this.child.exitCode}`);
      if (await accepts(port)) return;
      await delay(10);
    }
    await this.stop();
    throw new Error('PgBouncer does not listen');
  }
}

const accepts = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    }).on('error', () => resolve(false));
  });

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
