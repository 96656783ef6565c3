/** What a signal does to a command that works with the embedded database beside a server, or alone. */
import { constants } from 'node:os';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Until the function that it gives is called, a signal ends the process only after `leave`: else PostgreSQL, which runs
 * in a session of its own, would be left behind. What is under way is not waited for: its transaction is rolled back. A
 * second signal, of another moment, ends the process at once.
 */
export function leaveOnSignal(leave: () => Promise<void>, log: (step: string) => void): () => void {
  let toldAt: number | undefined;
  const onSignal = (signal: NodeJS.Signals): void => {
    const exit = () => process.exit(128 + constants.signals[signal]);
    if (toldAt !== undefined) {
      // Ctrl-C reaches npm and us, and npm passes it on; a terminal that closes tells its shell and us.
      if (performance.now() - toldAt > 500) exit();
      return;
    }
    toldAt = performance.now();
    log(`${signal}: stopping`);
    leave().then(exit, (fault: Error) => {
      log(fault.message);
      exit();
    });
  };
  for (const signal of signals) process.on(signal, onSignal);
  return () => {
    for (const signal of signals) process.off(signal, onSignal);
  };
}
