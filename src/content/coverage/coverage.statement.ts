/** The statement of coverage: counts the news of each node in a period, and of the period as a whole. */
import { alias, column, join, list, name, sql, type Sql } from '../../graph/sql.js';
import type { PeriodOfKeys } from './period.js';

/** The table that links news to nodes of a kind, and its node column. It has a copy of the date of the news. */
export interface NewsLink {
  table: string;
  column: string;
  /** The field whose bitmap index records the news of each node. */
  bitmapField: string;
}

/** Counts of the news of one node, or of the period as a whole. */
export interface CoverageCounts {
  /** Null for the period as a whole. */
  id: string | null;
  /** Number of news items certainly within the period. */
  sure: number;
  /** Number of news items that may be within the period. */
  possible: number;
  /** Date of the latest news item, also outside the period; null if none has a date, and for the period as a whole. */
  latest: string | null;
  /** For the period as a whole: number of items without any such node. Null if not requested. */
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

/** The requested counts: of the nodes, of the period as a whole, and of its items without any such node. */
export interface CoverageRequest {
  nodeIds: readonly string[] | undefined;
  whole: boolean;
  unlinked: boolean;
}

/** Condition for dates that may be, but are not certainly, within the period. */
const maybeInPeriod = (key: Sql, { possible }: PeriodOfKeys) =>
  possible.length > 0 ? sql`${key} = ANY(${list(possible)}::text[])` : sql`false`;

/** Counts by ranges of the link index, which is ordered by node and date. */
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

/** Counts by bitmaps: over many years less work than reading all links; see ADR 15. */
const nodesByBitmaps = (link: NewsLink, period: PeriodOfKeys): Sql => sql`
  SELECT own.id, coalesce(bits.sure, 0) AS sure, own.possible, own.latest, own.unlinked
  FROM (${nodesByRanges(link, period, sql`NULL`)}) AS own LEFT JOIN (
    SELECT v.value AS id, sum(bit_count(v.bits & during.bits))::integer AS sure
    FROM during JOIN news_item_bits v ON v.field = ${link.bitmapField} AND v.block = during.block GROUP BY 1
  ) AS bits ON bits.id = own.id::text`;

/** The years entirely within the period; undefined if they are too few for bitmaps to pay off. */
function yearsIn({ from, to }: PeriodOfKeys): { first: string; last: string } | undefined {
  const first = Number(from.slice(0, 4)) + (from.length > 4 ? 1 : 0);
  const last = to === null ? 9_999 : Number(to.slice(0, 4)) - (to.endsWith('-12-31') ? 0 : 1);
  return last > first ? { first: yearText(first), last: yearText(last) } : undefined;
}

const yearText = (year: number) => String(year).padStart(4, '0');

/** Bitmap of the news certainly within the period: whole years by their bitmaps, the days before and after by date. */
function bitmapsDuring(period: PeriodOfKeys, years: { first: string; last: string }): Sql {
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

/** Number of items in the period without any of the nodes. */
const unlinkedByBitmaps = ({ bitmapField }: NewsLink) => sql`(
  SELECT coalesce(sum(bit_count(during.bits & ~coalesce(linked.bits, no_bits()))), 0)::integer
  FROM during LEFT JOIN (
    SELECT block, bit_or(bits) AS bits FROM news_item_bits WHERE field = ${bitmapField} GROUP BY block
  ) AS linked ON linked.block = during.block) AS unlinked`;

const sureByBitmaps = sql`(SELECT coalesce(sum(bit_count(bits)), 0)::integer FROM during) AS sure`;

export function coverageStatement(link: NewsLink, period: PeriodOfKeys, asked: CoverageRequest): Sql {
  const items = sql`news_item n`;
  const key = sql`n.issued_key`;
  const years = yearsIn(period);
  const alone = sql`${inPeriod(key, period)} AND NOT EXISTS (
    SELECT FROM ${name(link.table)} l WHERE l.news_item_id = n.id)`;
  const unlinked = years ? unlinkedByBitmaps(link) : count(items, alone, 'unlinked');
  const whole = sql`SELECT NULL::uuid AS id,
      ${years ? sureByBitmaps : count(items, inPeriod(key, period), 'sure')},
      ${count(items, maybeInPeriod(key, period), 'possible')},
      NULL AS latest,
      ${asked.unlinked ? unlinked : sql`NULL::integer AS unlinked`}`;
  const nodes = years ? nodesByBitmaps(link, period) : nodesByRanges(link, period);
  const parts = [...(asked.nodeIds ? [nodes] : []), ...(asked.whole ? [whole] : [])];
  const during = years ? sql`, during AS MATERIALIZED (${bitmapsDuring(period, years)})` : sql``;
  return sql`WITH node AS (SELECT unnest(${list(asked.nodeIds ?? [])}::uuid[]) AS id)${during} ${join(parts, ' UNION ALL ')}`;
}
