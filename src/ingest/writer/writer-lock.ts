/**
 * Writers take turns: one transaction writes at a time, in whatever process. Two imports of one folder at once then find
 * each other's items instead of adding them twice, and cannot wait for each other in a circle. Readers never wait.
 */
import type { EntityManager } from 'typeorm';

/** The key of the advisory lock: any number that nothing else uses. */
const writersLock = 19_750_802;

/** Waits until no other transaction writes. The turn ends with the transaction. */
export async function takeWriterLock(manager: EntityManager): Promise<void> {
  await manager.query('SELECT pg_advisory_xact_lock($1)', [writersLock]);
}
