/**
 * Pages of a list that is ordered by a neighbour and then by date, such as news by the name of the first issuer. There are
 * few neighbours and many nodes: with an index by neighbour and date, the first nodes of each neighbour are a few
 * entries, and the page is among them. Sorting the list would read all of it.
 */
import { filterCondition, given, type FilterInput } from '../where/compile.js';
import { filterOf } from '../where/declare.js';
import type { NodeKind } from '../node-id.js';
import { all, name, sql, type Sql } from '../sql.js';
import type { ListDeclaration, PageRequest } from './list.js';
import { noNeighbour, orderBy, placesNullsLowest, sortKey, type Rank } from './order.js';

/** Whether a page can be read so: a filter by neighbours leaves few nodes, which are better read and sorted. */
export function canWalk<Row>({ kind, orders, datedOrder }: ListDeclaration<Row>, { ordering, where }: PageRequest) {
  const [first, second] = ordering;
  return (
    ordering.length === 2 &&
    orders[first!.field]!.neighbour !== undefined &&
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
 * The rows (id, key_0, key_1) of a page, one more than asked.
 * @param ranks the order of these rows
 * @param boundaries what rows of the page fulfil
 */
export function walkedRows<Row>(
  list: ListDeclaration<Row>,
  { ordering, where, size, after, before, backward }: PageRequest,
  ranks: readonly Rank[],
  boundaries: readonly Sql[],
): Sql {
  const [byNeighbour, byDate] = ordering;
  const neighbour = list.orders[byNeighbour!.field]!.neighbour!;
  const keyOf = (value: Sql) => sortKey({ description: '', type: 'text', value: () => value }, byNeighbour!, 'n');
  const date = sortKey(list.orders[byDate!.field]!, byDate!, 't');
  const own = [
    { key: date, descending: ranks[1]!.descending },
    { key: sql`t.id`, descending: ranks[2]!.descending },
  ];
  /** The first nodes of each neighbour whose key fulfils a condition. */
  const firstOfEach = (neighbours: Sql, conditions: readonly Sql[]) => sql`
    SELECT own.id, n.key AS key_0, own.key AS key_1 FROM neighbours n CROSS JOIN LATERAL (
      SELECT t.id, ${date} AS key FROM ${name(list.table)} t
      WHERE ${all([sql`${neighbour.reference('t')} = n.id`, ...conditions, ...(where ? [filterCondition(list.kind, 't', where)] : [])])}
      ORDER BY ${orderBy(own)} LIMIT ${size + 1}
    ) AS own WHERE ${neighbours}`;
  const start = backward ? before : after;
  const rows = start
    ? sql`${firstOfEach(sql`n.key = ${start.keys[0]}::text`, [
        // Of the neighbour at which the last page ended, the index is entered where it ended.
        sql`(${date}, t.id) ${own[0]!.descending ? sql`<` : sql`>`} (${start.keys[1]}::text, ${start.id}::uuid)`,
      ])} UNION ALL ${firstOfEach(
        ranks[0]!.descending ? sql`n.key < ${start.keys[0]}::text` : sql`n.key > ${start.keys[0]}::text`,
        [],
      )}`
    : firstOfEach(sql`true`, []);
  return sql`
    WITH neighbours AS MATERIALIZED (
      SELECT n.id, ${keyOf(neighbour.value('n'))} AS key FROM ${name(neighbour.table)} n
      UNION ALL SELECT ${noNeighbour}, ${keyOf(sql`NULL::text`)}
    )
    SELECT page.id, page.key_0, page.key_1 FROM (${rows}) AS page
    WHERE ${all(boundaries)} ORDER BY ${orderBy(ranks)} LIMIT ${size + 1}`;
}
