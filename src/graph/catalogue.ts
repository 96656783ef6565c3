/**
 * The catalogue is the reference cache: the few hundred rows that nearly every query reads (countries, offices, fields of
 * work, event series, chairpersonships), as one immutable snapshot in memory. A slice declares its shelf (the cached
 * table) and the views (indexes) on it. Reading it costs no statement.
 */
import { createHash } from 'node:crypto';
import type { Reader, Sql } from './sql.js';

/** The table that a slice caches. */
export interface Shelf {
  /** Name of the slice's entry in {@link Shelves}. */
  name: string;
  /** Selects all rows, in list order. */
  statement: Sql;
}

/** The rows of each shelf; slices add their entry by declaration merging. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled by the slices
export interface Shelves {}

/** Views on the rows (by id, by slug, …); slices add theirs by declaration merging. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled by the slices
export interface CatalogueViews {}

/** Factories of views. A snapshot creates a view on first use. */
export type ViewFactories = Record<string, (snapshot: Snapshot) => unknown>;

/** The views that a set of factories creates. */
export type ViewsOf<Factories extends ViewFactories> = { [Name in keyof Factories]: ReturnType<Factories[Name]> };

/** The rows of all shelves at one moment. */
export interface Snapshot {
  /** The rows of each shelf, in order. */
  readonly rows: { readonly [Name in keyof Shelves]: readonly Shelves[Name][] };
  /** Equal for equal rows, in every process: a cache key for whatever is derived from the catalogue. */
  readonly version: string;
}

export type Catalogue = Snapshot & Readonly<CatalogueViews>;

/**
 * Reads all shelves. The reader must see one state of the database (a transaction), or the shelves may be inconsistent.
 * @returns a new snapshot; earlier snapshots do not change
 */
export async function readCatalogue(
  reader: Reader,
  shelves: readonly Shelf[],
  views: ViewFactories,
): Promise<Catalogue> {
  const rows: Record<string, readonly unknown[]> = {};
  for (const shelf of shelves) rows[shelf.name] = Object.freeze(await reader.rows(shelf.statement));
  const version = createHash('sha256').update(JSON.stringify(rows)).digest('base64url').slice(0, 16);
  return Object.create(lazily(views), {
    rows: { value: Object.freeze(rows) },
    version: { value: version },
  }) as Catalogue;
}

/** A new catalogue object with the same rows and the views created so far. */
export const readAgain = (catalogue: Catalogue): Catalogue =>
  Object.create(Object.getPrototypeOf(catalogue) as object, Object.getOwnPropertyDescriptors(catalogue)) as Catalogue;

/** A prototype whose properties are created on first use and cached on the object. */
export function lazily<Owner>(factories: Record<string, (owner: Owner) => unknown>): object {
  const prototype = {};
  for (const [name, make] of Object.entries(factories)) {
    Object.defineProperty(prototype, name, {
      enumerable: true,
      get(this: Owner & object) {
        const value = make(this);
        Object.defineProperty(this, name, { value, enumerable: true });
        return value;
      },
    });
  }
  return prototype;
}

/** The rows with these ids, in the order of the ids. Skips ids that are not yet in the snapshot. */
export function rowsOf<Row>(ids: readonly string[], byId: ReadonlyMap<string, Row>): Row[] {
  const rows: Row[] = [];
  // By index: iterating over a frozen list allocates an object for each id.
  for (let i = 0; i < ids.length; i += 1) {
    const row = byId.get(ids[i]!);
    if (row !== undefined) rows.push(row);
  }
  return rows;
}

/** Rows by key; of several rows with one key the first wins. */
export function keyed<Row>(rows: readonly Row[], keysOf: (row: Row) => string | readonly string[]): Map<string, Row> {
  const byKey = new Map<string, Row>();
  for (const row of rows) for (const key of [keysOf(row)].flat()) if (!byKey.has(key)) byKey.set(key, row);
  return byKey;
}

/** Rows by current or former slug. A current slug takes precedence over a former one of another row. */
export function keyedBySlug<Row extends { slug: string; formerSlugs: readonly string[] }>(rows: readonly Row[]) {
  const bySlug = keyed(rows, ({ slug }) => slug);
  for (const [slug, row] of keyed(rows, ({ formerSlugs }) => formerSlugs)) if (!bySlug.has(slug)) bySlug.set(slug, row);
  return bySlug;
}

/** Rows grouped by key, in their order; rows without a key are skipped. */
export function grouped<Row>(rows: readonly Row[], keysOf: (row: Row) => string | null | readonly string[]) {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    for (const key of [keysOf(row)].flat()) {
      if (key === null) continue;
      const group = groups.get(key);
      if (group) group.push(row);
      else groups.set(key, [row]);
    }
  }
  return groups;
}
