/**
 * Refusals for which a client has not waited yet. Who is refused at once comes back at once, and to say no so often would
 * leave no time for the others.
 */

/** Refusals held at once up to which each is held for the plain time; of more, the longer, so that none come faster. */
const heldPlainly = 500;
/** Times the plain time that a refusal is held at most. */
const longest = 5;
/** Refusals that are held at once, at most: each takes some 12 KB besides what its connection takes. */
const mostHeld = 10_000;

export class DelayedRejections {
  /** What is to be told, and when. */
  private readonly held = new Map<() => void, NodeJS.Timeout>();

  /** @param delayMs how long a refusal is held back if not too many are, in milliseconds; 0: not at all */
  constructor(private delayMs: number) {}

  /**
   * Holds a refusal back.
   * @param tell called once when it is to be told: at once if too many are held
   * @returns to be called once when the client has been told or has gone
   */
  hold(tell: () => void): () => void {
    if (this.delayMs === 0 || this.held.size >= mostHeld) {
      tell();
      return () => undefined;
    }
    const times = Math.min(longest, Math.max(1, (this.held.size + 1) / heldPlainly));
    const timer = setTimeout(tell, this.delayMs * times);
    this.held.set(tell, timer);
    return () => {
      this.held.delete(tell);
      clearTimeout(timer);
    };
  }

  /** Tells what is held, and holds nothing from now on: nobody should wait for a process that is about to end. */
  end(): void {
    this.delayMs = 0;
    for (const [tell, timer] of this.held) {
      clearTimeout(timer);
      tell();
    }
  }
}
