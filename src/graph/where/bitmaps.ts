/**
 * Filters on bitmap indexes. For a large kind, the database stores a bitmap of the nodes that have a value, for each value
 * that many nodes share (see the migration news-item-bits). A filter on such values takes a few bitwise operations per block
 * of nodes, however many nodes match. Counts and facets use these bitmaps.
 */
import type { NodeKind } from '../node-id.js';
import { lastDay } from '../partial-date.js';
import { all, column, join, list, name, sql, type Sql } from '../sql.js';
import { checkDepth, filterCondition, given, scalarCondition, type FilterInput } from './compile.js';
import { filterOf, type BitIndex, type Filter, type RelationFilter, type ScalarFilter } from './declare.js';

/** With more joins, planning the statement takes longer than reading the rows. */
const maximalSets = 24;

/** Bitmaps that a statement reads once, each a table (block, bits). */
export class BitmapSets {
  private readonly known = new Map<string, { name: Sql; rows: Sql }>();

  /** The bitmap in the current block. @param rows a query of (block, bits) */
  bitsOf(rows: Sql): Sql {
    const key = JSON.stringify([rows.text, rows.values]);
    let set = this.known.get(key);
    if (!set) this.known.set(key, (set = { name: name(`bits_${this.known.size}`), rows }));
    return sql`coalesce(${set.name}.bits, no_bits())`;
  }

  /** The bitmaps as entries of a WITH clause. */
  get entries(): Sql[] {
    return [...this.known.values()].map((set) => sql`${set.name} AS MATERIALIZED (${set.rows})`);
  }

  /** Joins the bitmaps to the rows of all nodes, `everything`. */
  get joins(): Sql {
    const joins = [...this.known.values()].map(
      (set) => sql` LEFT JOIN ${set.name} ON ${set.name}.block = everything.block`,
    );
    return joins.length > 0 ? join(joins, '') : sql``;
  }
}

/**
 * The bitmap of the nodes that match a filter, in the current block, as an expression over `everything` and the sets.
 * Undefined if the bitmap index does not cover the filter.
 * @throws LimitExceededError if the filter is nested too deeply
 */
export function filterBitmaps(kind: NodeKind, where: FilterInput, sets: BitmapSets, depth = 0): Sql | undefined {
  const filter = filterOf(kind);
  if (!isCoveredByBitmaps(filter, where)) return undefined;
  const alone = new BitmapSets();
  conjunction(filter, where, alone, depth);
  if (alone.entries.length > maximalSets) return undefined;
  return conjunction(filter, where, sets, depth);
}

/** Whether the bitmap index covers a filter. */
export function isCoveredByBitmaps(filter: Filter, where: FilterInput): boolean {
  const { bits } = filter;
  if (!bits) return false;
  return given(where).every(([field, value]) => {
    if (field === 'and' || field === 'or')
      return (value as FilterInput[]).every((each) => isCoveredByBitmaps(filter, each));
    if (field === 'not') return isCoveredByBitmaps(filter, value as FilterInput);
    const declared = filter.fields.get(field)!;
    return bits.fields.has(field) || bits.places.date.field === field || 'ids' in declared;
  });
}

const everything = sql`everything.bits`;
const without = (bits: Sql) => sql`${everything} & ~(${bits})`;
const both = (parts: readonly Sql[]) => (parts.length > 0 ? sql`(${join([...parts], ' & ')})` : everything);
const either = (parts: readonly Sql[]) => (parts.length > 0 ? sql`(${join([...parts], ' | ')})` : sql`no_bits()`);

function conjunction(filter: Filter, where: FilterInput, sets: BitmapSets, depth: number): Sql {
  checkDepth(depth);
  const nested = (each: FilterInput) => conjunction(filter, each, sets, depth + 1);
  return both(
    given(where).map(([field, value]) => {
      if (field === 'and') return both((value as FilterInput[]).map(nested));
      if (field === 'or') return either((value as FilterInput[]).map(nested));
      if (field === 'not') return sql`(${without(nested(value as FilterInput))})`;
      const declared = filter.fields.get(field)!;
      if ('takes' in declared) return sets.bitsOf(ofIds(filter.bits!, declared.ids!(value as never)));
      if ('direction' in declared) return ofRelation(filter.bits!, field, declared, value as object, sets, depth + 1);
      if (field === filter.bits!.places.date.field) return ofDate(filter.bits!, declared, value as object, sets);
      const condition = scalarCondition({ ...declared, column: 'value' }, 'v', value as object);
      return sets.bitsOf(ofValues(filter.bits!, field, condition));
    }),
  );
}

/** The nodes with a value of a field that matches a condition on `v.value`. */
const ofValues = ({ table }: BitIndex, field: string, condition: Sql) => sql`
  SELECT v.block, bit_or(v.bits) AS bits FROM ${name(table)} v
  WHERE v.field = ${field} AND ${condition} GROUP BY v.block`;

/** The nodes with these ids. */
const ofIds = ({ places }: BitIndex, ids: Sql) => sql`
  SELECT place.block, bit_or(one_bit(place.bit)) AS bits FROM ${name(places.table)} place
  WHERE ${column('place', places.node)} IN (${ids}) GROUP BY place.block`;

function ofRelation(
  index: BitIndex,
  field: string,
  { direction: { far } }: RelationFilter,
  quantifiers: object,
  sets: BitmapSets,
  depth: number,
): Sql {
  const some = (where: FilterInput) => {
    const nodes = sql`SELECT n.id::text FROM ${name(filterOf(far.kind).table)} n
      WHERE ${filterCondition(far.kind, 'n', where, depth)}`;
    return sets.bitsOf(ofValues(index, field, sql`v.value = ANY(ARRAY(${nodes}))`));
  };
  return both(
    given(quantifiers).map(([quantifier, where]) => {
      if (quantifier === 'some') return some(where as FilterInput);
      if (quantifier === 'none') return sql`(${without(some(where as FilterInput))})`;
      return sql`(${without(some({ not: where }))})`;
    }),
  );
}

/** Dates are stored with the places; bitmaps of whole years avoid scanning all days of a long period. */
function ofDate(index: BitIndex, declared: ScalarFilter, operators: object, sets: BitmapSets): Sql {
  const { table, date } = index.places;
  const compared = { ...declared, column: date.column };
  const days = (condition: Sql) => sql`
    SELECT d.block, bit_or(one_bit(d.bit)) AS bits FROM ${name(table)} d WHERE ${condition} GROUP BY d.block`;
  const dated = () => sets.bitsOf(ofValues(index, 'year', sql`true`));
  return both(
    given(operators).map(([operator, operand]) => {
      if (operator === 'isNull') return operand ? sql`(${without(dated())})` : dated();
      if (operator === 'ne')
        return sql`(${without(sets.bitsOf(days(scalarCondition(compared, 'd', { eq: operand }))))})`;
      if (operator === 'notIn') {
        return sql`(${without(sets.bitsOf(days(scalarCondition(compared, 'd', { in: operand }))))})`;
      }
      const condition = scalarCondition(compared, 'd', { [operator]: operand });
      if (operator === 'eq' || operator === 'in') return sets.bitsOf(days(condition));
      const year = (operand as string).slice(0, 4);
      const beyond = operator.startsWith('g') ? sql`v.value > ${year}` : sql`v.value < ${year}`;
      const own = column('d', date.column);
      const within = sql`${own} >= ${year} AND ${own} <= ${lastDay(year)}`;
      return either([sets.bitsOf(ofValues(index, 'year', beyond)), sets.bitsOf(days(all([within, condition])))]);
    }),
  );
}

/** The bitmap of the nodes that match any filter, from their rows. */
export function bitmapsByRows(kind: NodeKind, where: FilterInput): Sql {
  const { table, bits } = filterOf(kind);
  const { places } = bits!;
  return sql`
    SELECT place.block, bit_or(one_bit(place.bit)) AS bits FROM ${name(table)} t
    JOIN ${name(places.table)} place ON ${column('place', places.node)} = t.id
    WHERE ${filterCondition(kind, 't', where)} GROUP BY place.block`;
}

/** The bitmaps of the nodes under each parent: rows (parent, block, bits). */
export function bitmapsByParent(
  { table, places, fields }: BitIndex,
  { table: link, near, far }: RelationFilter['direction'],
  parentIds: readonly string[],
): Sql {
  const ids = list(parentIds);
  if (fields.has(far.field)) {
    return sql`SELECT v.value::uuid AS parent, v.block, v.bits FROM ${name(table)} v
      WHERE v.field = ${far.field} AND v.value = ANY(${ids}::text[])`;
  }
  return sql`SELECT ${column('l', near.column)} AS parent, place.block, bit_or(one_bit(place.bit)) AS bits
    FROM ${name(link)} l JOIN ${name(places.table)} place ON ${column('place', places.node)} = ${column('l', far.column)}
    WHERE ${column('l', near.column)} = ANY(${ids}::uuid[]) GROUP BY 1, 2`;
}

/** The statement that counts the nodes of a list, under each parent if any. Undefined if not covered by bitmaps. */
export function countByBitmaps(
  kind: NodeKind,
  where: FilterInput,
  direction: RelationFilter['direction'] | undefined,
  parentIds: readonly string[],
): Sql | undefined {
  const index = filterOf(kind).bits;
  // If there are few links, as for a project, each is read anyway.
  if (!index || (direction && !index.fields.has(direction.far.field))) return undefined;
  const sets = new BitmapSets();
  const bits = filterBitmaps(kind, where, sets);
  if (!bits) return undefined;
  const own =
    direction && sql` JOIN (${bitmapsByParent(index, direction, parentIds)}) AS own ON own.block = everything.block`;
  const entries = sets.entries.length > 0 ? sql`WITH ${join(sets.entries)} ` : sql``;
  const from = sql`FROM ${name(index.table)} everything${sets.joins}`;
  return own
    ? sql`${entries}SELECT own.parent, sum(bit_count(own.bits & ${bits}))::integer AS count ${from}${own}
        WHERE everything.field = '' GROUP BY own.parent`
    : sql`${entries}SELECT coalesce(sum(bit_count(${bits})), 0)::integer AS count ${from} WHERE everything.field = ''`;
}
