/**
 * The words by which news items are found. To make them takes PostgreSQL longer than all else that it does of an item: a
 * bulk import only notes which items are due, and a second connection makes their words beside it.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { DataSource, EntityManager } from 'typeorm';

/** Items of one transaction: some tenths of a second. Who writes to one of them waits so long. */
const atOnce = 500;

/** How long to wait when nothing is due, in milliseconds. */
const pauseMs = 100;

/** What a transaction writes from now on is made searchable after it, by {@link makeDueNewsSearchable}. */
export async function leaveWordsDue(transaction: EntityManager): Promise<void> {
  await transaction.query(`SET LOCAL graph.search = 'later'`);
}

/**
 * Makes searchable what is due, until nothing is or the signal is given. Several processes may do so at once: what one
 * has begun the others pass over. Where nothing is due nothing is written, so that a database that is only read is left alone.
 * @returns how many items
 */
export async function makeDueNewsSearchable(dataSource: DataSource, signal?: AbortSignal): Promise<number> {
  let sum = 0;
  while (!signal?.aborted && (await isAnyDue(dataSource))) {
    const some = await makeSome(dataSource);
    if (some === 0) break;
    sum += some;
  }
  return sum;
}

async function isAnyDue({ manager }: DataSource): Promise<boolean> {
  const [row] = await manager.query<{ due: boolean }[]>('SELECT EXISTS (SELECT FROM searchable_due) AS due');
  return row!.due;
}

const makeSome = (dataSource: DataSource): Promise<number> =>
  dataSource.transaction(async (transaction) => {
    // After a power cut they are due again.
    await transaction.query('SET LOCAL synchronous_commit = off');
    const [row] = await transaction.query<{ made: number }[]>('SELECT make_due_news_searchable($1) AS made', [atOnce]);
    return row!.made;
  });

/** Makes items searchable while an import writes them. */
export class SearchWords {
  private readonly stopping = new AbortController();
  private readonly work: Promise<void>;

  /** Begins with what an earlier import left due. */
  constructor(private readonly dataSource: DataSource) {
    this.work = this.goOn();
  }

  /** To be called when all is written: makes what is still due. @throws if that cannot be done */
  async finish(): Promise<void> {
    await this.stop();
    await makeDueNewsSearchable(this.dataSource);
  }

  /** Ends with the items at hand; what is due stays due. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.work;
  }

  private async goOn(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      // A fault does not end the import, which has its own connection: what is due is tried again, at the latest at its end.
      await makeDueNewsSearchable(this.dataSource, signal).catch(() => undefined);
      await delay(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
