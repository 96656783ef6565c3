/** The ledger: the runs of imports with their files. */
import type { EntityManager } from 'typeorm';
import type { Counts, FileError } from './file-notes.js';
import { runLocks } from './run.js';

export interface FileEntry extends Counts {
  path: string;
  state: 'RUNNING' | 'DONE' | 'REFUSED' | 'UNFINISHED';
  bytes: number | null;
  /** Of the whole content; null if it was not read to its end. */
  sha256: string | null;
  /** The first rejections. */
  errors: FileError[];
  startedAt: string;
  endedAt: string | null;
}

export interface RunEntry {
  id: number;
  paths: string[];
  /** `UNFINISHED`: it was killed. The same import goes on with it. */
  state: 'RUNNING' | 'DONE' | 'FAILED' | 'PARTLY_UNDONE' | 'UNDONE' | 'UNFINISHED';
  fault: string | null;
  startedAt: string;
  endedAt: string | null;
  files: FileEntry[];
}

/** Returns all runs in order. Times are ISO 8601 in UTC. */
export async function listRuns(manager: EntityManager): Promise<RunEntry[]> {
  const time = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;
  const runs = await manager.query<RunEntry[]>(
    `SELECT id, paths, fault, ${time('started_at')} AS "startedAt", ${time('ended_at')} AS "endedAt",
       -- A run that lives holds its lock.
       CASE WHEN state = 'RUNNING' AND NOT EXISTS (
           SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = $1 AND objid = id
             AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
         THEN 'UNFINISHED' ELSE state END AS state
     FROM import_run ORDER BY id`,
    [runLocks],
  );
  const files = await manager.query<(FileEntry & { runId: number })[]>(
    `SELECT run_id AS "runId", path, state, bytes::float AS bytes, sha256, added, changed, unchanged, refused, errors,
       ${time('started_at')} AS "startedAt", ${time('ended_at')} AS "endedAt"
     FROM import_file ORDER BY id`,
  );
  const byRun = new Map<number, FileEntry[]>(runs.map(({ id }) => [id, []]));
  const running = new Set(runs.flatMap(({ id, state }) => (state === 'RUNNING' ? [id] : [])));
  for (const { runId, ...file } of files) {
    const state = file.state === 'RUNNING' && !running.has(runId) ? 'UNFINISHED' : file.state;
    byRun.get(runId)?.push({ ...file, state });
  }
  return runs.map((run) => ({ ...run, files: byRun.get(run.id)! }));
}
