/** Records which part of a list a page shows, so that changes outside it do not invalidate the answer. */
import type { ListDependency, Place, AnswerDependencies } from '../dependencies.js';
import type { ListDeclaration, PageRequest } from './list-declaration.js';
import { NullsOrder, OrderDirection } from './order.js';

/** @param rows of the statement, including the surplus row */
export function notePage<Row>(
  list: ListDeclaration<Row>,
  request: PageRequest,
  dependencies: AnswerDependencies,
  parent: ListDependency['parent'],
  rows: readonly Record<string, unknown>[],
): void {
  const { kind, catalogue } = list;
  // Nodes in the catalogue belong to its snapshot.
  if (!catalogue) dependencies.nodes(rows.map((row) => row['id'] as string));
  const window = windowOf(list, request, rows);
  dependencies.list({ kind, where: request.where, parent, part: 'page', ...(window && { window }) });
}

/**
 * In date order: from the cursor at which the page starts to the surplus row, or, if no more rows follow, to the cursor at
 * which it must end.
 */
function windowOf<Row>(list: ListDeclaration<Row>, request: PageRequest, rows: readonly Record<string, unknown>[]) {
  const { ordering, backward, size, after, before } = request;
  const [order, another] = ordering;
  const isDescending = order!.direction === OrderDirection.DESC;
  const nullsAreLowest = !isDescending === (order!.nulls === NullsOrder.FIRST);
  if (another || order!.field !== list.datedOrder || !nullsAreLowest) return undefined;
  const surplus = rows.length > size ? rows.at(-1) : undefined;
  const [begin, end] = backward ? [before, after] : [after, before];
  const near = begin && placeOf(begin.keys[0], begin.id);
  const far = surplus ? placeOf(surplus['key_0'], surplus['id']) : end && placeOf(end.keys[0], end.id);
  return isDescending !== backward ? { low: far, high: near } : { low: near, high: far };
}

const placeOf = (key: unknown, id: unknown): Place => [key as string, id as string];
