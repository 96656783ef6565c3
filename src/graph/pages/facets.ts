/**
 * Facets: how many nodes of a list have each value of a field, for pages on which readers choose among values. A facet
 * ignores the filter on its own field, so that the values not chosen can be chosen besides.
 */
import { batchFor } from '../batch.js';
import { alias, all, column, join, list as values, name, sql, type Sql } from '../sql.js';
import { filterCondition, type FilterInput } from '../where/compile.js';
import type { WholeList } from './connection.js';
import { originOf, type ListDeclaration, type Scope } from './list.js';

/** How the values of one facet are found. */
export interface Facet {
  /** The field of the filter that chooses among the values. */
  chosenBy: string;
  /** One value of a node, or none (null). */
  value?: (alias: string) => Sql;
  /** Many values: an array column of the node's table, and the link table that holds the same for all nodes. */
  many?: { ids: string; table: string; column: string };
}

export interface ValueCount {
  value: string;
  count: number;
}

/** Values and counts by the name of the facet. The most frequent value is first. */
export type FacetCounts = Readonly<Record<string, readonly ValueCount[]>>;

/** Counts the values of some facets in one statement, which also serves the same list under other parents. */
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
      const statement = facetStatement(list, facets, asked, where, scope);
      const rows = await context.reader.rows<ValueCount & { facet: string; parent: string | null }>(statement);
      return parentIds.map((id) => {
        const own = parent ? rows.filter((row) => row.parent === id) : rows;
        return Object.fromEntries(
          asked.map((facet) => [facet, own.filter((row) => row.facet === facet).sort((a, b) => b.count - a.count)]),
        );
      });
    },
  );
  return loader.load(parent?.id ?? '');
}

/** A filter without the conditions that it puts on one field by itself; those within `or` and `not` stay. */
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

/**
 * Facets with the same filter left share one reading of the nodes. Without any filter the link tables alone tell.
 */
function facetStatement<Row>(
  list: ListDeclaration<Row>,
  facets: Readonly<Record<string, Facet>>,
  asked: readonly string[],
  where: FilterInput | undefined,
  { direction, parentIds }: Scope,
): Sql {
  const groups = new Map<string, { filter: FilterInput | undefined; names: string[] }>();
  for (const facet of asked) {
    const filter = withoutField(where, facets[facet]!.chosenBy);
    const key = JSON.stringify(filter ?? null);
    const group = groups.get(key);
    if (group) group.names.push(facet);
    else groups.set(key, { filter, names: [facet] });
  }
  const sources: Sql[] = [];
  const counts = [...groups.values()].flatMap(({ filter, names }, i) => {
    if (!direction && !filter) return names.map((facet) => countOfAll(list, facet, facets[facet]!));
    const matching = name(`matching_${i}`);
    sources.push(
      sql`${matching} AS MATERIALIZED (${matchingNodes(list, facets, names, filter, direction, parentIds)})`,
    );
    return names.map((facet) => {
      const own = alias(facet);
      return facets[facet]!.many
        ? sql`SELECT parent, ${facet}::text AS facet, v::text AS value, count(*)::integer AS count
            FROM ${matching}, unnest(${own}) AS v GROUP BY parent, v`
        : sql`SELECT parent, ${facet}::text AS facet, ${own}::text AS value, count(*)::integer AS count
            FROM ${matching} WHERE ${own} IS NOT NULL GROUP BY parent, ${own}`;
    });
  });
  return sql`${sources.length > 0 ? sql`WITH ${join(sources)} ` : sql``}${join(counts, ' UNION ALL ')}`;
}

function countOfAll<Row>({ table }: ListDeclaration<Row>, facet: string, { many, value }: Facet): Sql {
  const own = many ? column('t', many.column) : value!('t');
  return sql`SELECT NULL::uuid AS parent, ${facet}::text AS facet, ${own}::text AS value, count(*)::integer AS count
    FROM ${name(many?.table ?? table)} t WHERE ${own} IS NOT NULL GROUP BY ${own}`;
}

function matchingNodes<Row>(
  list: ListDeclaration<Row>,
  facets: Readonly<Record<string, Facet>>,
  names: readonly string[],
  filter: FilterInput | undefined,
  direction: Scope['direction'],
  parentIds: readonly string[],
): Sql {
  const source = originOf(list, direction);
  const columns = names.map((facet) => {
    const { many, value } = facets[facet]!;
    return sql`${many ? column('t', many.ids) : value!('t')} AS ${alias(facet)}`;
  });
  const conditions = [
    ...(source.condition ? [source.condition] : []),
    ...(filter ? [filterCondition(list.kind, 't', filter)] : []),
  ];
  const nodes = sql`SELECT ${join(columns)} FROM ${source.from} WHERE ${all(conditions)}`;
  if (!direction) return sql`SELECT NULL::uuid AS parent, node.* FROM (${nodes}) AS node`;
  return sql`SELECT p.id AS parent, node.* FROM unnest(${values(parentIds)}::uuid[]) AS p(id) CROSS JOIN LATERAL (${nodes}) AS node`;
}
