/** Runs a load process: it takes a task from its parent, and stops on request, when the parent ends, or after a time limit. */
import type { Ended, Task } from './messages';

/**
 * @param begin starts the load; returns a function that ends it and returns its results
 */
export function runLoad<Given extends Task>(
  begin: (task: Given) => () => Promise<Omit<Ended, 'cpuMs'>> | Omit<Ended, 'cpuMs'>,
): void {
  // A parent that was killed takes its load with it.
  process.once('disconnect', () => process.exit());
  process.once('message', (task: Given) => {
    setTimeout(() => process.exit(1), task.longestSeconds * 1000).unref();
    const before = process.cpuUsage();
    const end = begin(task);
    process.once('message', () => {
      void Promise.resolve(end()).then((ended) => {
        const { user, system } = process.cpuUsage(before);
        process.send!({ ...ended, cpuMs: (user + system) / 1000 } satisfies Ended, () => process.exit());
      });
    });
  });
}
