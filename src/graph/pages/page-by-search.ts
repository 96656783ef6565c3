/**
 * Pages of a list filtered by words or texts. Nodes with rare words are found by an index and then sorted; common words
 * match half of the list, which is better scanned in its order until the page is full. PostgreSQL cannot know beforehand
 * which words are rare, so the statement contains both branches and executes one.
 */
import type { NodeKind } from '../node-id.js';
import { name, sql, type Sql } from '../sql.js';
import { byText, idsOf } from '../where/by-text.js';
import type { FilterInput } from '../where/compile.js';
import { filterOf } from '../where/declare.js';
import { orderBy, type Rank } from './order.js';

/** Words and texts with more matches are common. */
const most = 2_000;

export interface Found {
  /** The matching ids, if there are at most {@link most}. */
  ids: Sql;
  /** The rest of the filter. */
  rest: FilterInput;
  /** Whether to scan the first rows of the list before: for texts, which compare as fast in the list. */
  isText?: boolean;
  /** The nodes with these ids, as `t`. */
  from: (table: string) => Sql;
}

/** The condition of a filter that an index serves. Only for kinds with many nodes. */
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

/** The first rows of a list, and the part of the page that they contain. */
export interface Leading {
  rows: Sql;
  /** From `leading_rows`. */
  page: Sql;
  /** Rows of a full page, without the surplus row. */
  size: number;
}

/** Rows scanned before an index is used: common texts fill a page from them. */
export const leadingRows = 1_000;

/**
 * The page from the first rows if they fill it; else from the matches if they are few; else from the whole list.
 * @param leading absent if the first rows are not scanned
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
  // If the page is full, `found` is empty and the other branches do not run.
  const found = leading ? sql`SELECT node_id FROM (${ids}) AS ids WHERE ${led} <= ${leading.size}` : ids;
  const first = leading ? sql`SELECT * FROM led WHERE ${led} > ${leading.size} UNION ALL ` : sql``;
  return sql`WITH ${before} found AS MATERIALIZED (${found})
    SELECT * FROM (
      ${first}SELECT * FROM (${ofFew}) AS few WHERE ${count} <= ${most}
      UNION ALL SELECT * FROM (${ofMany}) AS many WHERE ${count} > ${most}
    ) AS page ORDER BY ${orderBy(ranks)}`;
}
