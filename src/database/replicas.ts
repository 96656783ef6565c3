/**
 * Which replica may answer a read. A replica is used while its data is known to be no older than the limit. Its age is
 * measured against positions in the log of the primary, not by the replica's own clock: a replica that is cut off
 * from the primary believes itself up to date.
 */
import { performance } from 'node:perf_hooks';
import type { PostgresServer } from './postgres-server.js';

const measureEveryMs = 250;

/** A position in the log is a number of bytes; a double holds those of the first 9 petabytes exactly. */
const positionStatement = `
  SELECT pg_is_in_recovery() AS "isReplica",
         (CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END - '0/0')::float8
           AS position`;

interface Measured {
  isReplica: boolean;
  position: number | null;
}

/** How far the primary was at a moment. */
interface Sample {
  readonly at: number;
  readonly position: number;
}

interface Replica {
  readonly server: PostgresServer;
  /** How far its data is known to go; undefined while it has not been measured, or is no replica. */
  position: number | undefined;
}

export interface ReplicaOptions {
  readonly primary: PostgresServer;
  readonly replicas: readonly PostgresServer[];
  /** In milliseconds. */
  readonly maxLagMs: number;
}

export class Replicas {
  private readonly replicas: readonly Replica[];
  private samples: Sample[] = [];
  /** Before a replica has come this far, it may not know of a change that this process has been told of. */
  private barrier = 0;
  private barrierRuns = 0;
  private turn = 0;
  private timer: NodeJS.Timeout | undefined;
  private measuring: Promise<void> | undefined;

  constructor(private readonly options: ReplicaOptions) {
    this.replicas = options.replicas.map((server) => ({ server, position: undefined }));
  }

  /** Measures once and then again and again. */
  async start(): Promise<void> {
    await this.measure();
    this.timer = setInterval(() => void this.measure(), measureEveryMs);
    this.timer.unref();
  }

  /** The replica whose turn it is among those that are fit; undefined: the primary should answer. */
  next(): PostgresServer | undefined {
    const isPrimaryAway = this.options.primary.away !== undefined;
    const fit = this.replicas.filter((replica) => this.isFit(replica, isPrimaryAway));
    return fit[(this.turn = (this.turn + 1) % Math.max(fit.length, 1))]?.server;
  }

  /**
   * To be called when this process is told of a change: until a replica has it, the primary answers. So what is read
   * after a notification is never older than the notification.
   */
  noticeChange(): void {
    this.barrierRuns += 1;
    void this.positionOfPrimary()
      .then((position) => {
        if (position !== undefined) this.barrier = Math.max(this.barrier, position);
      })
      .finally(() => {
        this.barrierRuns -= 1;
        void this.measure();
      });
  }

  /** How old the data of each replica may be, in milliseconds; Infinity where it is not known. */
  lags(): { readonly title: string; readonly lagMs: number; readonly isUsed: boolean }[] {
    const isPrimaryAway = this.options.primary.away !== undefined;
    return this.replicas.map((replica) => ({
      title: replica.server.title,
      lagMs: this.lagOf(replica),
      isUsed: this.isFit(replica, isPrimaryAway),
    }));
  }

  private isFit(replica: Replica, isPrimaryAway: boolean): boolean {
    if (replica.server.away || this.lagOf(replica) > this.options.maxLagMs) return false;
    // With the primary away nothing newer can be had than what the replica has.
    return isPrimaryAway || (this.barrierRuns === 0 && (replica.position ?? -1) >= this.barrier);
  }

  /** The time between the last look at the primary and the last one at which it was no further than the replica is. */
  private lagOf({ position }: Replica): number {
    const newest = this.samples.at(-1);
    if (position === undefined || !newest) return Infinity;
    const covered = this.samples.findLast((sample) => sample.position <= position);
    return covered ? newest.at - covered.at : Infinity;
  }

  private measure(): Promise<void> {
    this.measuring ??= this.measureNow().finally(() => {
      this.measuring = undefined;
    });
    return this.measuring;
  }

  private async measureNow(): Promise<void> {
    await this.positionOfPrimary();
    await Promise.all(
      this.replicas.map(async (replica) => {
        const measured = await measureServer(replica.server);
        // One that was promoted goes its own way from then on.
        replica.position = measured?.isReplica ? (measured.position ?? undefined) : undefined;
      }),
    );
  }

  private async positionOfPrimary(): Promise<number | undefined> {
    const at = performance.now();
    const position = (await measureServer(this.options.primary))?.position ?? undefined;
    if (position === undefined) return undefined;
    this.samples.push({ at, position });
    // What is too old to matter goes, but one from before the limit stays: it tells how far behind is too far.
    const keepFrom = at - this.options.maxLagMs - 10 * measureEveryMs;
    if (this.samples[0]!.at < keepFrom) this.samples = this.samples.filter((sample) => sample.at >= keepFrom);
    return position;
  }

  close(): void {
    clearInterval(this.timer);
  }
}

const measureServer = (server: PostgresServer): Promise<Measured | undefined> =>
  server.rows<Measured>({ text: positionStatement, values: [], name: 'position' }).then(
    ([row]) => row,
    () => undefined,
  );
