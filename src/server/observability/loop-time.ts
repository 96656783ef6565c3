/**
 * Measures the event loop time of each request. JavaScript runs one request at a time, in stretches: from the arrival of its
 * body or rows until it waits again. The start of each stretch is marked, and the time up to the next mark is charged to the
 * request marked before. A mark reads the clock and costs some 0.1 µs; `AsyncLocalStorage` would track requests by itself,
 * but makes each of their promises more expensive.
 */
import { performance } from 'node:perf_hooks';

/** A request whose time is measured. */
export interface LoopUser {
  /** Event loop time used, in milliseconds. */
  eventLoopMs: number;
}

/** The length from which a stretch counts as blocking, in milliseconds. */
const blockingMs = 20;

/** Within this time after the last mark, in milliseconds, idle time is not checked. */
const notAskedMs = 0.05;

export class LoopTime {
  private user: LoopUser | undefined;
  private since = 0;
  private idleBefore = 0;
  /** The total length of all blocking stretches, in milliseconds. */
  blockedMs = 0;

  /** @param idle the total idle time of the event loop so far, in milliseconds */
  constructor(
    private readonly now: () => number = () => performance.now(),
    private readonly idle: () => number = () => performance.eventLoopUtilization().idle,
  ) {}

  /** Charges the time from now until the next mark to this request. */
  begin(user: LoopUser): void {
    this.count(this.user);
    this.user = user;
  }

  /**
   * Charges the time since the last mark to this request, whichever was marked: promises of several requests may interleave,
   * so that another one was marked between the mark of this one and its work.
   */
  claim(user: LoopUser): void {
    if (this.user) {
      this.count(user);
      this.user = user;
    } else this.begin(user);
  }

  /** If this request was marked last, charges the time from now on to no request. */
  end(user: LoopUser): void {
    this.count(this.user);
    if (this.user === user) this.user = undefined;
  }

  /** Updates the time of the marked request. */
  update(): void {
    this.count(this.user);
  }

  private count(user: LoopUser | undefined): void {
    const now = this.now();
    if (now - this.since >= notAskedMs) {
      const idle = this.idle();
      const ms = Math.max(0, now - this.since - (idle - this.idleBefore));
      this.idleBefore = idle;
      if (user) this.add(user, ms);
    } else if (user) this.add(user, now - this.since);
    this.since = now;
  }

  private add(user: LoopUser, ms: number): void {
    user.eventLoopMs += ms;
    if (ms >= blockingMs) this.blockedMs += ms;
  }
}

/** A process has one event loop, however many servers it runs. */
export const loopTime = new LoopTime();

/** A clock in milliseconds that stands still during blocking stretches, in which nothing else can be observed. */
export const clockWhileUnblocked = (): number => performance.now() - loopTime.blockedMs;
