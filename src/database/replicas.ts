/**
 * Chooses the replica for a read. A replica is used while its lag is known to be within the limit. Lag is measured against
 * WAL positions of the primary, not by the replica's clock: a replica that is cut off from the primary believes itself
 * up to date.
 */
import { performance } from 'node:perf_hooks';
import { UnsupportedDatabaseError } from './compatibility.js';
import type { PostgresServer } from './postgres-server.js';

const measureEveryMs = 250;
/** When a replica that was refused, or could not be verified, is verified again. */
const verifyAgainMs = 5_000;

/** A WAL position is a number of bytes; a double holds the first 9 petabytes exactly. */
const positionStatement = `
  SELECT pg_is_in_recovery() AS "isReplica",
         (CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END - '0/0')::float8
           AS position`;

interface Measured {
  isReplica: boolean;
  position: number | null;
}

/** The position of the primary at a point in time. */
interface Sample {
  readonly at: number;
  readonly position: number;
}

export interface ReplicaAddress {
  readonly server: PostgresServer;
  /** Rejects if its address leads through a pooler in transaction mode. */
  readonly verify: () => Promise<void>;
}

interface Replica extends ReplicaAddress {
  /** The generation of its connections that was verified: after a reconnection there may be a pooler in between. */
  verified: number | undefined;
  /** The generation that was tried last, and until when it is not tried again. */
  tried: { generation: number; until: number } | undefined;
  isRefused: boolean;
  /** Its last known position; undefined before the first measurement, or if it is not a replica. */
  position: number | undefined;
}

export interface ReplicaOptions {
  readonly primary: PostgresServer;
  readonly replicas: readonly ReplicaAddress[];
  /** In milliseconds. */
  readonly maxLagMs: number;
  /** Called once when a replica is found behind a pooler in transaction mode; it is not used until it no longer is. */
  readonly onRefused: (error: Error) => void;
}

export class Replicas {
  private readonly replicas: readonly Replica[];
  private samples: Sample[] = [];
  /** A replica before this position may lack a change that this process was notified of. */
  private barrier = 0;
  private barrierRuns = 0;
  private turn = 0;
  private timer: NodeJS.Timeout | undefined;
  private measuring: Promise<void> | undefined;
  private readonly verifying = new Set<Promise<void>>();
  private closed = false;

  constructor(private readonly options: ReplicaOptions) {
    this.replicas = options.replicas.map((address) => ({
      ...address,
      verified: undefined,
      tried: undefined,
      isRefused: false,
      position: undefined,
    }));
  }

  /** Measures once, then periodically. */
  async start(): Promise<void> {
    await this.measure();
    this.timer = setInterval(() => void this.measure(), measureEveryMs);
    this.timer.unref();
  }

  /** Returns the next usable replica, round-robin; undefined if the primary should answer. */
  next(): PostgresServer | undefined {
    const isPrimaryAway = this.options.primary.away !== undefined;
    const fit = this.replicas.filter((replica) => this.isFit(replica, isPrimaryAway));
    return fit[(this.turn = (this.turn + 1) % Math.max(fit.length, 1))]?.server;
  }

  /**
   * Call on a change notification: the primary answers until a replica has the change, so that reads are never older than
   * the notification.
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

  /** The lag of each replica, in milliseconds; Infinity if unknown. */
  lags(): { readonly title: string; readonly lagMs: number; readonly isUsed: boolean }[] {
    const isPrimaryAway = this.options.primary.away !== undefined;
    return this.replicas.map((replica) => ({
      title: replica.server.title,
      lagMs: this.lagOf(replica),
      isUsed: this.isFit(replica, isPrimaryAway),
    }));
  }

  private isFit(replica: Replica, isPrimaryAway: boolean): boolean {
    if (replica.server.away || !isVerified(replica) || this.lagOf(replica) > this.options.maxLagMs) return false;
    // While the primary is unreachable, the replica's data is the newest available.
    return isPrimaryAway || (this.barrierRuns === 0 && (replica.position ?? -1) >= this.barrier);
  }

  /** The time between the newest sample of the primary and the last one that the replica has reached. */
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
        if (!isVerified(replica)) {
          replica.position = undefined;
          const verifying = this.verify(replica).finally(() => this.verifying.delete(verifying));
          this.verifying.add(verifying);
          return;
        }
        const measured = await measureServer(replica.server);
        // A promoted replica diverges from the primary.
        replica.position = measured?.isReplica ? (measured.position ?? undefined) : undefined;
      }),
    );
  }

  /** Not awaited by measurements: an unreachable replica takes seconds. */
  private async verify(replica: Replica): Promise<void> {
    const { generation } = replica.server;
    const { tried } = replica;
    const now = performance.now();
    if (this.closed || replica.server.away || (tried?.generation === generation && now < tried.until)) return;
    replica.tried = { generation, until: now + verifyAgainMs };
    try {
      await replica.verify();
      replica.verified = generation;
      replica.isRefused = false;
      void this.measure();
    } catch (error) {
      if (!(error instanceof UnsupportedDatabaseError)) {
        void replica.server.suspect();
        return;
      }
      if (!replica.isRefused) this.options.onRefused(error);
      replica.isRefused = true;
    }
  }

  private async positionOfPrimary(): Promise<number | undefined> {
    const at = performance.now();
    const position = (await measureServer(this.options.primary))?.position ?? undefined;
    if (position === undefined) return undefined;
    this.samples.push({ at, position });
    // Drops old samples, but keeps some beyond the limit, to tell that a replica exceeds it.
    const keepFrom = at - this.options.maxLagMs - 10 * measureEveryMs;
    if (this.samples[0]!.at < keepFrom) this.samples = this.samples.filter((sample) => sample.at >= keepFrom);
    return position;
  }

  /** Waits for a check of an address that is under way. */
  async close(): Promise<void> {
    this.closed = true;
    clearInterval(this.timer);
    await Promise.all(this.verifying);
  }
}

const isVerified = ({ server, verified }: Replica) => verified === server.generation;

const measureServer = (server: PostgresServer): Promise<Measured | undefined> =>
  server.rows<Measured>({ text: positionStatement, values: [], name: 'position' }).then(
    ([row]) => row,
    () => undefined,
  );
