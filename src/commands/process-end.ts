/** What ends the process: a signal, or a fault that nothing has caught. */
import type { Logger } from 'pino';

export interface ProcessEnd {
  /** 0 after a signal; 1 as soon as there is a fault, also one that comes while the process is stopping. */
  exitCode: number;
  /** After a fault nothing can be relied on: the process should end as soon as it can. */
  isUrgent: boolean;
}

/** Ctrl-C in a terminal reaches npm and us, and npm passes it on: what follows so closely is the same keystroke. */
const sameKeystrokeMs = 500;

/**
 * Resolves at the first SIGINT, SIGTERM or SIGHUP (the terminal was closed), or fault that nothing has caught. A second signal ends the process at once,
 * and so does a second fault.
 */
export function endOf(ending: NodeJS.Process, logger: Logger): Promise<ProcessEnd> {
  return new Promise((resolve) => {
    const end: ProcessEnd = { exitCode: 0, isUrgent: false };
    let toldAt: number | undefined;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      ending.on(signal, () => {
        if (toldAt !== undefined && performance.now() - toldAt > sameKeystrokeMs) ending.exit(1);
        if (toldAt === undefined) logger.info(`${signal}: stopping`);
        toldAt ??= performance.now();
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
