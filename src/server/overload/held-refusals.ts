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

export class HeldRefusals {
  private held = 0;

  /** @param delayMs how long a refusal is held back if not too many are, in milliseconds; 0: not at all */
  constructor(private readonly delayMs: number) {}

  /**
   * Holds a refusal back.
   * @param tell called once when it is to be told: at once if too many are held
   * @returns to be called once when the client has been told or has gone
   */
  hold(tell: () => void): () => void {
    if (this.delayMs === 0 || this.held >= mostHeld) {
      tell();
      return () => undefined;
    }
    this.held += 1;
    const timer = setTimeout(tell, this.delayMs * Math.min(longest, Math.max(1, this.held / heldPlainly)));
    return () => {
      this.held -= 1;
      clearTimeout(timer);
    };
  }
}
