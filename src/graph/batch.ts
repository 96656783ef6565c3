import DataLoader from 'dataloader';
import type { GraphContext } from './context.js';

/**
 * Puts rows in the order of the keys that asked for them: `undefined` where there is none. Of several rows with one
 * key the first counts.
 */
export function alignToKeys<Key, Row>(keys: readonly Key[], rows: Iterable<Row>, keyOf: (row: Row) => Key) {
  const byKey = new Map<Key, Row>();
  for (const row of rows) if (!byKey.has(keyOf(row))) byKey.set(keyOf(row), row);
  return keys.map((key) => byKey.get(key));
}

/** Puts rows in groups in the order of the keys; a key without rows gets an empty group of its own. */
export function groupToKeys<Key, Row>(keys: readonly Key[], rows: Iterable<Row>, keyOf: (row: Row) => Key): Row[][] {
  const groups = new Map<Key, Row[]>(keys.map((key) => [key, []]));
  for (const row of rows) groups.get(keyOf(row))?.push(row);
  return keys.map((key) => groups.get(key) ?? []);
}

/**
 * The loader of this request for one name; `name` must hold all that changes the answer (arguments, columns), since
 * whoever asks with the same name gets the same loader and its cache.
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
