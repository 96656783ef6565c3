/**
 * Looks after PostgreSQL while a server works with it: one that was killed, ended because it could not write, or hangs is
 * started again on the same port and with the same password, so that pools recover by themselves. After some tries in
 * vain it is given up, and whoever opened the database is told.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedDatabaseError } from './errors.js';

/** How long it is waited before each try, in milliseconds. */
const PAUSES_MS = [0, 1_000, 2_000, 4_000, 8_000];
const LOOK_EVERY_MS = 500;

/** One that ends again sooner has not come to life: its start counts as a try. */
const SOUND_AFTER_MS = 60_000;

/** PostgreSQL ended, or hung, and could not be started again. */
export class DatabaseLostError extends EmbeddedDatabaseError {}

/** What is the matter with PostgreSQL. */
export type Complaint = 'has ended' | 'does not answer';

export interface SupervisorOptions {
  /** Looks at it once. The signal tells that nobody wants to know any more. */
  readonly look: (signal: AbortSignal) => Promise<Complaint | undefined>;
  /** Starts it again, ending it before if it hangs; fails if that cannot be done. */
  readonly restart: () => Promise<void>;
  readonly log: (step: string) => void;
  readonly pausesMs?: readonly number[];
}

export interface Supervisor {
  /** What is the matter while PostgreSQL does not run. */
  readonly fault: string | undefined;
  /** Resolves when PostgreSQL is given up; else never. */
  readonly lost: Promise<DatabaseLostError>;
  /** Looks no more, and waits for a try that is under way. */
  stop(): Promise<void>;
}

/** Begins to look after a PostgreSQL that runs. */
export function keep({ look, restart, log, pausesMs = PAUSES_MS }: SupervisorOptions): Supervisor {
  const over = new AbortController();
  let fault: string | undefined;
  let tries = 0;

  /** @returns the last reason if it is given up */
  const bringBack = async (complaint: Complaint): Promise<DatabaseLostError | undefined> => {
    let reason = 'it ended again and again';
    while (tries < pausesMs.length) {
      tries += 1;
      fault = `PostgreSQL ${complaint} and is started again (try ${tries} of ${pausesMs.length})`;
      log(fault);
      await sleep(pausesMs[tries - 1], undefined, { signal: over.signal });
      try {
        await restart();
        fault = undefined;
        return undefined;
      } catch (error) {
        reason = (error as Error).message;
        log(`PostgreSQL was not started: ${reason}`);
      }
    }
    fault = `PostgreSQL ${complaint} and could not be started again`;
    return new DatabaseLostError(`${fault}, in ${pausesMs.length} tries: ${reason}`);
  };

  const watch = async (): Promise<DatabaseLostError> => {
    let aliveSince = Date.now();
    for (;;) {
      await sleep(LOOK_EVERY_MS, undefined, { signal: over.signal, ref: false });
      // A look that fails says nothing of PostgreSQL: the next one will.
      const complaint = await look(over.signal).catch(() => undefined);
      over.signal.throwIfAborted();
      if (complaint === undefined) continue;
      if (Date.now() - aliveSince > SOUND_AFTER_MS) tries = 0;
      const given = await bringBack(complaint);
      if (given) return given;
      aliveSince = Date.now();
    }
  };

  const watching = watch();
  return {
    get fault() {
      return fault;
    },
    // The end of watching is no loss.
    lost: new Promise((resolve) => void watching.then(resolve, () => undefined)),
    stop: async () => {
      over.abort();
      await watching.catch(() => undefined);
    },
  };
}
