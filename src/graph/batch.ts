import DataLoader from 'dataloader';
import type { GraphContext } from './context.js';

/**
 * Aligns rows to keys: `undefined` for a key without a row. Of several rows with one key the first wins.
 */
export function alignToKeys<Key, Row>(keys: readonly Key[], rows: Iterable<Row>, keyOf: (row: Row) => Key) {
  const byKey = new Map<Key, Row>();
  for (const row of rows) if (!byKey.has(keyOf(row))) byKey.set(keyOf(row), row);
  return keys.map((key) => byKey.get(key));
}

/** Groups rows in the order of the keys; a key without rows gets a new empty group. */
export function groupToKeys<Key, Row>(keys: readonly Key[], rows: Iterable<Row>, keyOf: (row: Row) => Key): Row[][] {
  const groups = new Map<Key, Row[]>(keys.map((key) => [key, []]));
  for (const row of rows) groups.get(keyOf(row))?.push(row);
  return keys.map((key) => groups.get(key) ?? []);
}

/**
 * Returns the loader of this request for a name. `name` must include everything that affects the result (arguments,
 * columns), because callers with the same name share the loader and its cache.
 */
export function batchFor<Key, Value>(
  context: GraphContext,
  name: string,
  load: (keys: readonly Key[]) => Promise<ArrayLike<Value | Error>>,
): DataLoader<Key, Value> {
  let loader = context.batches.get(name) as DataLoader<Key, Value> | undefined;
  if (!loader) context.batches.set(name, (loader = new DataLoader<Key, Value>(load)));
  return loader;
}
