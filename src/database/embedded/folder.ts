/** The layout of the data folder. */
import { access, constants, mkdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DataFolderUnusableError } from './errors.js';

/** The paths in a data folder, absolute. */
export interface DataFolder {
  readonly path: string;
  /** The log of PostgreSQL. */
  readonly log: string;
  /** One file for each process that uses the database. */
  readonly users: string;
  /** One file for each process that is starting or stopping the database, or waits to do so. */
  readonly turns: string;
  /** The cluster with its password: created elsewhere and renamed, so it is complete or absent. */
  readonly cluster: string;
  readonly pgdata: string;
  readonly password: string;
  readonly port: string;
}

/**
 * Creates the folder if absent and returns its layout.
 *
 * @throws {DataFolderUnusableError} if this process may not write there, or the database in it belongs to another user
 */
export async function prepareDataFolder(dataDir: string): Promise<DataFolder> {
  try {
    await mkdir(dataDir, { recursive: true });
    // PostgreSQL reports its folder unresolved; resolving symbolic links here makes paths comparable.
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

/** Returns the layout of a data folder without accessing it. */
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
        ? `${folder.cluster} exists, but is not a database that this server created. Move it elsewhere.`
        : `its database belongs to the user with id ${owner}. Run as that user, or choose another folder with DATA_DIR.`;
    throw new DataFolderUnusableError(folder.path, reason, { cause: error });
  });
}
