/** Checks that PostgreSQL answers: its process may be stopped or hang. */
import { connect } from 'node:net';

/** An SSLRequest, which PostgreSQL answers with one byte before authentication. */
const question = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/**
 * Asks once. A refused or broken connection means that PostgreSQL is not running, not that it hangs.
 * @param signal ends the wait, as if it answered
 * @returns false if there is no answer within the limit
 */
export function answers(port: number, limitMs: number, signal?: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', ...(signal && { signal }) }, () => socket.write(question));
    const decide = (isAlive: boolean) => {
      clearTimeout(timer);
      resolve(isAlive);
      socket.destroy();
    };
    const timer = setTimeout(() => decide(false), limitMs);
    socket.on('data', () => decide(true)).on('error', () => decide(true));
    socket.on('close', () => decide(true));
  });
}
