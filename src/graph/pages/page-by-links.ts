/**
 * Pages of a list filtered by a related node and ordered by date, such as the latest news of one office. Whether it is
 * faster to scan the list until enough nodes match, or to read all matches, depends on their number, which the database
 * cannot know beforehand; in a large graph, either takes seconds for some related nodes. Links have a copy of the date, so
 * the latest of each related node are one index range, and the latest of all are among these.
 */
import type { RelationFilter } from '../where/declare.js';
import { filterOf } from '../where/declare.js';
import { boundsOfDate, dateOf, isCoveredByLinks } from '../where/narrow.js';
import { filterCondition, type FilterInput } from '../where/compile.js';
import { all, column, name, sql, type Sql } from '../sql.js';
import type { ListDeclaration, PageRequest } from './list-declaration.js';
import { OrderDirection, orderBy, placesNullsLowest, type Rank } from './order.js';

/** The related nodes whose links are scanned, and the rest of the filter. */
export interface LinkScan {
  relation: RelationFilter['direction'];
  relatedNodes: FilterInput;
  rest: FilterInput | undefined;
}

/** The link scan for a page, if possible. */
export function linkScanOf<Row>(list: ListDeclaration<Row>, { where, ordering }: PageRequest): LinkScan | undefined {
  const [order] = ordering;
  // Links store a missing date as the lowest value.
  if (!where || ordering.length !== 1 || order!.field !== list.datedOrder || !placesNullsLowest(order!))
    return undefined;
  for (const [field, value] of Object.entries(where) as [string, Record<string, FilterInput | undefined> | null][]) {
    const declared = filterOf(list.kind).fields.get(field);
    if (!value?.['some'] || !declared || !('direction' in declared) || !declared.direction.linkDatedBy) continue;
    const { some, ...others } = value;
    const rest = { ...where, [field]: others };
    const isEmpty = Object.values(rest).every((each) => each == null || each === others);
    const left = isEmpty && Object.values(others).every((each) => each == null) ? undefined : rest;
    return { relation: declared.direction, relatedNodes: some, rest: left };
  }
  return undefined;
}

/** The order of the links: by their date, then by the id of the node. */
export function ranksOfLinks({ relation }: LinkScan, { ordering, backward }: PageRequest): Rank[] {
  const descending = (ordering[0]!.direction === OrderDirection.DESC) !== backward;
  return [
    { key: column('l', relation.linkDatedBy!), descending },
    { key: column('l', relation.near.column), descending },
  ];
}

/** The ids and dates of a page, with the surplus row. */
export function idsOfLinkScan<Row>(
  list: ListDeclaration<Row>,
  { relation, relatedNodes, rest }: LinkScan,
  { size }: PageRequest,
  ranks: readonly Rank[],
  boundaries: readonly Sql[],
): Sql {
  const { table, near, far } = relation;
  const fitting = sql`SELECT n0.id FROM ${name(filterOf(far.kind).table)} n0 WHERE ${filterCondition(far.kind, 'n0', relatedNodes, 1, true)}`;
  const ofRelated = sql`${column('l', far.column)} = related.id`;
  const conditions = [...boundaries, ...boundsOfDate(list.kind, ranks[0]!.key, rest)];
  const columns = sql`${ranks[1]!.key} AS id, ${ranks[0]!.key} AS key_0`;
  const latest =
    // The wide rows are then read only for the page.
    rest && isCoveredByLinks(list.kind, rest)
      ? sql`SELECT t.id, t.key_0 FROM (
          SELECT ${columns}, nullif(${ranks[0]!.key}, '') AS ${name(dateOf(list.kind)!.column)} FROM ${name(table)} l
          WHERE ${all([ofRelated, ...conditions])}
        ) AS t WHERE ${filterCondition(list.kind, 't', rest)}
        ORDER BY ${orderBy([
          { ...ranks[0]!, key: sql`t.key_0` },
          { ...ranks[1]!, key: sql`t.id` },
        ])} LIMIT ${size + 1}`
      : sql`SELECT ${columns} FROM ${name(table)} l${
          rest ? sql` JOIN ${name(list.table)} t ON t.id = ${column('l', near.column)}` : sql``
        } WHERE ${all([ofRelated, ...conditions, ...(rest ? [filterCondition(list.kind, 't', rest)] : [])])}
        ORDER BY ${orderBy(ranks)} LIMIT ${size + 1}`;
  // A node with several of the related nodes occurs once for each of them.
  return sql`SELECT DISTINCT latest.id, latest.key_0
    FROM unnest(ARRAY(${fitting})) AS related(id) CROSS JOIN LATERAL (${latest}) AS latest`;
}
