/** An import that is undone at its end: it does all that the real one does, so that it finds what the real one will. */
import type { DataSource, EntityManager } from 'typeorm';

/** Rolls the transaction back; not an error. */
class DryRunIsOver extends Error {}

/** Runs work in one transaction that is rolled back. It is invisible to others; writers of the same rows wait. */
export async function dryRunImport(
  dataSource: DataSource,
  work: (manager: EntityManager) => Promise<void>,
): Promise<void> {
  await dataSource
    .transaction(async (manager) => {
      await work(manager);
      throw new DryRunIsOver();
    })
    .catch((error: unknown) => {
      if (!(error instanceof DryRunIsOver)) throw error;
    });
}
