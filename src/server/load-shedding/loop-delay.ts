/** The delay of the event loop: how long after it was due a timer of this process fires. */
import { monitorEventLoopDelay, performance, type IntervalHistogram } from 'node:perf_hooks';

const resolutionMs = 20;
const sampleEveryMs = 200;

export class LoopDelay {
  private readonly histogram: IntervalHistogram;
  private readonly timer: NodeJS.Timeout;
  private sampledAt = performance.now();
  /** The longest delay in the last 200 ms, in milliseconds. */
  latestMs = 0;

  constructor() {
    this.histogram = monitorEventLoopDelay({ resolution: resolutionMs });
    this.histogram.enable();
    this.timer = setInterval(() => {
      // After a long turn this timer may fire before that of the histogram, which has not recorded the delay yet.
      const now = performance.now();
      const ownDelayMs = now - this.sampledAt - sampleEveryMs;
      this.sampledAt = now;
      this.latestMs = Math.max(0, ownDelayMs, this.histogram.max / 1e6 - resolutionMs);
      this.histogram.reset();
    }, sampleEveryMs);
    this.timer.unref();
  }

  close(): void {
    clearInterval(this.timer);
    this.histogram.disable();
  }
}
