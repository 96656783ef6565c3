/** Measures how fast the bytes of a connection move. */

export interface RateFloor {
  /** A lower average rate over a window is too slow; 0: none is. */
  readonly bytesPerSecond: number;
  /** The window, in milliseconds. */
  readonly windowMs: number;
}

export class TransferRate {
  private from = performance.now();
  private atFrom: number;
  private latest: number;

  /** @param bytes that have moved before */
  constructor(bytes: number) {
    this.atFrom = this.latest = bytes;
  }

  /** @param bytes that have moved until now */
  look(bytes: number, now: number, floor: RateFloor): { isStalled: boolean; isTooSlow: boolean } {
    const isStalled = bytes === this.latest;
    this.latest = bytes;
    const passedMs = now - this.from;
    if (passedMs < floor.windowMs) return { isStalled, isTooSlow: false };
    const isTooSlow = bytes - this.atFrom < (floor.bytesPerSecond * passedMs) / 1_000;
    this.from = now;
    this.atFrom = bytes;
    return { isStalled, isTooSlow };
  }
}
