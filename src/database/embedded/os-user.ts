/**
 * The operating-system user of PostgreSQL. PostgreSQL refuses to run as root, so a server that runs as root starts it as
 * the owner of the database, or as `postgres` for a new one (created if absent, as the packages of Linux distributions
 * do). Any other user runs PostgreSQL as itself.
 */
import { execFile, spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { chown, readFile, stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { DatabaseUserError } from './errors.js';
import type { DataFolder } from './folder.js';
import type { PostgresBinaries } from './binaries.js';
import { reachableBinaries } from './reachable-binaries.js';

const run = promisify(execFile);

/** Starts the programs of PostgreSQL as the right user. */
export interface Account {
  /** The programs, at a path that this user can reach. */
  readonly program: PostgresBinaries;
  /** Like `spawn` of Node.js, with a clean environment: PGDATA or PGPORT of the user must not leak in. */
  spawn(program: string, args: readonly string[], options: SpawnOptions): ChildProcess;
  /** Makes the user the owner of a file or folder. */
  give(path: string): Promise<void>;
}

interface Identity {
  readonly uid: number;
  readonly gid: number;
}

interface AccountOptions {
  readonly log: (step: string) => void;
  /** The program of util-linux that grants capabilities; a test names one that does not exist. */
  readonly setpriv?: string;
}

/**
 * Chooses the user that runs PostgreSQL on this data folder.
 *
 * @throws {DatabaseUserError} as root, if there is no other user, or that user cannot access the programs or the data
 */
export async function osUserFor(
  folder: DataFolder,
  program: PostgresBinaries,
  options: AccountOptions,
): Promise<Account> {
  if (process.getuid?.() !== 0) {
    requireName();
    return accountOf(program, undefined, []);
  }
  const identity = (await ownerOf(folder.pgdata)) ?? (await postgresUser(options.log));
  // Data must stay in its folder; programs can be copied.
  const closed = await closedFolder(identity, [folder.cluster]);
  if (closed !== undefined) return accountOf(program, identity, await grantTraversal(identity, closed, options));
  if ((await closedFolder(identity, [program.postgres])) === undefined) return accountOf(program, identity, []);
  return accountOf(await reachableBinaries(program, options.log), identity, []);
}

/** Returns the first parent folder of these paths that the user may not traverse, if any. */
export async function closedFolder(identity: Identity, paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    for (let folder = dirname(path); ; folder = dirname(folder)) {
      const { mode, uid, gid } = await stat(folder);
      const mayPass = uid === identity.uid ? 0o100 : gid === identity.gid ? 0o010 : 0o001;
      if ((mode & mayPass) === 0) return folder;
      if (folder === dirname(folder)) break;
    }
  }
  return undefined;
}

/** PostgreSQL looks up its user, and does not run as one without a name. */
function requireName(): void {
  if (process.platform === 'win32') return;
  try {
    userInfo();
  } catch (cause) {
    throw new DatabaseUserError(
      `PostgreSQL does not run as the user with id ${process.getuid?.()}, which has no name on this system; some container ` +
        `platforms (such as OpenShift) assign such a user. Set DATABASE_URL, which is recommended there anyway, or ` +
        `give the id a name: a line in /etc/passwd, or the library nss_wrapper.`,
      { cause },
    );
  }
}

function accountOf(program: PostgresBinaries, identity: Identity | undefined, wrapper: readonly string[]): Account {
  const env = { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/local/bin:/usr/bin:/bin' };
  return {
    program,
    spawn(path, args, options) {
      const [command = path, ...rest] = [...wrapper, path, ...args];
      // The wrapper changes the user itself, for which it needs to be root.
      return spawn(command, rest, { ...options, env, ...(wrapper.length === 0 ? identity : {}) });
    },
    async give(path) {
      if (identity) await chown(path, identity.uid, identity.gid);
    },
  };
}

async function ownerOf(path: string): Promise<Identity | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found && { uid: found.uid, gid: found.gid };
}

async function postgresUser(log: (step: string) => void): Promise<Identity> {
  const existing = await userNamed('postgres');
  if (existing) return existing;
  log('creating the system user "postgres", since PostgreSQL does not run as root');
  try {
    await run('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres']);
  } catch (cause) {
    // Another process may have created it concurrently.
    const made = await userNamed('postgres');
    if (made) return made;
    throw new DatabaseUserError(
      `PostgreSQL does not run as root, and the system user "postgres" could not be created: ${(cause as Error).message} ` +
        `Create that user, run the server as an ordinary user, or set DATABASE_URL.`,
      { cause },
    );
  }
  const made = await userNamed('postgres');
  if (made) return made;
  throw new DatabaseUserError('The system user "postgres" was created but cannot be found. Run as an ordinary user.');
}

async function userNamed(name: string): Promise<Identity | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

/**
 * Data below the home of root (0700) is inaccessible to other users, and opening that folder is not up to the server. On
 * Linux, PostgreSQL can be granted a single capability: to traverse and read closed folders.
 */
async function grantTraversal(
  identity: Identity,
  closed: string,
  { log, setpriv = 'setpriv' }: AccountOptions,
): Promise<string[]> {
  const right = await rightToPass();
  const ids = [`--reuid=${identity.uid}`, `--regid=${identity.gid}`, '--clear-groups'];
  // Without the last one access(2), with which initdb looks for its programs, ignores the capability.
  const rights = [`--inh-caps=+${right}`, `--ambient-caps=+${right}`, '--securebits=+no_setuid_fixup'];
  const wrapper = [setpriv, ...ids, ...rights];
  const [command = setpriv, ...args] = wrapper;
  try {
    if (right === undefined) throw new Error('this process lacks the capability itself');
    await run(command, [...args, 'true']);
  } catch (cause) {
    throw new DatabaseUserError(
      `PostgreSQL does not run as root but as the user with id ${identity.uid}, which may not enter ${closed}. ` +
        `Move the project and DATA_DIR to a place that all users may enter (such as /opt or /var/lib), or open that ` +
        `folder with "chmod o+x ${closed}", or run the server as an ordinary user.`,
      { cause },
    );
  }
  log(`letting PostgreSQL traverse ${closed}, which is closed to its user (${right})`);
  return wrapper;
}

/** Returns the smaller of two sufficient capabilities that this process has; containers often lack both. */
async function rightToPass(): Promise<'dac_read_search' | 'dac_override' | undefined> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  const rights = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)/m.exec(status)?.[1] ?? '0'}`);
  if (rights & (1n << 2n)) return 'dac_read_search';
  if (rights & (1n << 1n)) return 'dac_override';
  return undefined;
}
