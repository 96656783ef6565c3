/**
 * Serializes changes that concern all processes (migrations, loading the seed data) with a PostgreSQL advisory lock.
 * PostgreSQL releases the lock when its connection ends, whatever happens to the process.
 */
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type { DataSource, QueryRunner } from 'typeorm';

/** The key of the lock; arbitrary. */
export const lockKey = 7_051_975;
const askEveryMs = 100;
const logEveryMs = 5_000;

export interface LockOptions {
  /** Maximum wait for the lock, in milliseconds; default 5 minutes. */
  readonly waitMs?: number;
  /** Receives progress messages while waiting. */
  readonly log?: (step: string) => void;
  /** Aborts the wait with its reason; work that holds the lock continues. */
  readonly signal?: AbortSignal;
}

/** Another process still held the lock after the maximum wait. */
export class LockTimeoutError extends Error {
  override readonly name = 'LockTimeoutError';
}

/** Runs `work` while holding the lock. @throws {LockTimeoutError} or the reason of the signal */
export async function withLock<T>(dataSource: DataSource, turn: LockOptions, work: () => Promise<T>): Promise<T> {
  const runner = dataSource.createQueryRunner();
  try {
    await takeLock(runner, turn);
    try {
      return await work();
    } finally {
      await runner.query('SELECT pg_advisory_unlock($1)', [lockKey]);
    }
  } finally {
    await runner.release();
  }
}

/** Polls rather than waiting inside PostgreSQL, so that it can report the holder and be aborted. */
async function takeLock(runner: QueryRunner, { waitMs = 300_000, log, signal }: LockOptions): Promise<void> {
  const start = performance.now();
  let loggedAt = -Infinity;
  for (;;) {
    signal?.throwIfAborted();
    const [taken] = (await runner.query('SELECT pg_try_advisory_lock($1) AS yes', [lockKey])) as { yes: boolean }[];
    if (taken?.yes) return;
    const waited = performance.now() - start;
    if (waited >= waitMs) {
      throw new LockTimeoutError(
        `Another process is still changing the schema or loading content after ${Math.round(waited / 1_000)} s: ` +
          `${await holder(runner)}. If it hangs, end its session; MIGRATION_WAIT_MS sets how long to wait.`,
      );
    }
    if (waited - loggedAt >= logEveryMs) {
      log?.(`waiting for another process that changes the schema or loads content: ${await holder(runner)}`);
      loggedAt = waited;
    }
    await delay(Math.min(askEveryMs, waitMs - waited));
  }
}

/** Describes the session that holds the lock. */
async function holder(runner: QueryRunner): Promise<string> {
  const [session] = (await runner.query(
    `SELECT a.pid, a.application_name AS application, coalesce(host(a.client_addr), 'this machine') AS address,
            date_trunc('second', now() - a.backend_start)::text AS age
     FROM pg_locks l JOIN pg_stat_activity a USING (pid)
     WHERE l.locktype = 'advisory' AND l.granted AND l.classid = 0 AND l.objid = $1 AND l.objsubid = 1
       AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    [lockKey],
  )) as { pid: number; application: string; address: string; age: string }[];
  if (!session) return 'it has just ended';
  const { pid, application, address, age } = session;
  return `"${application}" from ${address}, PostgreSQL session ${pid}, connected for ${age}`;
}
