/**
 * As which user of the system PostgreSQL runs. It refuses to run as root, so a server that runs as root hands it to
 * another user: the one who owns the database, or `postgres` for a new database (made if there is none, as the packages
 * of Linux distributions do). Everybody else runs PostgreSQL as themselves.
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
  /** The programs, where this user can reach them. */
  readonly program: PostgresBinaries;
  /** Like `spawn` of Node, with a clean environment: settings such as PGDATA or PGPORT of the user must not leak in. */
  spawn(program: string, args: readonly string[], options: SpawnOptions): ChildProcess;
  /** Hands a file or folder that this process made over to the user. */
  give(path: string): Promise<void>;
}

interface Identity {
  readonly uid: number;
  readonly gid: number;
}

interface AccountOptions {
  readonly log: (step: string) => void;
  /** The program of util-linux that starts another with chosen rights; a test names one that does not exist. */
  readonly setpriv?: string;
}

/**
 * Decides as which user PostgreSQL runs on this data folder.
 *
 * @throws {DatabaseUserError} as root, if there is no other user, or that user cannot get at the programs or the data
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
  // Data must stay where it was asked for; programs need not.
  const closed = await closedFolder(identity, [folder.cluster]);
  if (closed !== undefined) return accountOf(program, identity, await passage(identity, closed, options));
  if ((await closedFolder(identity, [program.postgres])) === undefined) return accountOf(program, identity, []);
  return accountOf(await reachableBinaries(program, options.log), identity, []);
}

/** The folder on the way to one of these paths that the user may not pass through, if there is one. */
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

/** PostgreSQL looks its user up, and does not run as one that the system has no name for. */
function requireName(): void {
  if (process.platform === 'win32') return;
  try {
    userInfo();
  } catch (cause) {
    throw new DatabaseUserError(
      `PostgreSQL does not run as the user with id ${process.getuid?.()}, who has no name on this system; some platforms ` +
        `for containers (such as OpenShift) choose such a user. Set DATABASE_URL, which is the better way there anyway, or ` +
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
      // The wrapper changes the user itself: it needs the rights of root until then.
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
    // Somebody else may have made it at the same moment.
    const made = await userNamed('postgres');
    if (made) return made;
    throw new DatabaseUserError(
      `PostgreSQL does not run as root, and the system user "postgres" could not be made: ${(cause as Error).message} ` +
        `Make that user, run the server as an ordinary user, or set DATABASE_URL.`,
      { cause },
    );
  }
  const made = await userNamed('postgres');
  if (made) return made;
  throw new DatabaseUserError('The system user "postgres" was made but cannot be found. Run as an ordinary user.');
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
 * Data below the home of root (0700) is out of reach of every other user. Opening it to all would not be ours to do. On Linux
 * PostgreSQL can be given one right of root, and no more: to pass through closed folders and read what is in them.
 */
async function passage(
  identity: Identity,
  closed: string,
  { log, setpriv = 'setpriv' }: AccountOptions,
): Promise<string[]> {
  const right = await rightToPass();
  const ids = [`--reuid=${identity.uid}`, `--regid=${identity.gid}`, '--clear-groups'];
  // Without the last one the right would not hold for access(2), with which initdb looks for its programs.
  const rights = [`--inh-caps=+${right}`, `--ambient-caps=+${right}`, '--securebits=+no_setuid_fixup'];
  const wrapper = [setpriv, ...ids, ...rights];
  const [command = setpriv, ...args] = wrapper;
  try {
    if (right === undefined) throw new Error('this process has not got the right itself');
    await run(command, [...args, 'true']);
  } catch (cause) {
    throw new DatabaseUserError(
      `PostgreSQL does not run as root but as the user with id ${identity.uid}, who may not enter ${closed}. ` +
        `Move the project and DATA_DIR to a place that everybody may enter (such as /opt or /var/lib), or open that ` +
        `folder with "chmod o+x ${closed}", or run the server as an ordinary user.`,
      { cause },
    );
  }
  log(`letting PostgreSQL pass through ${closed}, which is closed to its user (${right})`);
  return wrapper;
}

/** The smaller of two rights that let one through, if this process has it: containers often lack it. */
async function rightToPass(): Promise<'dac_read_search' | 'dac_override' | undefined> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  const rights = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)/m.exec(status)?.[1] ?? '0'}`);
  if (rights & (1n << 2n)) return 'dac_read_search';
  if (rights & (1n << 1n)) return 'dac_override';
  return undefined;
}
