/** Signal handling of commands that use the embedded database beside a server, or alone. */
import { constants } from 'node:os';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Makes signals end the process only after `leave`; otherwise PostgreSQL, which runs in its own session, would be left
 * behind. Work in progress is not awaited: its transaction is rolled back. A later second signal ends the process at once.
 * @returns a function that removes the handlers
 */
export function leaveOnSignal(leave: () => Promise<void>, log: (step: string) => void): () => void {
  let signalledAt: number | undefined;
  const onSignal = (signal: NodeJS.Signals): void => {
    const exit = () => process.exit(128 + constants.signals[signal]);
    if (signalledAt !== undefined) {
      // Ctrl-C arrives twice: directly and through npm; a closing terminal signals its shell and this process.
      if (performance.now() - signalledAt > 500) exit();
      return;
    }
    signalledAt = performance.now();
    log(`${signal}: stopping`);
    leave().then(exit, (error: Error) => {
      log(error.message);
      exit();
    });
  };
  for (const signal of signals) process.on(signal, onSignal);
  return () => {
    for (const signal of signals) process.off(signal, onSignal);
  };
}
