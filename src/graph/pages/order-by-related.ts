/**
 * Pages of a list ordered by a related node and then by date, such as news by the name of the first issuer. There are few
 * related nodes and many nodes: in an index by related node and date, the first nodes of each related node are a few
 * entries, and the page is among them. Sorting the list would read all of it.
 */
import { filterCondition, given, type FilterInput } from '../where/compile.js';
import { filterOf } from '../where/declare.js';
import type { NodeKind } from '../node-id.js';
import { all, name, sql, type Sql } from '../sql.js';
import type { ListDeclaration, PageRequest } from './list-declaration.js';
import { noRelatedNode, orderBy, placesNullsLowest, sortKey, type Rank } from './order.js';

/** Whether this applies: a filter by related nodes leaves few nodes, which are better read and sorted. */
export function canOrderByRelated<Row>(
  { kind, orders, datedOrder }: ListDeclaration<Row>,
  { ordering, where }: PageRequest,
) {
  const [first, second] = ordering;
  return (
    ordering.length === 2 &&
    orders[first!.field]!.relatedNode !== undefined &&
    second!.field === datedOrder &&
    placesNullsLowest(second!) &&
    (!where || hasOnlyValues(kind, where))
  );
}

function hasOnlyValues(kind: NodeKind, where: FilterInput): boolean {
  return given(where).every(([field, value]) => {
    if (field === 'and' || field === 'or') return (value as FilterInput[]).every((each) => hasOnlyValues(kind, each));
    if (field === 'not') return hasOnlyValues(kind, value as FilterInput);
    return 'is' in filterOf(kind).fields.get(field)!;
  });
}

/**
 * The rows (id, key_0, key_1) of a page, with the surplus row.
 * @param ranks the order of these rows
 * @param boundaries conditions on the rows of the page
 */
export function rowsByRelated<Row>(
  list: ListDeclaration<Row>,
  { ordering, where, size, after, before, backward }: PageRequest,
  ranks: readonly Rank[],
  boundaries: readonly Sql[],
): Sql {
  const [byRelated, byDate] = ordering;
  const relatedNode = list.orders[byRelated!.field]!.relatedNode!;
  const keyOf = (value: Sql) => sortKey({ description: '', type: 'text', value: () => value }, byRelated!, 'n');
  const date = sortKey(list.orders[byDate!.field]!, byDate!, 't');
  const own = [
    { key: date, descending: ranks[1]!.descending },
    { key: sql`t.id`, descending: ranks[2]!.descending },
  ];
  /** The first nodes of each related node whose key matches a condition. */
  const firstOfEach = (relatedNodes: Sql, conditions: readonly Sql[]) => sql`
    SELECT own.id, n.key AS key_0, own.key AS key_1 FROM related n CROSS JOIN LATERAL (
      SELECT t.id, ${date} AS key FROM ${name(list.table)} t
      WHERE ${all([sql`${relatedNode.reference('t')} = n.id`, ...conditions, ...(where ? [filterCondition(list.kind, 't', where)] : [])])}
      ORDER BY ${orderBy(own)} LIMIT ${size + 1}
    ) AS own WHERE ${relatedNodes}`;
  const start = backward ? before : after;
  const rows = start
    ? sql`${firstOfEach(sql`n.key = ${start.keys[0]}::text`, [
        // For the related node at which the last page ended, the index scan continues there.
        sql`(${date}, t.id) ${own[0]!.descending ? sql`<` : sql`>`} (${start.keys[1]}::text, ${start.id}::uuid)`,
      ])} UNION ALL ${firstOfEach(
        ranks[0]!.descending ? sql`n.key < ${start.keys[0]}::text` : sql`n.key > ${start.keys[0]}::text`,
        [],
      )}`
    : firstOfEach(sql`true`, []);
  return sql`
    WITH related AS MATERIALIZED (
      SELECT n.id, ${keyOf(relatedNode.value('n'))} AS key FROM ${name(relatedNode.table)} n
      UNION ALL SELECT ${noRelatedNode}, ${keyOf(sql`NULL::text`)}
    )
    SELECT page.id, page.key_0, page.key_1 FROM (${rows}) AS page
    WHERE ${all(boundaries)} ORDER BY ${orderBy(ranks)} LIMIT ${size + 1}`;
}
