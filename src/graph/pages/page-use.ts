/** Notes of a page what it shows of its list, so that it can be told which changes it would not show. */
import type { ListDependency, Place, AnswerDependencies } from '../dependencies.js';
import type { ListDeclaration, PageRequest } from './list-declaration.js';
import { NullsOrder, OrderDirection } from './order.js';

/** @param rows as the statement gave them, the surplus row included */
export function notePage<Row>(
  list: ListDeclaration<Row>,
  request: PageRequest,
  dependencies: AnswerDependencies,
  parent: ListDependency['parent'],
  rows: readonly Record<string, unknown>[],
): void {
  const { kind, catalogue } = list;
  // Nodes of the catalogue belong to its snapshot.
  if (!catalogue) dependencies.nodes(rows.map((row) => row['id'] as string));
  const window = windowOf(list, request, rows);
  dependencies.list({ kind, where: request.where, parent, part: 'page', ...(window && { window }) });
}

/**
 * In the order of dates: from the cursor at which the page begins to the surplus row, or, if nothing more follows, to the
 * cursor at which it has to end.
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
