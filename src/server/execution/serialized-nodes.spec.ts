/** Kept texts take no more memory than they may, whoever asks for what; measured, since a count may miss what is held. */
import type { Catalogue } from '../../graph/catalogue.js';
import { heapInUse } from '../../testing/heap.js';
import { SerializedNodeCache } from './serialized-nodes.js';

const textOf = (bytes: number) => Buffer.alloc(bytes, 'a').toString('latin1');
const snapshot = () => ({}) as Catalogue;

it('serialized nodes of selections that are not requested again are evicted too', () => {
  const written = new SerializedNodeCache(new Set());
  const catalogue = snapshot();
  const row = {};
  const before = heapInUse();
  const selections = Array.from({ length: 203 }, () => {
    const texts = written.forSelection();
    texts.of(row, catalogue);
    texts.keep(row, textOf(1_000_000));
    return texts;
  });
  expect(heapInUse() - before).toBeLessThan(40_000_000);
  expect(selections[0]!.of(row, catalogue)).toBeUndefined();
  expect(selections.at(-1)!.of(row, catalogue)).toHaveLength(1_000_000);
});

it('selections that are not requested again do not retain an old snapshot', () => {
  const written = new SerializedNodeCache(new Set());
  const row = {};
  const keepUnder = (catalogue: Catalogue) => {
    const texts = written.forSelection();
    texts.of(row, catalogue);
    texts.keep(row, 'a');
    return texts;
  };
  const selections = [keepUnder(snapshot())];
  const before = heapInUse();
  for (let i = 0; i < 50; i += 1) selections.push(keepUnder({ rows: textOf(1_000_000) } as unknown as Catalogue));
  expect(heapInUse() - before).toBeLessThan(20_000_000);
  expect(selections).toHaveLength(51);
});

it('a serialized node belongs to the snapshot from which it was written', () => {
  const written = new SerializedNodeCache(new Set());
  const [earlier, later, row] = [snapshot(), snapshot(), {}];
  const texts = written.forSelection();
  texts.of(row, earlier);
  texts.keep(row, 'earlier');
  expect(texts.of(row, earlier)).toBe('earlier');
  expect(texts.of(row, later)).toBeUndefined();
  texts.keep(row, 'later');
  expect(texts.of(row, later)).toBe('later');
  expect(texts.of(row, earlier)).toBeUndefined();
});
