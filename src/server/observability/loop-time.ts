/**
 * How much time of the event loop each request takes. JavaScript runs one request at a time, in stretches: from when its
 * body or its rows have arrived until it waits again. The beginning of each stretch is marked, and the time up to the
 * next mark belongs to the request that was marked before. A mark reads the clock and costs some 0.1 µs; an
 * `AsyncLocalStorage` would follow requests by itself, and makes each promise of theirs dearer.
 */
import { performance } from 'node:perf_hooks';

/** Whose time is counted. */
export interface LoopUser {
  /** Time of the event loop that it took, in milliseconds. */
  eventLoopMs: number;
}

/** From which length on, in milliseconds, a stretch counts as one that kept everybody else waiting. */
const blockingMs = 20;

/** In a shorter time since the last mark, in milliseconds, the loop may have been idle, and is not asked. */
const notAskedMs = 0.05;

export class LoopTime {
  private user: LoopUser | undefined;
  private since = 0;
  private idleBefore = 0;
  /** The lengths of all stretches together that kept everybody else waiting, in milliseconds. */
  blockedMs = 0;

  /** @param idle for how long the event loop has waited for something to do so far, in milliseconds */
  constructor(
    private readonly now: () => number = () => performance.now(),
    private readonly idle: () => number = () => performance.eventLoopUtilization().idle,
  ) {}

  /** What runs from now on runs for this one, until another mark. */
  begin(user: LoopUser): void {
    this.count(this.user);
    this.user = user;
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

  /** What runs from now on is not known to run for anybody, if this one was marked last. */
  end(user: LoopUser): void {
    this.count(this.user);
    if (this.user === user) this.user = undefined;
  }

  /** Brings the figure of whoever is marked up to date. */
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

/** There is one event loop in a process, however many servers it has. */
export const loopTime = new LoopTime();

/** A clock in milliseconds that stands still while one stretch keeps everybody else waiting: nothing else is seen then. */
export const clockWhileUnblocked = (): number => performance.now() - loopTime.blockedMs;
