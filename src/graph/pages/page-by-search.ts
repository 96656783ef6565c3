/**
 * Pages of a list that is filtered by words or texts. What has rare ones is found by an index, and then put in order;
 * of common ones that would be half of the list, which is better gone through in its order until enough have them.
 * PostgreSQL cannot tell rare from common beforehand, so both ways are in the statement, and it goes one.
 */
import type { NodeKind } from '../node-id.js';
import { name, sql, type Sql } from '../sql.js';
import { byText, idsOf } from '../where/by-text.js';
import type { FilterInput } from '../where/compile.js';
import { filterOf } from '../where/declare.js';
import { orderBy, type Rank } from './order.js';

/** Words and texts that more nodes have are common. */
const most = 2_000;

export interface Found {
  /** The ids that are found, if there are at most {@link most}. */
  ids: Sql;
  /** What is left of the filter. */
  rest: FilterInput;
  /** Whether the first rows of the list are looked through before: for texts, of which one in the list is as fast to compare. */
  isText?: boolean;
  /** The nodes of these ids, as `t`. */
  from: (table: string) => Sql;
}

/** The condition of a filter that finds nodes by itself. Only of kinds of which there are many. */
export function foundOf(kind: NodeKind, where: FilterInput | undefined): Found | undefined {
  const { fields, bits } = filterOf(kind);
  if (!where || !bits) return undefined;
  for (const [field, value] of Object.entries(where)) {
    const declared = fields.get(field);
    if (value == null || !declared || !('takes' in declared) || !declared.fewIds) continue;
    return {
      ids: declared.fewIds(value as never, most + 1),
      rest: { ...where, [field]: undefined },
      from: (table) => sql`found JOIN ${name(table)} t ON t.id = found.node_id`,
    };
  }
  const texts = byText(kind, where);
  return (
    texts && {
      ids: idsOf(kind, texts.alternatives, most + 1),
      rest: texts.rest,
      isText: true,
      from: (table) => sql`found JOIN ${name(table)} t ON t.id = found.node_id`,
    }
  );
}

/** The first rows of a list, and the page as far as they have it. */
export interface Leading {
  rows: Sql;
  /** From `leading_rows`. */
  page: Sql;
  /** Rows of a page that is full, the surplus one not counted. */
  size: number;
}

/** Rows that are looked through before an index is asked: what is common fills a page with them. */
export const leadingRows = 1_000;

/**
 * The page of the first rows if they fill it; of those found if they are few; or else of the whole list.
 * @param leading absent: the first rows are not looked through
 * @param ranks the order of the rows of a page
 */
export function pageOfFound(
  { ids }: Found,
  leading: Leading | undefined,
  ofFew: Sql,
  ofMany: Sql,
  ranks: readonly Rank[],
): Sql {
  const count = sql`(SELECT count(*) FROM found)`;
  const led = sql`(SELECT count(*) FROM led)`;
  const before = leading
    ? sql`leading_rows AS MATERIALIZED (${leading.rows}), led AS MATERIALIZED (${leading.page}),`
    : sql``;
  // With a page that is full nothing is found, so that neither of the other ways is gone.
  const found = leading ? sql`SELECT node_id FROM (${ids}) AS ids WHERE ${led} <= ${leading.size}` : ids;
  const first = leading ? sql`SELECT * FROM led WHERE ${led} > ${leading.size} UNION ALL ` : sql``;
  return sql`WITH ${before} found AS MATERIALIZED (${found})
    SELECT * FROM (
      ${first}SELECT * FROM (${ofFew}) AS few WHERE ${count} <= ${most}
      UNION ALL SELECT * FROM (${ofMany}) AS many WHERE ${count} > ${most}
    ) AS page ORDER BY ${orderBy(ranks)}`;
}
