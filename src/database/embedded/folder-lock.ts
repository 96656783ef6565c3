/**
 * A lock between the processes that start or stop the database of a folder.
 *
 * A process first creates a lock file and then lists the others. If it is alone, it has the lock. If not, the file whose
 * name sorts first stays until it is alone; the others withdraw and retry later. Two processes never hold the lock at
 * once: both would have created their files before listing, so the later one has seen the other.
 * Node.js has no file locks; this needs none, and leaves no lock behind when a process dies.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { claim, liveLockFiles, type Claim, type OwnLockFile } from './lock-files.js';
import { DataFolderBusyError } from './errors.js';
import type { DataFolder } from './folder.js';

/** Starting may include crash recovery, which takes time: see the limits in postmaster.ts. */
const MAX_WAIT_MS = 150_000;

interface LockOptions {
  /** Called while others hold the lock; may throw to give up. */
  readonly meanwhile?: (others: readonly Claim[]) => Promise<void>;
  readonly maxWaitMs?: number;
}

/**
 * Runs `action` while no other process starts or stops the database of the folder.
 *
 * @returns what `action` returns
 * @throws {DataFolderBusyError} if others hold the lock for too long; whatever `action` or `meanwhile` throw
 */
export async function withLock<Result>(
  folder: DataFolder,
  action: () => Promise<Result>,
  options: LockOptions = {},
): Promise<Result> {
  const lock = await acquire(folder, options);
  try {
    return await action();
  } finally {
    await lock.release();
  }
}

async function acquire(folder: DataFolder, { meanwhile, maxWaitMs = MAX_WAIT_MS }: LockOptions): Promise<OwnLockFile> {
  const begun = Date.now();
  for (;;) {
    const mine = await claim(folder.turns, 'turn');
    try {
      for (;;) {
        const others = (await liveLockFiles(folder.turns)).filter(({ name }) => name !== mine.name);
        const [first] = others;
        if (first === undefined) return mine;
        await meanwhile?.(others);
        if (Date.now() - begun > maxWaitMs) throw new DataFolderBusyError(folder.path, first.pid, maxWaitMs);
        if (first.name < mine.name) break;
        await sleep(10);
      }
    } catch (error) {
      await mine.release();
      throw error;
    }
    await mine.release();
    await sleep(10 + Math.random() * 30);
  }
}
