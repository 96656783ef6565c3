/**
 * Who is let in: so many requests at once, so many in a queue for so long, and nobody else. What is refused early costs
 * next to nothing, so that a server with too much to do goes on doing as much as it can.
 */

export interface AdmissionLimits {
  /** Requests that are worked on at once. */
  readonly concurrent: number;
  /** Requests that wait for their turn. */
  readonly queued: number;
  /** How long one waits at most, in milliseconds. */
  readonly queueTimeoutMs: number;
}

/** Why a request is not let in. */
export type Refusal = 'queue_full' | 'queue_timeout';

interface Waiter {
  readonly enter: (refusal?: Refusal) => void;
  readonly timer: NodeJS.Timeout;
}

export class Admission {
  private working = 0;
  /** In order of arrival. */
  private readonly waiting: Waiter[] = [];
  private crowded = false;

  constructor(private readonly limits: AdmissionLimits) {}

  /**
   * Asks to be let in.
   * @param enter called once, now or later, with the refusal if there is one
   * @returns to be called once when the client has its answer or has gone, whatever became of it
   */
  ask(enter: (refusal?: Refusal) => void): () => void {
    if (this.working < this.limits.concurrent && this.waiting.length === 0) {
      this.working += 1;
      enter();
      return () => this.leave();
    }
    if (this.waiting.length >= this.limits.queued) {
      this.crowded = this.isHalfFull;
      enter('queue_full');
      return () => undefined;
    }
    return this.queue(enter);
  }

  /** Whether there are too many: from the first that finds the queue full until half of it is free. */
  get isCrowded(): boolean {
    return this.crowded;
  }

  private get isHalfFull(): boolean {
    return this.waiting.length > this.limits.queued / 2;
  }

  private queue(enter: (refusal?: Refusal) => void): () => void {
    let isIn = false;
    const waiter: Waiter = {
      enter: () => {
        isIn = true;
        clearTimeout(waiter.timer);
        enter();
      },
      timer: setTimeout(() => {
        this.forget(waiter);
        enter('queue_timeout');
      }, this.limits.queueTimeoutMs),
    };
    this.waiting.push(waiter);
    return () => {
      if (isIn) {
        this.leave();
        return;
      }
      clearTimeout(waiter.timer);
      this.forget(waiter);
    };
  }

  private forget(waiter: Waiter): void {
    const place = this.waiting.indexOf(waiter);
    if (place >= 0) this.take(place);
  }

  private take(place: number): Waiter | undefined {
    const [waiter] = this.waiting.splice(place, 1);
    this.crowded &&= this.isHalfFull;
    return waiter;
  }

  /** The places of all that end in one turn of the event loop are given together: one step for many is faster. */
  private leave(): void {
    this.working -= 1;
    if (this.waiting.length > 0) setImmediate(() => this.letIn());
  }

  private letIn(): void {
    while (this.working < this.limits.concurrent) {
      const next = this.next();
      if (!next) return;
      this.working += 1;
      next.enter();
    }
  }

  /**
   * In turn; but in a crowd, where some will be refused in any case, whoever has come last. Their clients still wait, and
   * all that belongs to them is at hand; in turn, everybody would wait as long as the queue is.
   * After B. Maurer, "Fail at Scale", ACM Queue 13(8), 2015: adaptive LIFO.
   */
  private next(): Waiter | undefined {
    return this.take(this.crowded ? -1 : 0);
  }
}
