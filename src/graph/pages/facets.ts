/**
 * Facets: the number of nodes of a list with each value of a field, for faceted navigation. A facet ignores the filter on
 * its own field, so that further values can be selected.
 */
import { batchFor } from '../batch.js';
import { join, name, sql, type Sql } from '../sql.js';
import { bitmapsByParent, bitmapsByRows, BitmapSets, filterBitmaps } from '../where/bitmaps.js';
import type { FilterInput } from '../where/compile.js';
import { filterOf } from '../where/declare.js';
import type { WholeList } from './connection.js';
import { markCostly } from './list-weight.js';
import type { ListDeclaration, Scope } from './list-declaration.js';

/** The declaration of a facet. */
export interface Facet {
  /** The filter field that selects values. */
  chosenBy: string;
  /** The field of the bitmap index whose values it counts. */
  counts: string;
}

export interface ValueCount {
  value: string;
  count: number;
}

/** Values and counts by facet, the most frequent value first. */
export type FacetCounts = Readonly<Record<string, readonly ValueCount[]>>;

/** Counts the values of facets in one statement, together with those of the same list under other parents. */
export function countFacets<Row>(
  list: ListDeclaration<Row>,
  facets: Readonly<Record<string, Facet>>,
  asked: readonly string[],
  { where, parent, context }: WholeList,
): Promise<FacetCounts> {
  const edge = parent && [parent.direction.table, parent.direction.near.column, parent.direction.far.column];
  const loader = batchFor<string, FacetCounts>(
    context,
    `facets ${list.kind} ${JSON.stringify([asked, where, edge])}`,
    async (parentIds) => {
      const scope = { parentIds, ...(parent && { direction: parent.direction }) };
      const read = facetStatement(list, facets, asked, where, scope);
      const statement = markCostly(read, list.kind, { where }, 'facets', parentIds.length);
      for (const id of parentIds) {
        const under = parent && { id, direction: parent.direction };
        for (const [filter, own] of byFilter(facets, asked, where)) {
          const fields = own.map((facet) => facets[facet]!.chosenBy);
          context.dependencies.list({ kind: list.kind, where: filter, parent: under, part: 'values', fields });
        }
      }
      const rows = await context.reader.rows<ValueCount & { facet: string; parent: string | null }>(statement);
      return parentIds.map((id) => {
        const own = parent ? rows.filter((row) => row.parent === id) : rows;
        return Object.fromEntries(
          asked.map((facet) => [facet, own.filter((row) => row.facet === facet).sort(mostFrequentFirst)]),
        );
      });
    },
  );
  return loader.load(parent?.id ?? '');
}

/** Sorts equal counts by value, so that the answer is deterministic. */
const mostFrequentFirst = (a: ValueCount, b: ValueCount) => b.count - a.count || (a.value < b.value ? -1 : 1);

/** The remaining filters of the facets, each with its facets. */
function byFilter(
  facets: Readonly<Record<string, Facet>>,
  asked: readonly string[],
  where: FilterInput | undefined,
): (readonly [FilterInput, string[]])[] {
  const found = new Map<string, readonly [FilterInput, string[]]>();
  for (const facet of asked) {
    const filter = withoutField(where, facets[facet]!.chosenBy) ?? {};
    const key = JSON.stringify(filter);
    const known = found.get(key);
    if (known) known[1].push(facet);
    else found.set(key, [filter, [facet]]);
  }
  return [...found.values()];
}

/** A filter without its conjunctive conditions on one field; those within `or` and `not` remain. */
export function withoutField(where: FilterInput | undefined, field: string): FilterInput | undefined {
  if (!where) return undefined;
  const rest = Object.entries(where).flatMap(([key, condition]: [string, unknown]): [string, unknown][] => {
    if (key === field || condition == null) return [];
    if (key !== 'and') return [[key, condition]];
    const parts = (condition as FilterInput[]).flatMap((part) => withoutField(part, field) ?? []);
    return parts.length > 0 ? [['and', parts]] : [];
  });
  return rest.length > 0 ? Object.fromEntries(rest) : undefined;
}

/** Facets with the same remaining filter share a bitmap. */
function facetStatement<Row>(
  { kind }: ListDeclaration<Row>,
  facets: Readonly<Record<string, Facet>>,
  asked: readonly string[],
  where: FilterInput | undefined,
  { direction, parentIds }: Scope,
): Sql {
  const sets = new BitmapSets();
  const matching = byFilter(facets, asked, where).map(([filter, own], i) => ({
    name: name(`matching_${i}`),
    bits: filterBitmaps(kind, filter, sets) ?? sets.bitsOf(bitmapsByRows(kind, filter)),
    facets: own,
  }));
  const { table } = filterOf(kind).bits!;
  const parents = direction && bitmapsByParent(filterOf(kind).bits!, direction, parentIds);
  const entries = matching.map(({ name: matched, bits }) => {
    const from = sql`FROM ${name(table)} everything${sets.joins}`;
    const nodes = parents
      ? sql`SELECT own.parent, own.block, own.bits & ${bits} AS bits ${from} JOIN (${parents}) AS own ON own.block = everything.block`
      : sql`SELECT NULL::uuid AS parent, everything.block, ${bits} AS bits ${from}`;
    return sql`${matched} AS MATERIALIZED (${nodes} WHERE everything.field = '')`;
  });
  const counts = matching.flatMap(({ name: matched, facets: own }) =>
    own.map(
      (facet) => sql`SELECT ${matched}.parent, ${facet}::text AS facet, v.value,
          sum(bit_count(v.bits & ${matched}.bits))::integer AS count
        FROM ${matched} JOIN ${name(table)} v ON v.field = ${facets[facet]!.counts} AND v.block = ${matched}.block
        GROUP BY ${matched}.parent, v.value HAVING sum(bit_count(v.bits & ${matched}.bits)) > 0`,
    ),
  );
  return sql`WITH ${join([...sets.entries, ...entries])} ${join(counts, ' UNION ALL ')}`;
}
