/** What lies where in the data folder. */
import { access, constants, mkdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DataFolderUnusableError } from './errors.js';

/** The places in a data folder, as absolute paths. */
export interface DataFolder {
  readonly path: string;
  /** What PostgreSQL says while it runs. */
  readonly log: string;
  /** One file for each process that uses the database. */
  readonly users: string;
  /** One file for each process that is starting or stopping the database, or waits to do so. */
  readonly turns: string;
  /** The cluster with its password: made elsewhere and moved here as a whole, so it is complete or absent. */
  readonly cluster: string;
  readonly pgdata: string;
  readonly password: string;
  readonly port: string;
}

/**
 * Makes the folder if need be and names the places in it.
 *
 * @throws {DataFolderUnusableError} if this process may not write there, or the database in it belongs to another user
 */
export async function prepareDataFolder(dataDir: string): Promise<DataFolder> {
  try {
    await mkdir(dataDir, { recursive: true });
    // PostgreSQL reports its folder without symbolic links being resolved; with one spelling, paths can be compared.
    const folder = placesIn(await realpath(dataDir));
    await access(folder.path, constants.R_OK | constants.W_OK | constants.X_OK);
    await mkdir(folder.users, { recursive: true });
    await mkdir(folder.turns, { recursive: true });
    await refuseForeignCluster(folder);
    return folder;
  } catch (error) {
    if (error instanceof DataFolderUnusableError) throw error;
    throw new DataFolderUnusableError(
      dataDir,
      `${(error as Error).message}. Choose a folder that this user may write to, with DATA_DIR.`,
      { cause: error },
    );
  }
}

/** The places in the data folder at this path; nothing is made or looked at. */
export function placesIn(path: string): DataFolder {
  const cluster = join(path, 'postgres');
  return {
    path,
    log: join(path, 'postgres.log'),
    users: join(path, 'users'),
    turns: join(path, 'turns'),
    cluster,
    pgdata: join(cluster, 'pgdata'),
    password: join(cluster, 'password'),
    port: join(cluster, 'port'),
  };
}

async function refuseForeignCluster(folder: DataFolder): Promise<void> {
  const owner = (await stat(folder.cluster).catch(() => undefined))?.uid;
  if (owner === undefined) return;
  await access(folder.password, constants.R_OK).catch((error: NodeJS.ErrnoException) => {
    const reason =
      error.code === 'ENOENT'
        ? `${folder.cluster} is there, but is not a database that this server made. Move it away.`
        : `its database belongs to the user with id ${owner}. Run as that user, or choose another folder with DATA_DIR.`;
    throw new DataFolderUnusableError(folder.path, reason, { cause: error });
  });
}
