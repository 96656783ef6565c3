/**
 * How much time of the event loop each request takes. JavaScript runs one request at a time, in stretches: from when its
 * body or its rows have arrived until it waits again. The beginning of each stretch is marked, and the time up to the
 * next mark belongs to the request that was marked before. A mark reads the clock and costs some 50 ns; an
 * `AsyncLocalStorage` would follow requests by itself, and makes each promise of theirs dearer.
 */

/** Whose time is counted. */
export interface LoopUser {
  /** Time of the event loop that it took, in milliseconds. */
  eventLoopMs: number;
}

/** From which length on, in milliseconds, a stretch counts as one that kept everybody else waiting. */
const blockingMs = 20;

export class LoopTime {
  private user: LoopUser | undefined;
  private since = 0;
  private willEnd = false;
  /** The lengths of all stretches together that kept everybody else waiting, in milliseconds. */
  blockedMs = 0;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** What runs from now on runs for this one, until another mark or the end of this turn of the event loop. */
  begin(user: LoopUser): void {
    this.count(this.user);
    this.user = user;
    if (this.willEnd) return;
    this.willEnd = true;
    // The loop does not wait while an immediate is due: no time in which nothing runs is counted.
    setImmediate(this.end);
  }

  /**
   * What ran since the last mark ran for this one, whoever was marked: promises of several requests may take turns, so
   * that another one was marked after this one and before the work.
   */
  claim(user: LoopUser): void {
    if (this.user) {
      this.count(user);
      this.user = user;
    } else this.begin(user);
  }

  /** Brings the figure of whoever is marked up to date. */
  update(): void {
    this.count(this.user);
  }

  private count(user: LoopUser | undefined): void {
    const now = this.now();
    if (user) {
      const ms = now - this.since;
      user.eventLoopMs += ms;
      if (ms >= blockingMs) this.blockedMs += ms;
    }
    this.since = now;
  }

  private readonly end = (): void => {
    this.willEnd = false;
    this.count(this.user);
    this.user = undefined;
  };
}

/** There is one event loop in a process, however many servers it has. */
export const loopTime = new LoopTime();
