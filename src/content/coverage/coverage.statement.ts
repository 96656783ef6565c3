/** The one statement of coverage: for each node its news in a period, and the period as a whole. */
import { alias, column, join, list, name, sql, type Sql } from '../../graph/sql.js';
import type { PeriodOfKeys } from './period.js';

/** The table that joins news to nodes of a kind, and its column with the node. It carries the date of the news. */
export interface NewsLink {
  table: string;
  column: string;
  /** The field of which the database keeps bits: which news have which of the nodes. */
  bits: string;
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
function nodesByRanges(link: NewsLink, period: PeriodOfKeys, sure?: Sql): Sql {
  const links = sql`${name(link.table)} l`;
  const own = sql`${column('l', link.column)} = node.id`;
  const key = sql`l.issued_key`;
  return sql`SELECT node.id,
      ${sure ? sql`${sure} AS sure` : count(links, sql`${own} AND ${inPeriod(key, period)}`, 'sure')},
      ${count(links, sql`${own} AND ${maybeInPeriod(key, period)}`, 'possible')},
      nullif((SELECT max(l.issued_key) FROM ${links} WHERE ${own}), '') AS latest,
      NULL::integer AS unlinked
    FROM node`;
}

/** Each node by the bits of its news: of many years less work than to read all of their links, see ADR 15. */
const nodesByBits = (link: NewsLink, period: PeriodOfKeys): Sql => sql`
  SELECT own.id, coalesce(bits.sure, 0) AS sure, own.possible, own.latest, own.unlinked
  FROM (${nodesByRanges(link, period, sql`NULL`)}) AS own LEFT JOIN (
    SELECT v.value AS id, sum(bit_count(v.bits & during.bits))::integer AS sure
    FROM during JOIN news_item_bits v ON v.field = ${link.bits} AND v.block = during.block GROUP BY 1
  ) AS bits ON bits.id = own.id::text`;

/** The years of which all days are in the period, if there are so many that their bits are worth to be read. */
function yearsIn({ from, to }: PeriodOfKeys): { first: string; last: string } | undefined {
  const first = Number(from.slice(0, 4)) + (from.length > 4 ? 1 : 0);
  const last = to === null ? 9_999 : Number(to.slice(0, 4)) - (to.endsWith('-12-31') ? 0 : 1);
  return last > first ? { first: yearText(first), last: yearText(last) } : undefined;
}

const yearText = (year: number) => String(year).padStart(4, '0');

/** The news that are in the period for sure, as bits: whole years, and what is before and after them by its days. */
function bitsDuring(period: PeriodOfKeys, years: { first: string; last: string }): Sql {
  const everything = sql`news_item_bits everything`;
  if (period.from === '') return sql`SELECT everything.block, everything.bits FROM ${everything} WHERE field = ''`;
  const key = sql`d.issued_on`;
  return sql`
    SELECT everything.block, coalesce(year.bits, no_bits()) | coalesce(day.bits, no_bits()) AS bits
    FROM ${everything} LEFT JOIN (
      SELECT block, bit_or(bits) AS bits FROM news_item_bits
      WHERE field = 'year' AND value >= ${years.first} AND value <= ${years.last} GROUP BY block
    ) AS year ON year.block = everything.block LEFT JOIN (
      SELECT d.block, bit_or(one_bit(d.bit)) AS bits FROM news_item_place d
      WHERE (${key} < ${years.first} OR ${key} > ${`${years.last}-12-31`}) AND ${inPeriod(key, period)} GROUP BY d.block
    ) AS day ON day.block = everything.block
    WHERE everything.field = ''`;
}

/** Those of the period that have none of the nodes. */
const unlinkedByBits = ({ bits }: NewsLink) => sql`(
  SELECT coalesce(sum(bit_count(during.bits & ~coalesce(linked.bits, no_bits()))), 0)::integer
  FROM during LEFT JOIN (
    SELECT block, bit_or(bits) AS bits FROM news_item_bits WHERE field = ${bits} GROUP BY block
  ) AS linked ON linked.block = during.block) AS unlinked`;

const sureByBits = sql`(SELECT coalesce(sum(bit_count(bits)), 0)::integer FROM during) AS sure`;

export function coverageStatement(link: NewsLink, period: PeriodOfKeys, asked: CoverageRequest): Sql {
  const items = sql`news_item n`;
  const key = sql`n.issued_key`;
  const years = yearsIn(period);
  const alone = sql`${inPeriod(key, period)} AND NOT EXISTS (
    SELECT FROM ${name(link.table)} l WHERE l.news_item_id = n.id)`;
  const unlinked = years ? unlinkedByBits(link) : count(items, alone, 'unlinked');
  const whole = sql`SELECT NULL::uuid AS id,
      ${years ? sureByBits : count(items, inPeriod(key, period), 'sure')},
      ${count(items, maybeInPeriod(key, period), 'possible')},
      NULL AS latest,
      ${asked.unlinked ? unlinked : sql`NULL::integer AS unlinked`}`;
  const nodes = years ? nodesByBits(link, period) : nodesByRanges(link, period);
  const parts = [...(asked.nodeIds ? [nodes] : []), ...(asked.whole ? [whole] : [])];
  const during = years ? sql`, during AS MATERIALIZED (${bitsDuring(period, years)})` : sql``;
  return sql`WITH node AS (SELECT unnest(${list(asked.nodeIds ?? [])}::uuid[]) AS id)${during} ${join(parts, ' UNION ALL ')}`;
}
