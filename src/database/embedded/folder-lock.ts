/**
 * One at a time: of all processes that want to start or stop the database of a folder, one has its turn.
 *
 * Whoever wants a turn first makes a claim and then looks around. If it is alone, the turn has come. If not, the claim
 * whose name sorts first stays and waits until it is alone; the others withdraw and come back later. Two can never
 * have their turn at once: both would have made their claim before looking, so the later one has seen the other.
 * Node has no file locks; this needs none, and leaves nothing behind when a process dies.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { claim, liveLockFiles, type Claim, type OwnLockFile } from './lock-files.js';
import { DataFolderBusyError } from './errors.js';
import type { DataFolder } from './folder.js';

/** Starting may include the repair after a crash, which takes its time: see the limits in postmaster.ts. */
const PATIENCE_MS = 150_000;

interface LockOptions {
  /** Called while others have their turn; may throw to give up. */
  readonly meanwhile?: (others: readonly Claim[]) => Promise<void>;
  readonly patienceMs?: number;
}

/**
 * Does something with the database of a folder while nobody else starts or stops it.
 *
 * @returns what `action` returns
 * @throws {DataFolderBusyError} if others do not come to an end; whatever `action` or `meanwhile` throw
 */
export async function withLock<Result>(
  folder: DataFolder,
  action: () => Promise<Result>,
  options: LockOptions = {},
): Promise<Result> {
  const turn = await takeWriterLock(folder, options);
  try {
    return await action();
  } finally {
    await turn.release();
  }
}

async function takeWriterLock(
  folder: DataFolder,
  { meanwhile, patienceMs = PATIENCE_MS }: LockOptions,
): Promise<OwnLockFile> {
  const begun = Date.now();
  for (;;) {
    const mine = await claim(folder.turns, 'turn');
    try {
      for (;;) {
        const others = (await liveLockFiles(folder.turns)).filter(({ name }) => name !== mine.name);
        const [first] = others;
        if (first === undefined) return mine;
        await meanwhile?.(others);
        if (Date.now() - begun > patienceMs) throw new DataFolderBusyError(folder.path, first.pid, patienceMs);
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
