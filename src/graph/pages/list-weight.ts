/** The cost of the arguments of a list, in addition to the nodes that it returns, by its declaration. */
import type { NodeKind } from '../node-id.js';
import { costlyStatement, type Sql } from '../sql.js';
import { isCoveredByBitmaps } from '../where/bitmaps.js';
import { filterOf } from '../where/declare.js';
import { equalsWeight, filterWeight, rowsWeight, sortWeight } from '../where/weight.js';
import type { ListDeclaration, PageArguments } from './list-declaration.js';
import { NullsOrder, OrderDirection, placesNullsLowest } from './order.js';

export interface ListWeights {
  /** The cost of the page, whatever it selects. */
  page: number;
  /** Added to the weights of fields beside the page. */
  beside: ReadonlyMap<string, number>;
}

const orders = new Map<NodeKind, ListDeclaration<unknown>['orders']>();

/** Registers the orders of the lists of a kind. */
export const weighList = (list: ListDeclaration<unknown>): void => void orders.set(list.kind, list.orders);

const nothing: ListWeights = { page: 0, beside: new Map() };

export function listWeights(kind: NodeKind, { where, orderBy }: PageArguments): ListWeights {
  const filter = filterWeight(kind, where);
  const order = orderWeight(kind, orderBy);
  const isCounted = !where || isCoveredByBitmaps(filterOf(kind), where);
  if (filter === 0 && order === 0 && isCounted) return nothing;
  const count = isCounted ? filter : filter + rowsWeight(kind);
  // Facets ignore the filter on their own field, so there may be as many filters as fields.
  const facets = count * Math.max(1, Object.keys(where ?? {}).length);
  return {
    page: filter + order,
    beside: new Map([
      ['totalCount', count],
      ['facets', facets],
    ]),
  };
}

/** From this weight on a statement may take a few tenths of a second: more than a period and a kind, or a part of a title. */
const costlyFrom = 40;

/**
 * Marks a statement as costly if its filter or order is.
 * @param part of the list: the page, or a field beside it
 * @param lists number of lists that it reads
 */
export function markCostly(
  statement: Sql,
  kind: NodeKind,
  asked: PageArguments,
  part: 'page' | 'totalCount' | 'facets',
  lists: number,
): Sql {
  if (!asked.where && !asked.orderBy) return statement;
  const { page, beside } = listWeights(kind, asked);
  const weight = part === 'page' ? page : (beside.get(part) ?? 0);
  return weight * lists < costlyFrom ? statement : costlyStatement(statement);
}

/** Each field has an index, for one position of nulls only; no index on a related node continues with another field. */
function orderWeight(kind: NodeKind, orderBy: PageArguments['orderBy']): number {
  const [first, ...others] = orderBy ?? [];
  if (!first) return 0;
  const { relatedNode, lowestForNull } = orders.get(kind)![first.field]!;
  if (relatedNode && others.length > 0) return sortWeight(kind);
  const ordering = {
    field: first.field,
    direction: first.direction ?? OrderDirection.ASC,
    nulls: first.nulls ?? NullsOrder.LAST,
  };
  const isOtherPlace = lowestForNull !== undefined && !placesNullsLowest(ordering);
  return (isOtherPlace ? rowsWeight(kind) : 0) + others.length * equalsWeight(kind);
}
