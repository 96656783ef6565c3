/** What a slice declares of a list of its nodes, what is asked of the list, and the page that is the answer. */
import type { GraphContext } from '../context.js';
import type { Direction } from '../edges.js';
import type { NodeKind } from '../node-id.js';
import type { FilterInput } from '../where/compile.js';
import type { FieldColumns } from './columns.js';
import type { Position } from './cursor.js';
import type { NullsOrder, OrderDirection, OrderFields, Ordering } from './order.js';

export interface ListDeclaration<Row> {
  kind: NodeKind;
  table: string;
  /** By GraphQL field, the columns that it needs. Absent for nouns of the reference catalogue. */
  columns?: FieldColumns;
  /** Where whole rows are found by id, for nouns of the reference catalogue: the statement then reads ids only. */
  catalogue?: (context: GraphContext) => ReadonlyMap<string, Row>;
  orders: OrderFields;
  defaultOrder: readonly { field: string; direction: OrderDirection }[];
  /** The order field of which links carry a copy (see `Direction.datedBy`). */
  datedOrder?: string;
}

export interface PageArguments {
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  where?: FilterInput | null | undefined;
  orderBy?:
    readonly { field: string; direction?: OrderDirection | null; nulls?: NullsOrder | null }[] | null | undefined;
}

/** A row of a page with the sort keys by which a cursor finds it again. */
export interface Placed<Row> {
  row: Row;
  position: Position;
}

export interface Page<Row> {
  rows: Placed<Row>[];
  hasNextPage: boolean;
  hasPreviousPage: boolean;
}

/** What is asked of a list, checked and complete. */
export interface PageRequest {
  where: FilterInput | undefined;
  ordering: readonly Ordering[];
  size: number;
  backward: boolean;
  after: Position | undefined;
  before: Position | undefined;
  /** The fields of the nodes that the query selects. */
  nodeFields: ReadonlySet<string>;
}

/** The list under each of several parents, or (without a direction) the root list. */
export interface Scope {
  direction?: Direction;
  parentIds: readonly string[];
}
