import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { QueryRunner } from 'typeorm';
import { nodeId } from '../../graph/node-id.js';
import { sql } from '../../graph/sql.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { importFiles } from '../import/import-files.js';
import { dryRunImport } from '../import/dry-run.js';
import { undoRun } from '../ledger/undo.js';
import { writeRecords } from './index.js';
import { leaveWordsDue, makeDueNewsSearchable } from './search-words.js';

let graph: TestGraph;
let folder: string;
beforeAll(async () => {
  graph = await startTestGraph('organization');
  folder = await mkdtemp(join(tmpdir(), 'osce-graph-words-'));
});
afterEach(async () => {
  await makeDueNewsSearchable(graph.dataSource);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await graph.close();
});

const item = (slug: string, body: string) => ({
  type: 'NewsItem' as const,
  slug,
  title: `Notes of the day, ${slug}`,
  body,
  issuedBy: ['secretariat'],
  fieldsOfWork: [],
});
const idOf = (slug: string) => nodeId('NewsItem', slug);

const due = async () =>
  (await graph.dataSource.query<{ id: string }[]>('SELECT node_id AS id FROM searchable_due')).map(({ id }) => id);
const isWritten = async (slug: string) => {
  const rows = await graph.dataSource.query<unknown[]>('SELECT FROM searchable_text WHERE node_id = $1', [idOf(slug)]);
  return rows.length > 0;
};
const found = async (query: string) => {
  const { search } = await graph.data<{ search: { nodes: { slug: string }[] } }>(
    `query ($query: String!) { search(query: $query, types: [NEWS_ITEM]) { nodes { ... on NewsItem { slug } } } }`,
    { query },
  );
  return search.nodes.map(({ slug }) => slug);
};

/** Writes as a bulk import does. */
const writeLater = (...records: ReturnType<typeof item>[]) =>
  graph.dataSource.transaction(async (manager) => {
    await leaveWordsDue(manager);
    await writeRecords(manager, records);
  });

const makeSome = async (runner: QueryRunner, most: number) => {
  const [row] = (await runner.query('SELECT make_due_news_searchable($1) AS made', [most])) as { made: number }[];
  return row!.made;
};

const sessions = async <T>(count: number, work: (...runners: QueryRunner[]) => Promise<T>): Promise<T> => {
  const runners = Array.from({ length: count }, () => graph.dataSource.createQueryRunner());
  try {
    return await work(...runners);
  } finally {
    for (const runner of runners) {
      if (runner.isTransactionActive) await runner.rollbackTransaction();
      await runner.release();
    }
  }
};

/** Whether a statement is still waiting for the other session after a while. */
const waits = async (statement: Promise<unknown>) =>
  (await Promise.race([statement.then(() => 'done'), delay(300, 'waits')])) === 'waits';

describe('an item that is left for later', () => {
  it('is due, and found by its words once they are made', async () => {
    await writeLater(item('zorilla', 'The pangolin crossed the bridge.'));
    expect(await due()).toEqual([idOf('zorilla')]);
    expect([await found('pangolin'), await found('zorilla')]).toEqual([[], []]);
    expect(await makeDueNewsSearchable(graph.dataSource)).toBe(1);
    expect(await due()).toEqual([]);
    expect([await found('pangolin'), await found('zorilla')]).toEqual([['zorilla'], ['zorilla']]);
  });

  it('is due again when it changes, and not when something else of its item does', async () => {
    await writeRecords(graph.dataSource, [item('changing', 'An axolotl came.')]);
    await writeLater({ ...item('changing', 'An axolotl came.'), issuedBy: [] });
    expect(await due()).toEqual([]);
    await writeLater(item('changing', 'A capybara came.'));
    expect(await due()).toEqual([idOf('changing')]);
    await makeDueNewsSearchable(graph.dataSource);
    expect([await found('axolotl'), await found('capybara')]).toEqual([[], ['changing']]);
    await writeLater({ ...item('changing', 'A capybara came.'), title: 'Notes on wombats' });
    expect([await due(), await found('wombat')]).toEqual([[idOf('changing')], []]);
    await makeDueNewsSearchable(graph.dataSource);
    expect(await found('wombat')).toEqual(['changing']);
  });

  it('has words of its title that slips are corrected to at once', async () => {
    await writeLater(item('thylacine', 'Nothing else.'));
    expect(await graph.dataSource.query(`SELECT FROM search_word WHERE word = 'thylacine'`)).toHaveLength(1);
  });

  it('is not due any more when somebody writes it who does not leave it', async () => {
    await writeLater(item('at-once', 'A bandicoot came.'));
    await writeRecords(graph.dataSource, [item('at-once', 'A numbat came.')]);
    expect(await due()).toEqual([]);
    expect([await found('bandicoot'), await found('numbat')]).toEqual([[], ['at-once']]);
  });

  it('tells the servers that keep answers, which could have been given before', async () => {
    await writeLater(item('told', 'A tapir came.'));
    const told: string[] = [];
    await sessions(1, async (runner) => {
      const client = (await runner.connect()) as import('pg').PoolClient;
      client.on('notification', ({ payload }) => told.push(payload!));
      await runner.query('LISTEN content_changed');
      await makeDueNewsSearchable(graph.dataSource);
      for (let i = 0; i < 50 && told.length === 0; i += 1) {
        await delay(20);
        await runner.query('SELECT 1');
      }
      await runner.query('UNLISTEN *');
      client.removeAllListeners('notification');
    });
    expect(told.map((payload) => JSON.parse(payload) as object)).toMatchObject([
      { kind: 'NewsItem', id: idOf('told') },
    ]);
  });

  it('leaves nothing behind when its item is deleted', async () => {
    await writeLater(item('deleted', 'A quoll came.'));
    await graph.dataSource.query('DELETE FROM news_item WHERE id = $1', [idOf('deleted')]);
    expect([await due(), await isWritten('deleted')]).toEqual([[], false]);
  });
});

describe('two at once', () => {
  it('make different items searchable, and neither waits', async () => {
    await writeLater(...['one', 'two', 'three'].map((slug) => item(slug, 'A dugong came.')));
    await sessions(2, async (first, second) => {
      await first.startTransaction();
      expect(await makeSome(first!, 2)).toBe(2);
      expect(await makeSome(second!, 9)).toBe(1);
      await first!.commitTransaction();
    });
    expect(await due()).toEqual([]);
    expect((await found('dugong')).sort()).toEqual(['one', 'three', 'two']);
  });

  it('an item that is changed while it is due is not taken as it was', async () => {
    await writeLater(item('race', 'An okapi came.'));
    await sessions(1, async (runner) => {
      await runner.startTransaction();
      await leaveWordsDue(runner.manager);
      await writeRecords(runner.manager, [item('race', 'A bongo came.')]);
      await makeDueNewsSearchable(graph.dataSource);
      await runner.commitTransaction();
    });
    await makeDueNewsSearchable(graph.dataSource);
    expect([await found('okapi'), await found('bongo')]).toEqual([[], ['race']]);
  });

  it.each([
    ['changed', `UPDATE news_item SET body = 'A gecko came.' WHERE id = $1`, true],
    ['deleted', 'DELETE FROM news_item WHERE id = $1', false],
  ])(
    'an item that is %s while its words are made waits for them, and has the last word',
    async (outcome, change, isThere) => {
      const slug = `waiting-${outcome}`;
      await writeLater(item(slug, 'A gecko and an iguana came.'));
      await sessions(2, async (maker, writer) => {
        await maker!.startTransaction();
        expect(await makeSome(maker!, 9)).toBe(1);
        const changing = writer!.query(change, [idOf(slug)]);
        expect(await waits(changing)).toBe(true);
        await maker!.commitTransaction();
        await changing;
      });
      expect([await due(), await found('iguana'), (await found('gecko')).includes(slug)]).toEqual([[], [], isThere]);
      expect(await isWritten(slug)).toBe(isThere);
    },
  );
});

describe('an import in bulk', () => {
  const put = async (name: string, ...records: object[]) => {
    const file = join(folder, name);
    await writeFile(file, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
    return file;
  };
  const run = async (file: string): Promise<number> => {
    let number = 0;
    for await (const report of importFiles(graph.dataSource, [file], { onRun: (id) => (number = id) })) {
      expect(report.outcome).not.toBe('refused');
    }
    return number;
  };

  it('ends with nothing due, and its items are found by the words of their texts', async () => {
    const items = Array.from({ length: 2_500 }, (_, i) => item(`bulk-${i}`, `A lemur, number n${i}n, came.`));
    await run(await put('bulk.jsonl', ...items));
    expect(await due()).toEqual([]);
    for (const i of [0, 1_234, 2_499]) expect(await found(`n${i}n`)).toEqual([`bulk-${i}`]);
  });

  it('that stopped leaves items due, and the next one makes their words', async () => {
    await writeLater(item('left', 'A kakapo came.'));
    expect(await due()).toEqual([idOf('left')]);
    await run(await put('next.jsonl', item('next', 'A weka came.')));
    expect([await due(), await found('kakapo'), await found('weka')]).toEqual([[], ['left'], ['next']]);
  });

  it('that is taken back while its items are due leaves none of them', async () => {
    const file = await put('undone.jsonl', item('undone', 'A kea came.'));
    const number = await run(file);
    await graph.dataSource.query('INSERT INTO searchable_due VALUES ($1)', [idOf('undone')]);
    await graph.dataSource.transaction(async (manager) => {
      for await (const report of undoRun(manager, number)) expect(report.outcome).toBe('removed');
    });
    expect([await due(), await isWritten('undone')]).toEqual([[], false]);
  });

  it('goes on when the connection that makes the words is lost', async () => {
    const items = Array.from({ length: 3_000 }, (_, i) => item(`lost-${i}`, `A serval, number s${i}s, came.`));
    const file = await put('lost.jsonl', ...items);
    const isOver = new AbortController();
    const ending = (async () => {
      let ended = 0;
      while (!isOver.signal.aborted) {
        // Its transaction is known by what it has locked.
        const rows = await graph.database.rows(sql`SELECT pg_terminate_backend(pid) FROM pg_locks
          WHERE relation = 'searchable_due'::regclass AND mode = 'RowShareLock' AND pid <> pg_backend_pid()
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`);
        ended += rows.length;
        if (ended > 0) break;
        await delay(2);
      }
      return ended;
    })();
    await run(file);
    isOver.abort();
    expect(await ending).toBeGreaterThan(0);
    expect([await due(), await found('s2999s')]).toEqual([[], ['lost-2999']]);
  });

  it('whose reports nobody takes any more ends when what makes the words has ended', async () => {
    await writeLater(item('stopped', 'A skink came.'));
    const file = await put('stopping.jsonl', item('stopping', 'A gharial came.'));
    await sessions(1, async (runner) => {
      await runner!.startTransaction();
      await runner!.query('LOCK TABLE searchable_text');
      const reports = importFiles(graph.dataSource, [file], { details: true });
      await reports.next();
      for (let isWaiting = false; !isWaiting;) {
        await delay(5);
        const [row] = (await runner!.query(
          `SELECT EXISTS (SELECT FROM pg_locks WHERE relation = 'searchable_text'::regclass AND NOT granted) AS waiting`,
        )) as { waiting: boolean }[];
        isWaiting = row!.waiting;
      }
      const end = reports.return(undefined);
      expect(await waits(end)).toBe(true);
      await runner!.commitTransaction();
      await end;
    });
    await makeDueNewsSearchable(graph.dataSource);
    expect([await found('skink'), await found('gharial')]).toEqual([['stopped'], ['stopping']]);
  });

  it('that is rehearsed leaves nothing to others', async () => {
    const file = await put('rehearsed.jsonl', item('rehearsed', 'A moa came.'));
    await dryRunImport(graph.dataSource, async (manager) => {
      for await (const report of importFiles(manager, [file])) expect(report.outcome).toBe('added');
      const rows = await manager.query<unknown[]>('SELECT FROM searchable_text WHERE node_id = $1', [
        idOf('rehearsed'),
      ]);
      expect(rows).toHaveLength(1);
    });
    expect([await due(), await isWritten('rehearsed')]).toEqual([[], false]);
  });
});
