/** An import that is undone at its end: it does all that the real one does, so that it finds what the real one will. */
import type { DataSource, EntityManager } from 'typeorm';

/** Ends a transaction without a trace, and is no fault. */
class RehearsalIsOver extends Error {}

/** Runs work in one transaction that is rolled back. Others see nothing of it; those who write to the same rows wait. */
export async function dryRunImport(
  dataSource: DataSource,
  work: (manager: EntityManager) => Promise<void>,
): Promise<void> {
  await dataSource
    .transaction(async (manager) => {
      await work(manager);
      throw new RehearsalIsOver();
    })
    .catch((fault: unknown) => {
      if (!(fault instanceof RehearsalIsOver)) throw fault;
    });
}
