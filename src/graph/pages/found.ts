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
      from: (table) => sql`found JOIN ${name(table)} t ON t.id = found.node_id`,
    }
  );
}

/**
 * The page of those found if they are few, or else of the whole list.
 * @param ranks the order of the rows of a page
 */
export function pageOfFound({ ids }: Found, ofFew: Sql, ofMany: Sql, ranks: readonly Rank[]): Sql {
  const count = sql`(SELECT count(*) FROM found)`;
  return sql`WITH found AS MATERIALIZED (${ids})
    SELECT * FROM (
      SELECT * FROM (${ofFew}) AS few WHERE ${count} <= ${most}
      UNION ALL SELECT * FROM (${ofMany}) AS many WHERE ${count} > ${most}
    ) AS page ORDER BY ${orderBy(ranks)}`;
}
