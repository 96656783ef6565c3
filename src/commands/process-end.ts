/** What ends the process: a signal or an uncaught error. */
import type { Logger } from 'pino';
import { onEndSignal } from '../database/end-signals.js';

export interface ProcessEnd {
  /** 0 after a signal; 1 after an uncaught error, also one while the process is stopping. */
  exitCode: number;
  /** After an uncaught error the state is unreliable: the process should end as soon as possible. */
  isUrgent: boolean;
}

/**
 * Resolves at the first SIGINT, SIGTERM or SIGHUP (terminal closed), or uncaught error. A second signal or a second error
 * ends the process at once.
 */
export function endOf(ending: NodeJS.Process, logger: Logger): Promise<ProcessEnd> {
  return new Promise((resolve) => {
    const end: ProcessEnd = { exitCode: 0, isUrgent: false };
    const onFirst = (signal: NodeJS.Signals) => {
      logger.info(`${signal}: stopping`);
      resolve(end);
    };
    onEndSignal(ending, onFirst, () => ending.exit(1));
    for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
      ending.on(event, (err: unknown) => {
        logger.fatal({ err }, `${event}: stopping`);
        if (end.isUrgent) ending.exit(1);
        end.exitCode = 1;
        end.isUrgent = true;
        resolve(end);
      });
    }
  });
}
