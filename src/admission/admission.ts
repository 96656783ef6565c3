/**
 * Admission control: a limit on concurrent requests, and a queue with a limit on length and time. Rejecting early costs
 * almost nothing, so that an overloaded server keeps its throughput. Places are shared out by client: see
 * docs/adr/0030-places-are-shared-out-by-client.md. Database connections are shared among statements in the same way.
 */
import { LightClients } from './light-clients.js';
import { Lines, type Lane, type Line, type Waiter } from './lines.js';

export interface AdmissionLimits {
  /** Requests that run at once. */
  readonly concurrent: number;
  /** Requests that wait in the queue. */
  readonly queued: number;
  /** The longest time in the queue, in milliseconds. */
  readonly queueTimeoutMs: number;
  /** Share of the places that one client may hold while no other client holds any, from 0 to 1; all if absent. */
  readonly clientShare?: number;
  /** Places that heavy clients together may hold while light ones send requests; all if absent. */
  readonly heavyPlaces?: number;
  /** Places that slow work of light clients may hold while others send requests; all if absent. */
  readonly slowPlaces?: number;
  /** How many are admitted per turn of the event loop, so that it can accept others in between; all if absent. */
  readonly perTurn?: number;
}

/** Why a request is rejected. */
export type Refusal = 'queue_full' | 'queue_timeout';

type Enter = (refusal?: Refusal) => void;

export interface Work {
  /** Whether this is the process's own work: heavy clients do not yield to it. */
  readonly isOwn?: boolean;
  /** Default `short`. */
  readonly lane?: Lane;
}

/** The longest time that a place rests after a heavy client held it, in milliseconds. */
const longestRestMs = 5_000;

export class Admission {
  private working = 0;
  private readonly lines: Lines;
  private crowded = false;
  /** Requests admitted during this turn of the event loop. */
  private entered = 0;
  /** Places that heavy clients hold, or that rest after they did. */
  private heavy = 0;
  /** Places that slow work of light clients holds. */
  private slow = 0;
  private readonly light: LightClients;
  /** How many places a client may hold per free place. */
  private readonly forEachFree: number;
  /** The last places, reserved for clients that hold none. */
  private readonly reserved: number;
  private readonly perTurn: number;

  /**
   * @param isHeavy returns whether a client used so much recently that others go first
   * @param takenBy returns what a client used recently: clients that used less are served first
   */
  constructor(
    private readonly limits: AdmissionLimits,
    private readonly isHeavy: (client: string) => boolean = () => false,
    takenBy: (client: string) => number = () => 0,
  ) {
    this.lines = new Lines(takenBy);
    const { clientShare = 1 } = limits;
    this.forEachFree = clientShare / (1 - clientShare);
    this.reserved = Math.floor(((1 - clientShare) * limits.concurrent) / 8);
    // Without a queue no request can be admitted in a later turn.
    this.perTurn = (limits.queued > 0 && limits.perTurn) || Infinity;
    this.light = new LightClients(isHeavy);
  }

  /**
   * Requests admission.
   * @param enter called once, now or later, with the reason if the request is rejected
   * @param client undefined: a router, which acts for many clients and is not limited to a share
   * @param work what to admit
   * @returns to be called when the answer is computed or the client disconnects, whatever the outcome; idempotent
   */
  ask(enter: Enter, client?: string, { isOwn, lane = 'short' }: Work = {}): () => void {
    const line = this.lines.of(client, lane);
    if (!isOwn && !this.isHeavyLine(line)) this.light.note(client ?? '');
    if (this.isFreeFor(line)) {
      const leave = this.enter(line);
      enter();
      return leave;
    }
    if (this.lines.waiting >= this.limits.queued + this.freeNextTurn && !this.makeRoomFor(line)) {
      this.lines.tidy(line);
      enter('queue_full');
      return () => undefined;
    }
    return this.queue(line, enter);
  }

  /**
   * Whether the process is overloaded: from the first request that finds the queue full until half of it is free. A client
   * that fills the queue alone while others are admitted does not count: it would take the process out of service for them.
   */
  get isCrowded(): boolean {
    return this.crowded;
  }

  /** The number of waiting requests. */
  get waiting(): number {
    return this.lines.waiting;
  }

  private get isHalfFull(): boolean {
    return this.lines.waiting > this.limits.queued / 2;
  }

  /** Places that are free from the next turn on: requests that wait only for these do not count as queued. */
  private get freeNextTurn(): number {
    return this.entered < this.perTurn ? 0 : Math.max(0, this.limits.concurrent - this.working);
  }

  private noteEntry(): void {
    if (this.perTurn === Infinity) return;
    this.entered += 1;
    if (this.entered > 1) return;
    setImmediate(() => {
      this.entered = 0;
      if (this.lines.waiting > 0) this.letIn();
    });
  }

  private isFreeFor(line: Line): boolean {
    if (line.waiting.length > 0 || !this.mayEnter(line)) return false;
    return this.lines.waiting === 0 || this.lines.next((other) => this.mayEnter(other)) === undefined;
  }

  /**
   * The fewer places are free, the fewer one client may hold, so that some stay free for later requests: a dynamic
   * threshold (A. K. Choudhury, E. L. Hahne, IEEE/ACM Transactions on Networking 6(2), 1998). Each client may always have one
   * place; the last places are reserved for that.
   */
  private mayEnter(line: Line): boolean {
    const free = this.limits.concurrent - this.working;
    if (free <= 0 || this.entered >= this.perTurn) return false;
    if (line.client === undefined) return this.hasPlaceFor(line);
    if (line.working > 0 && (free <= this.reserved || line.working >= this.forEachFree * free)) return false;
    return this.hasPlaceFor(line);
  }

  /** Whether heavy or slow work is below its limit. */
  private hasPlaceFor(line: Line): boolean {
    const { heavyPlaces = Infinity, slowPlaces = Infinity } = this.limits;
    if (this.isHeavyLine(line)) return this.heavy < heavyPlaces || !this.isLast(line);
    return line.lane === 'short' || this.slow < slowPlaces || !this.light.areThereBesides(line.client ?? '');
  }

  private isHeavyLine({ client, lane }: Line): boolean {
    return lane === 'costly' || (client !== undefined && this.isHeavy(client));
  }

  /** Whether a client is heavy while light clients send requests. */
  private isLast(line: Line): boolean {
    return this.isHeavyLine(line) && this.light.areThereBesides(line.client ?? '');
  }

  private enter(line: Line): () => void {
    const from = this.isLast(line) ? performance.now() : undefined;
    const isSlow = from === undefined && line.lane === 'slow';
    if (from !== undefined) this.heavy += 1;
    if (isSlow) this.slow += 1;
    this.working += 1;
    line.working += 1;
    this.noteEntry();
    let hasLeft = false;
    return () => {
      if (hasLeft) return;
      hasLeft = true;
      line.working -= 1;
      this.working -= 1;
      if (isSlow) this.slow -= 1;
      if (from !== undefined) this.rest(line, performance.now() - from);
      this.lines.tidy(line);
      this.letInSoon();
    };
  }

  /**
   * A place that a heavy client held is free for light clients at once, but for heavy ones only after as long again. Half of
   * the time is thus left to light clients.
   */
  private rest(line: Line, heldMs: number): void {
    const end = () => {
      this.heavy -= 1;
      this.letInSoon();
    };
    if (this.light.areThereBesides(line.client ?? '')) setTimeout(end, Math.min(heldMs, longestRestMs)).unref();
    else end();
  }

  /**
   * If the queue is full, the longest line yields a place to a client with fewer requests, so that one client cannot block
   * the others.
   */
  private makeRoomFor(line: Line): boolean {
    const longest = this.lines.longest();
    const isRoom = longest !== undefined && longest.waiting.length > line.waiting.length + 1;
    const refused = isRoom ? longest : line;
    refused.noteRefusal();
    const hasMany = refused.waiting.length > Math.max(1, this.limits.queued / 8);
    if (!hasMany || !this.light.areThereBesides(refused.client ?? '')) this.crowded = this.isHalfFull;
    if (isRoom) this.lines.takeOldest(longest).refuse();
    return isRoom;
  }

  private queue(line: Line, enter: Enter): () => void {
    let leave = () => {
      clearTimeout(timer);
      this.forget(line, waiter);
    };
    const waiter: Waiter = {
      enter: () => {
        clearTimeout(timer);
        leave = this.enter(line);
        enter();
      },
      refuse: () => {
        clearTimeout(timer);
        leave = () => undefined;
        enter('queue_full');
      },
    };
    const timer = setTimeout(() => {
      this.forget(line, waiter);
      leave = () => undefined;
      enter('queue_timeout');
    }, this.limits.queueTimeoutMs);
    this.lines.add(line, waiter);
    return () => leave();
  }

  private forget(line: Line, waiter: Waiter): void {
    this.lines.forget(line, waiter);
    this.crowded &&= this.isHalfFull;
  }

  /** Places that are freed in one turn of the event loop are assigned together, which is faster. */
  private letInSoon(): void {
    if (this.lines.waiting > 0) setImmediate(() => this.letIn());
  }

  /** Light clients first, round-robin; then heavy ones. */
  private letIn(): void {
    while (this.working < this.limits.concurrent) {
      const next =
        this.lines.next((line) => !this.isHeavyLine(line) && this.mayEnter(line)) ??
        this.lines.next((line) => this.mayEnter(line));
      if (!next) return;
      const waiter = this.lines.take(next);
      this.crowded &&= this.isHalfFull;
      waiter.enter();
    }
  }
}
