/** The one statement of coverage: for each node its news in a period, and the period as a whole. */
import { alias, column, join, list, name, sql, type Sql } from '../../graph/sql.js';
import type { PeriodOfKeys } from './period.js';

/** The table that joins news to nodes of a kind, and its column with the node. It carries the date of the news. */
export interface NewsLink {
  table: string;
  column: string;
}

/** What the news of one node, or of the period, amounts to. */
export interface CoverageCounts {
  /** Null for the period as a whole. */
  id: string | null;
  /** News items that are in the period for sure. */
  sure: number;
  /** Those of which it is not known. */
  possible: number;
  /** Date of the latest one of all times; null if none is dated. Of the period as a whole: null. */
  latest: string | null;
  /** Of the period as a whole: the items that are joined to no node. Null where it was not asked. */
  unlinked: number | null;
}

function inPeriod(key: Sql, { from, to, possible }: PeriodOfKeys): Sql {
  const bounds = [
    ...(from === '' ? [] : [sql`${key} >= ${from}`]),
    ...(to === null ? [] : [sql`${key} <= ${to}`]),
    ...(possible.length > 0 ? [sql`${key} <> ALL(${list(possible)}::text[])`] : []),
  ];
  return bounds.length > 0 ? join(bounds, ' AND ') : sql`true`;
}

const count = (from: Sql, where: Sql, as: string) =>
  sql`(SELECT count(*)::integer FROM ${from} WHERE ${where}) AS ${alias(as)}`;

/** What is asked: the nodes one by one, and the period as a whole with or without the items that are joined to no node. */
export interface CoverageRequest {
  nodeIds: readonly string[] | undefined;
  whole: boolean;
  unlinked: boolean;
}

/** Each node reads its own range of the index of links, which is ordered by node and date. */
export function coverageStatement(link: NewsLink, period: PeriodOfKeys, asked: CoverageRequest): Sql {
  const links = sql`${name(link.table)} l`;
  const own = sql`${column('l', link.column)} = node.id`;
  const maybe = (key: Sql) =>
    period.possible.length > 0 ? sql`${key} = ANY(${list(period.possible)}::text[])` : sql`false`;
  const nodes = sql`SELECT node.id,
      ${count(links, sql`${own} AND ${inPeriod(sql`l.issued_key`, period)}`, 'sure')},
      ${count(links, sql`${own} AND ${maybe(sql`l.issued_key`)}`, 'possible')},
      nullif((SELECT max(l.issued_key) FROM ${links} WHERE ${own}), '') AS latest,
      NULL::integer AS unlinked
    FROM unnest(${list(asked.nodeIds ?? [])}::uuid[]) AS node(id)`;
  const items = sql`news_item n`;
  const during = inPeriod(sql`n.issued_key`, period);
  const alone = sql`${during} AND NOT EXISTS (SELECT FROM ${links} WHERE l.news_item_id = n.id)`;
  const whole = sql`SELECT NULL::uuid AS id,
      ${count(items, during, 'sure')},
      ${count(items, maybe(sql`n.issued_key`), 'possible')},
      NULL AS latest,
      ${asked.unlinked ? count(items, alone, 'unlinked') : sql`NULL::integer AS unlinked`}`;
  const parts = [...(asked.nodeIds ? [nodes] : []), ...(asked.whole ? [whole] : [])];
  return join(parts, ' UNION ALL ');
}
