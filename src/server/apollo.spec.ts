import { heapInUse } from '../testing/heap.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';

let graph: TestGraph;
beforeAll(async () => {
  graph = await startTestGraph('organization');
});
afterAll(() => graph.close());

it('the memory of cached documents is bounded, however many arrive', async () => {
  const values = Array.from({ length: 1_900 }, () => '"a"').join(' ');
  const ask = (i: number) => graph.data(`{ a${i}: offices(where: { id: { in: [${values}] } }) { totalCount } }`);
  await ask(0);
  const before = heapInUse();
  for (let i = 1; i < 400; i += 1) await ask(i);
  expect(heapInUse() - before).toBeLessThan(70_000_000);
}, 60_000);
