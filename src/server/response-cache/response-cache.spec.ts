import { setTimeout as delay } from 'node:timers/promises';
import { randomNumbers } from '../../graph/where/generated-graph.fixture.js';
import { heapInUse } from '../../testing/heap.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { changeSomething, listQuery, readKnown } from './generated-changes.fixture.js';
import { startKeepingServer, type CachingServer } from './served.fixture.js';

let graph: TestGraph;
let keeping: CachingServer;
let other: CachingServer;
beforeAll(async () => {
  graph = await startTestGraph('organization');
  [keeping, other] = await Promise.all([startKeepingServer(graph.url), startKeepingServer(graph.url)]);
});
afterAll(async () => {
  await Promise.all([keeping.close(), other.close()]);
  await graph.close();
});

/** Waits until the servers have read the current catalogue from the database. */
async function haveCatalogueOfNow(...servers: CachingServer[]): Promise<void> {
  await graph.catalogue.reload();
  const { version } = graph.catalogue.current;
  for (const { catalogue } of servers) {
    for (let i = 0; i < 1_000 && catalogue.current.version !== version; i += 1) await delay(5);
    expect(catalogue.current.version).toBe(version);
  }
}

/** `GENERATED_CHANGES=300` runs more of them. */
const changes = Number(process.env['GENERATED_CHANGES'] ?? 8);
const queriesEach = 40;

it(
  'no process serves a cached response that a change made stale, for generated queries and changes',
  async () => {
    const random = randomNumbers(1975);
    const known = await readKnown(graph.dataSource);
    let [changed, purged] = [0, 0];
    for (let round = 0; round < changes; round += 1) {
      const queries = Array.from({ length: queriesEach }, () => listQuery(random, known));
      const before = await Promise.all(queries.map((query) => keeping.ask(query)));
      await Promise.all(queries.map((query) => other.ask(query)));
      const what = await changeSomething(random, known, graph.dataSource);
      await Promise.all([keeping.caughtUp(), other.caughtUp()]);
      await haveCatalogueOfNow(keeping, other);
      for (const [i, query] of queries.entries()) {
        const misses = keeping.responseCache.counts.misses;
        const after = { what, query, one: await keeping.ask(query), another: await other.ask(query) };
        const fresh = `${JSON.stringify(await graph.ask(query), (key, value: unknown) => (key === 'statements' ? undefined : value))}\n`;
        expect(after).toEqual({ what, query, one: fresh, another: fresh });
        if (fresh.startsWith('{"data"')) {
          if (fresh !== before[i]) changed += 1;
          if (keeping.responseCache.counts.misses > misses) purged += 1;
        }
      }
    }
    expect(changed).toBeGreaterThan(changes / 4);
    // Some are invalidated needlessly. Queries and changes are made to meet here; docs/caching.md has the share.
    expect(purged / (changes * queriesEach)).toBeLessThan(0.6);
  },
  60_000 + changes * 2_000,
);

describe('memory of cached responses', () => {
  const words = (i: number) => Array.from({ length: 1_800 }, (_, k) => (k * 7_919 + i).toString(36).padStart(4, 'z'));
  it.each([
    [
      'small responses take about the memory that the cache counts for them',
      3_500,
      'query ($v: ID!) { node(id: $v) { id } }',
      (i: number) => `none-${i}`,
    ],
    [
      'responses with long conditions take about the memory that the cache counts for them',
      300,
      'query ($v: NewsItemWhere) { newsItems(where: $v) { totalCount } }',
      (i: number) => ({ slug: { in: words(i) } }),
    ],
    [
      'responses with many lists take about the memory that the cache counts for them',
      1_000,
      'query ($v: NewsItemWhere) { countries(first: 20) { nodes { newsItems(where: $v) { nodes { id } } } } }',
      (i: number) => ({ slug: { ne: `none-${i}` } }),
    ],
  ])(
    '%s',
    async (_, count, query, variable) => {
      const server = await startKeepingServer(graph.url);
      const ask = (i: number) => server.ask(query, { v: variable(i) });
      for (let i = 0; i < 20; i += 1) await ask(i);
      const before = heapInUse();
      for (let i = 20; i < count; i += 1) await ask(i);
      const [taken, said] = [heapInUse() - before, server.responseCache.size.bytes];
      await server.close();
      expect(taken / said).toBeLessThan(2.5);
    },
    60_000,
  );
});
