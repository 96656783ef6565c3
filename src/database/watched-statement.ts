/** Notifies a statement's scope when it starts, receives rows and ends. */
import type { Socket } from 'node:net';
import type { PoolClient } from 'pg';
import type { StatementScope } from '../graph/sql.js';

/** @returns a function to call when the statement has ended */
export function watchStatement(client: PoolClient, { onStart, onRows }: StatementScope): () => void {
  const onEnd = onStart?.();
  // The types of `pg` do not declare the socket.
  const { stream } = (client as PoolClient & { connection: { stream: Socket } }).connection;
  // Runs before `pg` parses the rows, so that parsing is included.
  if (onRows) stream.prependListener('data', onRows);
  return () => {
    if (onRows) stream.removeListener('data', onRows);
    onEnd?.();
  };
}
