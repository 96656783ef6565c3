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

/** Which dates may lie in the period, without being sure to. */
const maybeInPeriod = (key: Sql, { possible }: PeriodOfKeys) =>
  possible.length > 0 ? sql`${key} = ANY(${list(possible)}::text[])` : sql`false`;

/** Each node reads its own range of the index of links, which is ordered by node and date. */
function rangeByRange(link: NewsLink, period: PeriodOfKeys): Sql {
  const links = sql`${name(link.table)} l`;
  const own = sql`${column('l', link.column)} = node.id`;
  const key = sql`l.issued_key`;
  return sql`SELECT node.id,
      ${count(links, sql`${own} AND ${inPeriod(key, period)}`, 'sure')},
      ${count(links, sql`${own} AND ${maybeInPeriod(key, period)}`, 'possible')},
      nullif((SELECT max(l.issued_key) FROM ${links} WHERE ${own}), '') AS latest,
      NULL::integer AS unlinked
    FROM node`;
}

/** All links are read once: less work than their ranges one by one, where the period takes in nearly all of them. */
function allAtOnce(link: NewsLink, period: PeriodOfKeys): Sql {
  const key = sql`l.issued_key`;
  return sql`SELECT node.id, coalesce(linked.sure, 0) AS sure, coalesce(linked.possible, 0) AS possible,
      nullif(linked.latest, '') AS latest, NULL::integer AS unlinked
    FROM node LEFT JOIN (
      SELECT ${column('l', link.column)} AS id,
        (count(*) FILTER (WHERE ${inPeriod(key, period)}))::integer AS sure,
        (count(*) FILTER (WHERE ${maybeInPeriod(key, period)}))::integer AS possible,
        max(${key}) AS latest
      FROM ${name(link.table)} l GROUP BY 1
    ) AS linked ON linked.id = node.id`;
}

export function coverageStatement(link: NewsLink, period: PeriodOfKeys, asked: CoverageRequest): Sql {
  const items = sql`news_item n`;
  const during = inPeriod(sql`n.issued_key`, period);
  const alone = sql`${during} AND NOT EXISTS (SELECT FROM ${name(link.table)} l WHERE l.news_item_id = n.id)`;
  const whole = sql`SELECT NULL::uuid AS id,
      ${count(items, during, 'sure')},
      ${count(items, maybeInPeriod(sql`n.issued_key`, period), 'possible')},
      NULL AS latest,
      ${asked.unlinked ? count(items, alone, 'unlinked') : sql`NULL::integer AS unlinked`}`;
  const nodes = period.from === '' ? allAtOnce(link, period) : rangeByRange(link, period);
  const parts = [...(asked.nodeIds ? [nodes] : []), ...(asked.whole ? [whole] : [])];
  return sql`WITH node AS (SELECT unnest(${list(asked.nodeIds ?? [])}::uuid[]) AS id) ${join(parts, ' UNION ALL ')}`;
}
