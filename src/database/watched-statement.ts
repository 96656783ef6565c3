/** Tells for whom a statement runs when it starts, when parts of its answer arrive, and when it has ended. */
import type { Socket } from 'node:net';
import type { PoolClient } from 'pg';
import type { StatementScope } from '../graph/sql.js';

/** @returns to be called when the statement has ended */
export function watchStatement(client: PoolClient, { onStart, onRows }: StatementScope): () => void {
  const onEnd = onStart?.();
  // What is under a connection is no part of the types of `pg`.
  const { stream } = (client as PoolClient & { connection: { stream: Socket } }).connection;
  // Before `pg` itself, so that reading the rows is already part of it.
  if (onRows) stream.prependListener('data', onRows);
  return () => {
    if (onRows) stream.removeListener('data', onRows);
    onEnd?.();
  };
}
