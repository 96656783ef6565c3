/**
 * Who is let in: so many requests at once, so many in a queue for so long, and nobody else. What is refused early costs
 * next to nothing, so that a server with too much to do goes on doing as much as it can. Places are shared out by client:
 * see docs/adr/0030-places-are-shared-out-by-client.md. So are connections to the database among statements.
 */
import { LightClients } from './light-clients.js';
import { Lines, type Line, type Waiter } from './lines.js';

export interface AdmissionLimits {
  /** Requests that are worked on at once. */
  readonly concurrent: number;
  /** Requests that wait for their turn. */
  readonly queued: number;
  /** How long one waits at most, in milliseconds. */
  readonly queueTimeoutMs: number;
  /** Share of the places that one client may hold if nobody else holds any, from 0 to 1; all if absent. */
  readonly clientShare?: number;
  /** Places that heavy clients may hold together while light ones ask; all if absent. */
  readonly heavyPlaces?: number;
  /** How many are let in during one turn of the event loop, so that it sees between them who else has come; all if absent. */
  readonly perTurn?: number;
}

/** Why a request is not let in. */
export type Refusal = 'queue_full' | 'queue_timeout';

type Enter = (refusal?: Refusal) => void;

export interface Work {
  /** Whether this process asks for itself: heavy clients need not make way for that. */
  readonly isOwn?: boolean;
  /** Whether it may take long: it is served as that of heavy clients is, whoever asks. */
  readonly isCostly?: boolean;
}

/** A place that a heavy client held rests no longer than this, in milliseconds. */
const longestRestMs = 5_000;

export class Admission {
  private working = 0;
  private readonly lines: Lines;
  private crowded = false;
  /** Those who were let in during this turn of the event loop. */
  private entered = 0;
  /** Places that heavy clients hold, or held a moment ago. */
  private heavy = 0;
  private readonly light: LightClients;
  /** How many places a client may hold for each that is free. */
  private readonly forEachFree: number;
  /** The last places, for clients who hold none. */
  private readonly reserved: number;
  private readonly perTurn: number;

  /**
   * @param isHeavy tells whether a client took so much lately that others go first
   * @param takenBy what a client took lately: whoever took less is served before others
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
    // Where nobody may wait, nobody can be let in later.
    this.perTurn = (limits.queued > 0 && limits.perTurn) || Infinity;
    this.light = new LightClients(isHeavy);
  }

  /**
   * Asks to be let in.
   * @param enter called once, now or later, with the refusal if there is one
   * @param client who asks; undefined: a router, who asks for many clients and has no share
   * @param work what is asked for
   * @returns to be called when the answer has been computed or the client has gone, whatever became of it; once is enough
   */
  ask(enter: Enter, client?: string, { isOwn, isCostly = false }: Work = {}): () => void {
    const line = this.lines.of(client, isCostly);
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
   * Whether there are too many: from the first that finds the queue full until half of it is free. A client that fills it
   * with many requests while others are there, and are let in, makes no crowd: it would take the process from them.
   */
  get isCrowded(): boolean {
    return this.crowded;
  }

  /** How many wait. */
  get waiting(): number {
    return this.lines.waiting;
  }

  private get isHalfFull(): boolean {
    return this.lines.waiting > this.limits.queued / 2;
  }

  /** Places that are free, but not during this turn: who waits for them only does not fill the queue. */
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
   * The fewer places are free, the fewer one client may hold, so that some stay free for those who come next: a dynamic
   * threshold (A. K. Choudhury, E. L. Hahne, IEEE/ACM Transactions on Networking 6(2), 1998). One place each may always have,
   * and the last are for that.
   */
  private mayEnter(line: Line): boolean {
    const free = this.limits.concurrent - this.working;
    if (free <= 0 || this.entered >= this.perTurn) return false;
    if (line.client === undefined) return !line.isCostly || this.mayBeHeavy(line);
    if (line.working > 0 && (free <= this.reserved || line.working >= this.forEachFree * free)) return false;
    return this.mayBeHeavy(line);
  }

  private mayBeHeavy(line: Line): boolean {
    return this.heavy < (this.limits.heavyPlaces ?? Infinity) || !this.isLast(line);
  }

  private isHeavyLine({ client, isCostly }: Line): boolean {
    return isCostly || (client !== undefined && this.isHeavy(client));
  }

  /** Whether a client is heavy while others ask who are not. */
  private isLast(line: Line): boolean {
    return this.isHeavyLine(line) && this.light.areThereBesides(line.client ?? '');
  }

  private enter(line: Line): () => void {
    const from = this.isLast(line) ? performance.now() : undefined;
    if (from !== undefined) this.heavy += 1;
    this.working += 1;
    line.working += 1;
    this.noteEntry();
    let hasLeft = false;
    return () => {
      if (hasLeft) return;
      hasLeft = true;
      line.working -= 1;
      this.working -= 1;
      if (from !== undefined) this.rest(line, performance.now() - from);
      this.lines.tidy(line);
      this.letInSoon();
    };
  }

  /**
   * A place that a heavy client held is free for light ones at once, but for heavy ones only after as long again, so that
   * half of the time is left to those who ask for little.
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
   * Where the queue is full, the longest line gives a place of it to a client with fewer: who fills it alone keeps nobody
   * out.
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

  /** The places of all that end in one turn of the event loop are given together: one step for many is faster. */
  private letInSoon(): void {
    if (this.lines.waiting > 0) setImmediate(() => this.letIn());
  }

  /** Light clients first, each in its turn; then heavy ones. */
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
