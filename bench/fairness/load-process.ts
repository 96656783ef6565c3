/** The frame of a process that makes load: it is told what to do, and stops when told, when left alone, or when time is up. */
import type { Ended, Task } from './messages';

/**
 * @param begin starts the load and gives what ends it and tells what came of it
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
