/** What ends the process: a signal or an uncaught error. */
import type { Logger } from 'pino';

export interface ProcessEnd {
  /** 0 after a signal; 1 after an uncaught error, also one while the process is stopping. */
  exitCode: number;
  /** After an uncaught error the state is unreliable: the process should end as soon as possible. */
  isUrgent: boolean;
}

/** Ctrl-C in a terminal arrives twice, directly and through npm; signals this close are one keystroke. */
const sameKeystrokeMs = 500;

/**
 * Resolves at the first SIGINT, SIGTERM or SIGHUP (terminal closed), or uncaught error. A second signal or a second error
 * ends the process at once.
 */
export function endOf(ending: NodeJS.Process, logger: Logger): Promise<ProcessEnd> {
  return new Promise((resolve) => {
    const end: ProcessEnd = { exitCode: 0, isUrgent: false };
    let signalledAt: number | undefined;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      ending.on(signal, () => {
        if (signalledAt !== undefined && performance.now() - signalledAt > sameKeystrokeMs) ending.exit(1);
        if (signalledAt === undefined) logger.info(`${signal}: stopping`);
        signalledAt ??= performance.now();
        resolve(end);
      });
    }
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
