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
  /** In order of arrival; a Set, since those who leave do so from anywhere. */
  private readonly waiting = new Set<Waiter>();

  constructor(private readonly limits: AdmissionLimits) {}

  /**
   * Asks to be let in.
   * @param enter called once, now or later, with the refusal if there is one
   * @returns to be called once when the client has its answer or has gone, whatever became of it
   */
  ask(enter: (refusal?: Refusal) => void): () => void {
    if (this.working < this.limits.concurrent) {
      this.working += 1;
      enter();
      return () => this.leave();
    }
    if (this.waiting.size >= this.limits.queued) {
      enter('queue_full');
      return () => undefined;
    }
    return this.queue(enter);
  }

  get queued(): number {
    return this.waiting.size;
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
        this.waiting.delete(waiter);
        enter('queue_timeout');
      }, this.limits.queueTimeoutMs),
    };
    this.waiting.add(waiter);
    return () => {
      if (isIn) {
        this.leave();
        return;
      }
      clearTimeout(waiter.timer);
      this.waiting.delete(waiter);
    };
  }

  /** The place of one that is done goes to the one who has waited longest. */
  private leave(): void {
    const [next] = this.waiting;
    if (!next) {
      this.working -= 1;
      return;
    }
    this.waiting.delete(next);
    next.enter();
  }
}
