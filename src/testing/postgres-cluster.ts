/**
 * PostgreSQL servers with replicas for a test, to be stopped, promoted and filled up. The embedded PostgreSQL has no
 * `pg_basebackup`, so these use an installed PostgreSQL.
 */
import { execFile } from 'node:child_process';
import { accessSync, readdirSync } from 'node:fs';
import { appendFile, chmod, chown, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Certificate } from './certificates.js';

const run = promisify(execFile);
const distribution = '/usr/lib/postgresql';

/** Folder of the newest installed programs with `pg_basebackup`; undefined if there are none. */
export const postgresPrograms = ((): string | undefined => {
  const folders = [process.env['TEST_POSTGRES_PROGRAMS'] ?? '', ...newestFirst()];
  return folders.find((folder) => folder !== '' && hasFile(join(folder, 'pg_basebackup')));
})();

/** For the titles of tests that need them: why they are skipped. */
export const postgresProgramsAbsent = `left out: there is no pg_basebackup below ${distribution}, and TEST_POSTGRES_PROGRAMS names none`;

function newestFirst(): string[] {
  try {
    const versions = readdirSync(distribution).sort((a, b) => Number(b) - Number(a));
    return versions.map((version) => join(distribution, version, 'bin'));
  } catch {
    return [];
  }
}

function hasFile(path: string): boolean {
  try {
    accessSync(path);
    return true;
  } catch {
    return false;
  }
}

const isRoot = process.getuid?.() === 0;

/** Runs a program. PostgreSQL does not run as root; in that case as the user `postgres` of its package. */
async function program(name: string, ...args: string[]): Promise<string> {
  const command = [join(postgresPrograms!, name), ...args];
  const [file = '', ...rest] = isRoot ? ['runuser', '-u', 'postgres', '--', ...command] : command;
  return (await run(file, rest, { cwd: tmpdir() })).stdout;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** One running server and its folder. */
export class PostgresCluster {
  private constructor(
    private readonly home: string,
    readonly port: number,
  ) {}

  /** Creates and starts a server without fsync. */
  static async start(): Promise<PostgresCluster> {
    const home = await newHome();
    await program(
      'initdb',
      '--auth=trust',
      '--username=graph',
      '--encoding=UTF8',
      '--locale=C',
      '--no-sync',
      data(home),
    );
    const cluster = new PostgresCluster(home, await freePort());
    await cluster.configure();
    await cluster.begin();
    return cluster;
  }

  /** Creates and starts a streaming replica of this server. */
  async replica(): Promise<PostgresCluster> {
    const home = await newHome();
    const from = ['--host=127.0.0.1', `--port=${this.port}`, '--username=graph', '--wal-method=stream'];
    await program(
      'pg_basebackup',
      ...from,
      '--checkpoint=fast',
      '--no-sync',
      '--write-recovery-conf',
      `--pgdata=${data(home)}`,
    );
    const replica = new PostgresCluster(home, await freePort());
    await replica.configure();
    await replica.begin();
    return replica;
  }

  url(database = 'postgres'): string {
    return `postgres://graph@127.0.0.1:${this.port}/${database}`;
  }

  begin = () => program('pg_ctl', 'start', '-w', '-D', data(this.home), '-l', join(this.home, 'log'));
  /** Stops it as an administrator would: connections are closed. */
  end = () => program('pg_ctl', 'stop', '-w', '-m', 'fast', '-D', data(this.home));
  /** Promotes a replica to primary. */
  promote = () => program('pg_ctl', 'promote', '-w', '-D', data(this.home));

  /** Enables TLS, without requiring it, and restarts the server. */
  async showCertificate({ certificate, key }: Certificate): Promise<void> {
    await this.end();
    const { uid, gid } = await stat(data(this.home));
    for (const [name, content] of Object.entries({ 'server.crt': certificate, 'server.key': key })) {
      const file = join(data(this.home), name);
      await writeFile(file, content, { mode: 0o600 });
      if (isRoot) await chown(file, uid, gid);
    }
    await appendFile(join(data(this.home), 'postgresql.conf'), 'ssl = on\n');
    await this.begin();
  }

  async destroy(): Promise<void> {
    await program('pg_ctl', 'stop', '-w', '-m', 'immediate', '-D', data(this.home)).catch(() => undefined);
    await rm(this.home, { recursive: true, force: true });
  }

  private async configure(): Promise<void> {
    const settings = {
      port: this.port,
      listen_addresses: "'127.0.0.1'",
      unix_socket_directories: "''",
      fsync: 'off',
      shared_buffers: '16MB',
      wal_level: 'replica',
      // A disconnected replica reconnects soon.
      wal_retrieve_retry_interval: "'100ms'",
    };
    const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}\n`);
    const file = join(data(this.home), 'postgresql.conf');
    await writeFile(file, lines.join(''));
  }
}

const data = (home: string) => join(home, 'data');

async function newHome(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'osce-graph-cluster-'));
  await chmod(home, 0o777);
  return home;
}
