/**
 * A paginated list of nodes. A slice declares the lists of its noun once (table, columns, orders, filter); the declaration
 * serves the root list and every list on another node.
 */
import type { GraphContext } from '../context.js';
import type { Direction } from '../edges.js';
import type { NodeKind } from '../node-id.js';
import { column, join, list as values, name, sql, type Sql } from '../sql.js';
import { countByBitmaps } from '../where/bitmaps.js';
import { filterCondition, type FilterInput } from '../where/compile.js';
import { boundsOfDate } from '../where/narrow.js';
import { selectColumns } from './columns.js';
import { decodeCursor, fingerprint, type Position, type SortKey } from './cursor.js';
import type { ListDeclaration, Page, PageArguments, PageRequest, Placed, Scope } from './list-declaration.js';
import { canOrderByRelated, rowsByRelated } from './order-by-related.js';
import { linkScanOf, idsOfLinkScan, ranksOfLinks, type LinkScan } from './page-by-links.js';
import { foundOf, leadingRows, pageOfFound, type Found, type Leading } from './page-by-search.js';
import {
  NullsOrder,
  OrderDirection,
  orderBy,
  placesNullsLowest,
  sortKey,
  standsAfter,
  type Ordering,
  type Rank,
} from './order.js';

/**
 * The full order: the requested one, or the default. Many nodes share a related node, so an order by it alone continues with
 * the default. The statement adds the id as the tie-breaker.
 */
export function orderingOf<Row>(list: ListDeclaration<Row>, asked: PageArguments['orderBy']): Ordering[] {
  const keys = asked && asked.length > 0 ? asked : list.defaultOrder;
  const onlyRelated = keys.length === 1 && list.orders[keys[0]!.field]!.relatedNode;
  return (onlyRelated ? [...keys, ...list.defaultOrder] : keys).map((ordering) => ({
    field: ordering.field,
    direction: ordering.direction ?? OrderDirection.ASC,
    nulls: ('nulls' in ordering ? ordering.nulls : undefined) ?? NullsOrder.LAST,
  }));
}

/** The fingerprint of a list, which its cursors contain. */
export const listFingerprint = (
  kind: NodeKind,
  field: string,
  parentId: string | undefined,
  where: FilterInput | undefined,
  ordering: readonly Ordering[],
) =>
  fingerprint([kind, field, parentId, where, ordering.map(({ field, direction, nulls }) => [field, direction, nulls])]);

/** Decodes a cursor argument for a list. @throws BadUserInputError */
export const positionOf = <Row>(
  list: ListDeclaration<Row>,
  ordering: readonly Ordering[],
  argument: 'after' | 'before',
  cursor: string,
  print: string,
) =>
  decodeCursor(
    argument,
    cursor,
    print,
    ordering.map(({ field }) => (list.orders[field]!.type === 'integer' ? 'number' : 'string')),
  );

/** The FROM clause of a list: `t` is the table of the node, `l` the link table, if any. */
export function originOf<Row>(list: ListDeclaration<Row>, direction: Direction | undefined) {
  const node = sql`${name(list.table)} t`;
  if (!direction) return { from: node, id: sql`t.id`, condition: undefined };
  if (direction.table === list.table) {
    return { from: node, id: sql`t.id`, condition: sql`${column('t', direction.near.column)} = p.id` };
  }
  const link = sql`${name(direction.table)} l`;
  const far = column('l', direction.far.column);
  return {
    from: sql`${link} JOIN ${node} ON t.id = ${far}`,
    link,
    id: far,
    condition: sql`${column('l', direction.near.column)} = p.id`,
  };
}

/** The order as ranks. A list ordered by a date that its links copy is ordered by the links, so one index serves it. */
function ranksOf<Row>(list: ListDeclaration<Row>, { ordering, backward }: PageRequest, direction?: Direction): Rank[] {
  const [only] = ordering;
  const id = originOf(list, direction).id;
  const dated = direction?.datedBy && ordering.length === 1 && only!.field === list.datedOrder;
  const keys = ordering.map((order) => {
    const field = list.orders[order.field]!;
    const fromLink = dated ? { ...field, lowestForNull: () => column('l', direction.datedBy!) } : field;
    return { key: sortKey(fromLink, order, 't'), descending: order.direction === OrderDirection.DESC };
  });
  const all = [...keys, { key: id, descending: keys.at(-1)?.descending ?? false }];
  return backward ? all.map(({ key, descending }) => ({ key, descending: !descending })) : all;
}

const castFor = { text: sql`::text`, integer: sql`::integer` };

function boundaries<Row>(list: ListDeclaration<Row>, request: PageRequest, ranks: readonly Rank[]): Sql[] {
  const types = request.ordering.map(({ field }) => castFor[list.orders[field]!.type]);
  const valuesOf = ({ keys, id }: Position) => [...keys.map((key, i) => sql`${key}${types[i]!}`), sql`${id}::uuid`];
  const opposite = ranks.map(({ key, descending }) => ({ key, descending: !descending }));
  const [start, end] = request.backward ? [request.before, request.after] : [request.after, request.before];
  return [
    ...(start ? [standsAfter(ranks, valuesOf(start))] : []),
    ...(end ? [standsAfter(opposite, valuesOf(end))] : []),
  ];
}

const columnsOf = <Row>({ columns = {} }: ListDeclaration<Row>, { nodeFields }: PageRequest): readonly Sql[] =>
  selectColumns(columns, 't', nodeFields);

/** The statement that reads a page under each parent, with one surplus row that shows whether more follow. */
export function pageStatement<Row>(
  list: ListDeclaration<Row>,
  request: PageRequest,
  { direction, parentIds }: Scope,
): Sql {
  if (!direction) return rootPage(list, request);
  const source = originOf(list, direction);
  const ranks = ranksOf(list, request, direction);
  const page = pageFrom(list, request, ranks, source.from, source.condition ? [source.condition] : []);
  return sql`SELECT p.id AS parent, page.* FROM unnest(${values(parentIds)}::uuid[]) AS p(id) CROSS JOIN LATERAL (${page}) AS page ORDER BY p.id, ${orderBy(ranksOfPage(ranks))}`;
}

/** A page of the root list, with the strategy that suits its filter and order. */
function rootPage<Row>(list: ListDeclaration<Row>, request: PageRequest): Sql {
  const found = foundOf(list.kind, request.where);
  if (found) {
    const ranks = ranksOf(list, request);
    const fewOnly = pageFrom(list, { ...request, where: found.rest }, ranks, found.from(list.table), []);
    return pageOfFound(
      found,
      leadingOf(list, request, ranks, found),
      fewOnly,
      pageOfMany(list, request),
      ranksOfPage(ranks),
    );
  }
  return pageOfMany(list, request);
}

/** The first rows of a list in date order, for which there is an index. */
function leadingOf<Row>(
  list: ListDeclaration<Row>,
  request: PageRequest,
  ranks: readonly Rank[],
  found: Found,
): Leading | undefined {
  const [order] = request.ordering;
  if (!found.isText || request.ordering.length > 1 || order!.field !== list.datedOrder) return undefined;
  const conditions = boundaries(list, request, ranks);
  const after = conditions.length > 0 ? sql` WHERE ${join(conditions, ' AND ')}` : sql``;
  return {
    rows: sql`SELECT t.* FROM ${name(list.table)} t${after} ORDER BY ${orderBy(ranks)} LIMIT ${leadingRows}`,
    page: pageFrom(list, request, ranks, sql`leading_rows t`, []),
    size: request.size,
  };
}

function pageOfMany<Row>(list: ListDeclaration<Row>, request: PageRequest): Sql {
  const drive = linkScanOf(list, request);
  if (drive) return pageByLinks(list, request, drive);
  if (canOrderByRelated(list, request)) return pageByRelated(list, request);
  return pageFrom(list, request, ranksOf(list, request), originOf(list, undefined).from, []);
}

/** Whether the order starts with the date, nulls lowest, as the index does. */
const isByDate = <Row>(list: ListDeclaration<Row>, { ordering: [first] }: PageRequest): boolean =>
  first!.field === list.datedOrder && placesNullsLowest(first!);

/** The nodes `t` of a source that match the request, in order. */
function pageFrom<Row>(
  list: ListDeclaration<Row>,
  request: PageRequest,
  ranks: readonly Rank[],
  from: Sql,
  given: readonly Sql[],
): Sql {
  const conditions = [
    ...given,
    ...boundaries(list, request, ranks),
    ...(isByDate(list, request) ? boundsOfDate(list.kind, ranks[0]!.key, request.where) : []),
    ...(request.where ? [filterCondition(list.kind, 't', request.where)] : []),
  ];
  const keys = ranks.slice(0, -1).map(({ key }, i) => sql`${key} AS ${name(`key_${i}`)}`);
  return sql`SELECT ${join([sql`t.id`, ...keys, ...columnsOf(list, request)])} FROM ${from}${
    conditions.length > 0 ? sql` WHERE ${join(conditions, ' AND ')}` : sql``
  } ORDER BY ${orderBy(ranks)} LIMIT ${request.size + 1}`;
}

/** The same order, over the rows of a page. */
const ranksOfPage = (ranks: readonly Rank[]): Rank[] =>
  ranks.map(({ descending }, i) => ({
    descending,
    key: i < ranks.length - 1 ? column('page', `key_${i}`) : sql`page.id`,
  }));

/** A page of the root list by the links of related nodes; see page-by-links.ts. */
function pageByLinks<Row>(list: ListDeclaration<Row>, request: PageRequest, drive: LinkScan): Sql {
  const links = ranksOfLinks(drive, request);
  const ids = idsOfLinkScan(list, drive, request, links, boundaries(list, request, links));
  const [date, id] = links;
  const ranks = [
    { ...date!, key: sql`page.key_0` },
    { ...id!, key: sql`page.id` },
  ];
  const columns = [sql`t.id`, sql`page.key_0`, ...columnsOf(list, request)];
  return sql`SELECT ${join(columns)} FROM (SELECT * FROM (${ids}) AS page ORDER BY ${orderBy(ranks)} LIMIT ${request.size + 1}) AS page
    JOIN ${name(list.table)} t ON t.id = page.id ORDER BY ${orderBy(ranks)}`;
}

/** A page of the root list, one related node after the other; see order-by-related.ts. */
function pageByRelated<Row>(list: ListDeclaration<Row>, request: PageRequest): Sql {
  const ranks = ranksOfPage(ranksOf(list, request));
  const page = rowsByRelated(list, request, ranks, boundaries(list, request, ranks));
  const columns = [sql`t.id`, sql`page.key_0`, sql`page.key_1`, ...columnsOf(list, request)];
  return sql`SELECT ${join(columns)} FROM (${page}) AS page JOIN ${name(list.table)} t ON t.id = page.id ORDER BY ${orderBy(ranks)}`;
}

/** The statement that counts the nodes of a list, under each parent if any. */
export function countStatement<Row>(
  list: ListDeclaration<Row>,
  where: FilterInput | undefined,
  { direction, parentIds }: Scope,
): Sql {
  const byBits = countByBitmaps(list.kind, where ?? {}, direction, parentIds);
  if (byBits) return byBits;
  const source = originOf(list, direction);
  const filter = where && filterCondition(list.kind, 't', where);
  const conditions = [...(source.condition ? [source.condition] : []), ...(filter ? [filter] : [])];
  const from = filter ? source.from : (source.link ?? source.from);
  const count = sql`SELECT count(*)::integer AS count FROM ${from}${
    conditions.length > 0 ? sql` WHERE ${join(conditions, ' AND ')}` : sql``
  }`;
  if (!direction) return count;
  return sql`SELECT p.id AS parent, total.count FROM unnest(${values(parentIds)}::uuid[]) AS p(id) CROSS JOIN LATERAL (${count}) AS total`;
}

/** Converts the rows of a statement to a page: the surplus row shows that more follow; backward pages are reversed. */
export function toPage<Row>(
  rows: Record<string, unknown>[],
  list: ListDeclaration<Row>,
  request: PageRequest,
  context: GraphContext,
): Page<Row> {
  const more = rows.length > request.size;
  const kept = more ? rows.slice(0, request.size) : rows;
  if (request.backward) kept.reverse();
  const shelf = list.catalogue?.(context);
  const keys = request.ordering.map((_, i) => `key_${i}`);
  const placed: Placed<Row>[] = [];
  for (const row of kept) {
    const id = row['id'] as string;
    const node = shelf ? shelf.get(id) : (row as Row);
    // A row added after the catalogue was read belongs to the next snapshot.
    if (node) placed.push({ row: node, position: { id, keys: keys.map((key) => row[key] as SortKey) } });
  }
  return {
    rows: placed,
    hasNextPage: request.backward ? request.before !== undefined : more,
    hasPreviousPage: request.backward ? more : request.after !== undefined,
  };
}
