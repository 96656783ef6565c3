/**
 * Delays rejections of clients that have not waited in the queue. A client that is rejected at once retries at once, and
 * rejecting it over and over would leave no time for other clients.
 */

/** Up to this many held rejections each is held for the configured delay; with more, the delay grows in proportion. */
const heldPlainly = 500;
/** The longest delay, as a multiple of the configured one. */
const longest = 5;
/** The most rejections held at once: each takes some 12 KB besides its connection. */
const mostHeld = 10_000;

export class DelayedRejections {
  /** By the function that sends a rejection, its timer. */
  private readonly held = new Map<() => void, NodeJS.Timeout>();

  /** @param delayMs the delay of a rejection while few are held, in milliseconds; 0: none */
  constructor(private delayMs: number) {}

  /**
   * Delays a rejection.
   * @param send called once when the rejection is due: at once if too many are held
   * @returns to be called once when the rejection was sent or the client has disconnected
   */
  hold(send: () => void): () => void {
    if (this.delayMs === 0 || this.held.size >= mostHeld) {
      send();
      return () => undefined;
    }
    const times = Math.min(longest, Math.max(1, (this.held.size + 1) / heldPlainly));
    const timer = setTimeout(send, this.delayMs * times);
    this.held.set(send, timer);
    return () => {
      this.held.delete(send);
      clearTimeout(timer);
    };
  }

  /** Sends all held rejections and delays none from now on: no client should wait for a process that is about to end. */
  end(): void {
    this.delayMs = 0;
    for (const [send, timer] of this.held) {
      clearTimeout(timer);
      send();
    }
  }
}
