/** A run of the import: its entry in the ledger, and the connection on which it works. */
import { stat } from 'node:fs/promises';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import { FileNotes } from './file-notes.js';

/** The class of the advisory locks that live runs hold; arbitrary. */
export const runLocks = 19_750_803;

/** A request that a run does not permit. */
export class RunError extends Error {}

export class ImportRun {
  private constructor(
    private readonly runner: QueryRunner,
    readonly id: number,
  ) {}

  /**
   * Starts a run, or resumes an interrupted one of the same files. Its session holds a lock while it lives; a killed run
   * holds none.
   */
  static async begin(dataSource: DataSource, paths: readonly string[]): Promise<ImportRun> {
    const runner = dataSource.createQueryRunner();
    try {
      const id = (await unfinished(runner, paths)) ?? (await added(runner, paths));
      return new ImportRun(runner, id);
    } catch (error) {
      await runner.release();
      throw error;
    }
  }

  get manager(): EntityManager {
    return this.runner.manager;
  }

  /** Starts the entry of a file. */
  async openFile(path: string, name: string): Promise<FileNotes> {
    const found = await stat(path).catch(() => undefined);
    const [row] = await this.manager.query<{ id: number }[]>(
      'INSERT INTO import_file (run_id, path, bytes, modified_at) VALUES ($1, $2, $3, $4) RETURNING id',
      [this.id, name, found?.size ?? null, found?.mtime ?? null],
    );
    return new FileNotes({ run: this.id, file: row!.id });
  }

  /** Records the end of the run, and releases the connection. */
  async end(error?: Error): Promise<void> {
    try {
      await this.manager.query(
        'UPDATE import_run SET state = $2, fault = $3, ended_at = clock_timestamp() WHERE id = $1',
        [this.id, error ? 'FAILED' : 'DONE', error?.message ?? null],
      );
      await this.manager.query('SELECT pg_advisory_unlock($1, $2)', [runLocks, this.id]);
    } finally {
      await this.runner.release();
    }
  }
}

/** Whether a run changed nodes; also before it was interrupted and resumed. */
export async function hasChanges(manager: EntityManager, run: number): Promise<boolean> {
  const [row] = await manager.query<{ changed: boolean }[]>(
    'SELECT EXISTS (SELECT FROM import_change WHERE run_id = $1) AS changed',
    [run],
  );
  return row!.changed;
}

const isLocked = async (runner: QueryRunner, id: number) =>
  ((await runner.query('SELECT pg_try_advisory_lock($1, $2) AS got', [runLocks, id])) as { got: boolean }[])[0]!.got;

async function added(runner: QueryRunner, paths: readonly string[]): Promise<number> {
  // In one statement, so that the run is never visible without its lock.
  const [run] = (await runner.query(
    `WITH run AS (INSERT INTO import_run (paths) VALUES ($2) RETURNING id)
     SELECT id, pg_try_advisory_lock($1, id) FROM run`,
    [runLocks, paths],
  )) as { id: number }[];
  return run!.id;
}

/** Returns the latest run of these paths, if it was interrupted and its files are unchanged. */
async function unfinished(runner: QueryRunner, paths: readonly string[]): Promise<number | undefined> {
  const [run] = (await runner.query(
    'SELECT id, state FROM import_run WHERE paths = $1::text[] ORDER BY id DESC LIMIT 1',
    [paths],
  )) as { id: number; state: string }[];
  if (!run || (run.state !== 'RUNNING' && run.state !== 'FAILED')) return undefined;
  if (!(await isLocked(runner, run.id))) return undefined;
  if (await haveChanged(runner, run.id)) {
    await runner.query('SELECT pg_advisory_unlock($1, $2)', [runLocks, run.id]);
    return undefined;
  }
  await runner.query(`UPDATE import_run SET state = 'RUNNING', fault = NULL, ended_at = NULL WHERE id = $1`, [run.id]);
  return run.id;
}

async function haveChanged(runner: QueryRunner, run: number): Promise<boolean> {
  const files = (await runner.query(
    'SELECT DISTINCT path, bytes::float AS bytes, modified_at FROM import_file WHERE run_id = $1',
    [run],
  )) as { path: string; bytes: number | null; modified_at: Date | null }[];
  for (const { path, bytes, modified_at } of files) {
    const found = await stat(path).catch(() => undefined);
    if ((found?.size ?? null) !== bytes || found?.mtime.getTime() !== modified_at?.getTime()) return true;
  }
  return false;
}
