/** Compares derived data with its source tables, and rebuilds it. */
import type { DataSource, EntityManager } from 'typeorm';
import { makeDueNewsSearchable } from '../writer/search-words.js';
import { takeWriterLock } from '../writer/writer-lock.js';
import { derivedData, type DerivedData } from './derived-data.js';

export interface Difference {
  readonly name: string;
  readonly count: number;
  /** Some of the nodes or values that differ. */
  readonly examples: readonly string[];
}

const shown = 3;

/** Counts the differences of one kind of derived data from its source. @throws the errors of the database */
export async function differenceOf(
  source: Pick<EntityManager, 'query'>,
  { name, differences }: DerivedData,
): Promise<Difference> {
  const [row] = await source.query<{ count: number; examples: string[] | null }[]>(
    `SELECT count(*)::integer AS count, (array_agg(what))[1:${shown}] AS examples FROM (${differences}) AS found`,
  );
  return { name, count: row!.count, examples: row!.examples ?? [] };
}

/**
 * Rebuilds all derived data that differs from its source, each kind in its own transaction. Readers see the old data until
 * the commit; writers wait for it.
 * @param onDone receives the differences of each kind
 */
export async function rebuildDerived(dataSource: DataSource, onDone: (difference: Difference) => void): Promise<void> {
  for (const derived of derivedData()) {
    const difference = await differenceOf(dataSource, derived);
    if (difference.count > 0) {
      await dataSource.transaction(async (manager) => {
        await takeWriterLock(manager);
        for (const statement of derived.rebuild) await manager.query(statement);
      });
    }
    onDone(difference);
  }
  await makeDueNewsSearchable(dataSource);
}
