/**
 * Supervises PostgreSQL while a server uses it: if it was killed, ended because it could not write, or hangs, it is
 * restarted on the same port and with the same password, so that pools recover by themselves. After several failed
 * attempts the supervisor gives up and `lost` resolves.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedDatabaseError } from './errors.js';

/** Delay before each attempt, in milliseconds. */
const PAUSES_MS = [0, 1_000, 2_000, 4_000, 8_000];
const LOOK_EVERY_MS = 500;

/** If PostgreSQL ends again sooner, its start counts as a failed attempt. */
const SOUND_AFTER_MS = 60_000;

/** PostgreSQL ended or hung, and could not be restarted. */
export class DatabaseLostError extends EmbeddedDatabaseError {}

/** What is wrong with PostgreSQL. */
export type Complaint = 'has ended' | 'does not answer';

export interface SupervisorOptions {
  /** Checks it once. The signal aborts the check. */
  readonly look: (signal: AbortSignal) => Promise<Complaint | undefined>;
  /** Restarts it, killing it first if it hangs; rejects if that fails. */
  readonly restart: () => Promise<void>;
  readonly log: (step: string) => void;
  readonly pausesMs?: readonly number[];
}

export interface Supervisor {
  /** Why PostgreSQL is unavailable; undefined while it runs. */
  readonly problem: string | undefined;
  /** Resolves when the supervisor gives up; otherwise never. */
  readonly lost: Promise<DatabaseLostError>;
  /** Stops supervising, and waits for an attempt in progress. */
  stop(): Promise<void>;
}

/** Starts to supervise a running PostgreSQL. */
export function keep({ look, restart, log, pausesMs = PAUSES_MS }: SupervisorOptions): Supervisor {
  const over = new AbortController();
  let problem: string | undefined;
  let tries = 0;

  /** @returns an error with the last reason after giving up */
  const bringBack = async (complaint: Complaint): Promise<DatabaseLostError | undefined> => {
    let reason = 'it ended repeatedly';
    while (tries < pausesMs.length) {
      tries += 1;
      problem = `PostgreSQL ${complaint} and is started again (try ${tries} of ${pausesMs.length})`;
      log(problem);
      await sleep(pausesMs[tries - 1], undefined, { signal: over.signal });
      try {
        await restart();
        problem = undefined;
        return undefined;
      } catch (error) {
        reason = (error as Error).message;
        log(`PostgreSQL was not started: ${reason}`);
      }
    }
    problem = `PostgreSQL ${complaint} and could not be started again`;
    return new DatabaseLostError(`${problem}, in ${pausesMs.length} tries: ${reason}`);
  };

  const watch = async (): Promise<DatabaseLostError> => {
    let aliveSince = Date.now();
    for (;;) {
      await sleep(LOOK_EVERY_MS, undefined, { signal: over.signal, ref: false });
      // A failed check proves nothing about PostgreSQL; the next one follows.
      const complaint = await look(over.signal).catch(() => undefined);
      over.signal.throwIfAborted();
      if (complaint === undefined) continue;
      if (Date.now() - aliveSince > SOUND_AFTER_MS) tries = 0;
      const lost = await bringBack(complaint);
      if (lost) return lost;
      aliveSince = Date.now();
    }
  };

  const watching = watch();
  return {
    get problem() {
      return problem;
    },
    // Stopping the supervisor is not a loss.
    lost: new Promise((resolve) => void watching.then(resolve, () => undefined)),
    stop: async () => {
      over.abort();
      await watching.catch(() => undefined);
    },
  };
}
