/** Signal handling of commands that use the embedded database beside a server, or alone. */
import { constants } from 'node:os';
import { onEndSignal } from './end-signals.js';

/**
 * Makes signals end the process only after `leave`; otherwise PostgreSQL, which runs in its own session, would be left
 * behind. Work in progress is not awaited: its transaction is rolled back. A later second signal ends the process at once.
 * @returns a function that removes the handlers
 */
export function leaveOnSignal(leave: () => Promise<void>, log: (step: string) => void): () => void {
  const exit = (signal: NodeJS.Signals) => process.exit(128 + constants.signals[signal]);
  const stop = async (signal: NodeJS.Signals) => {
    log(`${signal}: stopping`);
    await leave().catch((error: Error) => log(error.message));
    exit(signal);
  };
  return onEndSignal(process, (signal) => void stop(signal), exit);
}
