/**
 * Relay connections (GraphQL Cursor Connections Specification): the types and arguments of the connection to a noun, and
 * the reading of one. Connections of the same field with the same arguments under many parents are read together.
 */
import type { GraphQLResolveInfo } from 'graphql';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { ArgsType, Field, InputType, Int, ObjectType, registerEnumType, type ClassType } from 'type-graphql';
import { batchFor, alignToKeys } from '../batch.js';
import type { GraphContext } from '../context.js';
import type { Direction } from '../edges.js';
import { BadUserInputError } from '../errors.js';
import type { FilterInput } from '../where/compile.js';
import { whereInput } from '../where/input.js';
import { encodeCursor } from './cursor.js';
import {
  countStatement,
  listFingerprint,
  orderingOf,
  pageStatement,
  positionOf,
  toPage,
  type ListDeclaration,
  type Page,
  type PageArguments,
  type PageRequest,
  type Placed,
} from './list.js';
import { NullsOrder, OrderDirection } from './order.js';
import { selectedNodeFields } from './selection.js';

export const defaultPageSize = 20;
export const maximalPageSize = 100;

const sizeMessage = ({ property, value }: { property: string; value?: unknown }) =>
  `${property}: expected a whole number from 1 to ${maximalPageSize}, got ${String(value)}.`;

@ObjectType({ simpleResolvers: true, description: 'Where a page lies in its list, after the Relay specification.' })
export class PageInfo {
  @Field(() => Boolean, {
    description: 'Whether more nodes follow the page. When paging backwards: whether `before` was given.',
  })
  hasNextPage: boolean;

  @Field(() => Boolean, {
    description: 'Whether nodes precede the page. When paging forwards: whether `after` was given.',
  })
  hasPreviousPage: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first node of the page; null for an empty page.' })
  startCursor: string | null;

  @Field(() => String, { nullable: true, description: 'Cursor of the last node of the page; null for an empty page.' })
  endCursor: string | null;
}

@ArgsType()
class PageArgs {
  @Field(() => Int, {
    nullable: true,
    description: `How many nodes to give from the start of the list or after \`after\`: 1 to ${maximalPageSize}, ${defaultPageSize} if neither \`first\` nor \`last\` is given.`,
  })
  @IsOptional()
  @IsInt({ message: sizeMessage })
  @Min(1, { message: sizeMessage })
  @Max(maximalPageSize, { message: sizeMessage })
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'Gives nodes after the one of this cursor.' })
  after?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: `How many nodes to give from the end of the list or before \`before\`: 1 to ${maximalPageSize}. Not together with \`first\`.`,
  })
  @IsOptional()
  @IsInt({ message: sizeMessage })
  @Min(1, { message: sizeMessage })
  @Max(maximalPageSize, { message: sizeMessage })
  last?: number | null;

  @Field(() => String, { nullable: true, description: 'Gives nodes before the one of this cursor.' })
  before?: string | null;
}

/** What a resolver gives for a connection. Each part is read when, and only if, its field is resolved. */
export interface ConnectionValue {
  readonly edges: Promise<{ cursor: string; node: object }[]>;
  readonly nodes: Promise<object[]>;
  readonly pageInfo: Promise<PageInfo>;
  readonly totalCount: Promise<number>;
  /** The list as a whole: what fields that a slice adds to its connection answer from. */
  readonly whole: WholeList;
}

/** A list without its pages. */
export interface WholeList {
  where: FilterInput | undefined;
  parent: Parent | undefined;
  context: GraphContext;
}

export interface ConnectionTypes {
  /** The object type, such as `NewsItemConnection`. */
  Connection: ClassType;
  /** Its arguments. */
  Args: ClassType<PageArguments>;
}

/**
 * Makes the types of the connection to a noun.
 * @param node the GraphQL type of the nodes
 * @param plural how descriptions name several of them
 */
export function connectionTypes(
  node: () => ClassType,
  list: ListDeclaration<unknown>,
  plural: string,
): ConnectionTypes {
  const { kind } = list;
  const Order = orderInput(list, plural);

  @ObjectType(`${kind}Edge`, { simpleResolvers: true, description: `One of the ${plural} in a connection.` })
  class Edge {
    @Field(() => String, { description: 'Where the node stands in this list; give it as `after` or `before`.' })
    cursor: string;

    @Field(() => node() as never, { description: 'The node itself.' })
    node: object;
  }

  @ObjectType(`${kind}Connection`, { simpleResolvers: true, description: `A page of a list of ${plural}.` })
  class Connection {
    @Field(() => [Edge], { description: 'The nodes of the page with their cursors.' })
    edges: Edge[];

    @Field(() => [node() as never], { description: 'The nodes of the page.' })
    nodes: object[];

    @Field(() => PageInfo, { description: 'Where the page lies in the list.' })
    pageInfo: PageInfo;

    @Field(() => Int, {
      description: `How many ${plural} the whole list has. Counted only when selected; it costs a statement of its own.`,
    })
    totalCount: number;
  }

  @ArgsType()
  class Args extends PageArgs {
    @Field(() => whereInput(kind) as never, { nullable: true, description: `Which of the ${plural} to give.` })
    where?: PageArguments['where'];

    @Field(() => [Order as never], {
      nullable: true,
      description: `The order of the list, by the first entry, then the next. By default: ${describeOrder(list)}.`,
    })
    orderBy?: PageArguments['orderBy'];
  }
  return { Connection, Args };
}

const describeOrder = ({ defaultOrder }: ListDeclaration<unknown>) =>
  defaultOrder.map(({ field, direction }) => `\`${field}\` \`${direction}\``).join(', ');

function orderInput({ kind, orders }: ListDeclaration<unknown>, plural: string): ClassType {
  const fields = Object.fromEntries(Object.keys(orders).map((field) => [field, field]));
  registerEnumType(fields, {
    name: `${kind}OrderField`,
    description: `Fields by which ${plural} can be ordered.`,
    valuesConfig: Object.fromEntries(
      Object.entries(orders).map(([field, { description }]) => [field, { description }]),
    ),
  });

  @InputType(`${kind}Order`, { description: `One step of an order of ${plural}.` })
  class Order {
    @Field(() => fields as never, { description: 'The field to order by.' })
    field: string;

    @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'Up or down.' })
    direction: OrderDirection;

    @Field(() => NullsOrder, { defaultValue: NullsOrder.LAST, description: 'Where nodes without a value stand.' })
    nulls: NullsOrder;
  }
  return Order;
}

/** From which node a list hangs; absent for a list at the root. */
export interface Parent {
  id: string;
  direction: Direction;
}

/**
 * Prepares what a connection can be asked for. Faults of the arguments show at once, also where nothing is selected
 * that they bear on. @throws BadUserInputError
 */
export function readConnection<Row extends object>(
  list: ListDeclaration<Row>,
  args: PageArguments,
  context: GraphContext,
  info: GraphQLResolveInfo,
  parent?: Parent,
): ConnectionValue {
  const ordering = orderingOf(list, args.orderBy);
  const where = args.where ?? undefined;
  const print = listFingerprint(list.kind, info.fieldName, parent?.id, where, ordering);
  const request: PageRequest = {
    where,
    ordering,
    nodeFields: selectedNodeFields(info),
    ...pageSize(args),
    after: args.after == null ? undefined : positionOf(list, ordering, 'after', args.after, print),
    before: args.before == null ? undefined : positionOf(list, ordering, 'before', args.before, print),
  };
  return new ListInPages(
    { where, parent, context },
    () => readPage(list, request, context, parent),
    () => readCount(list, where, context, parent),
    print,
  );
}

function pageSize({ first, last }: PageArguments): { size: number; backward: boolean } {
  if (first != null && last != null) {
    throw new BadUserInputError('Expected at most one of the arguments "first" and "last", got both.');
  }
  return { size: first ?? last ?? defaultPageSize, backward: last != null };
}

function readPage<Row>(
  list: ListDeclaration<Row>,
  request: PageRequest,
  context: GraphContext,
  parent: Parent | undefined,
): Promise<Page<Row>> {
  const { direction } = parent ?? {};
  const read = async (parentIds: readonly string[]) => {
    const scope = { parentIds, ...(direction && { direction }) };
    const rows = await context.reader.rows<Record<string, unknown>>(pageStatement(list, request, scope));
    const pages = new Map<unknown, Record<string, unknown>[]>();
    for (const row of rows) {
      const rowsOfParent = pages.get(row['parent']);
      if (rowsOfParent) rowsOfParent.push(row);
      else pages.set(row['parent'], [row]);
    }
    return parentIds.map((id) => toPage(pages.get(direction ? id : undefined) ?? [], list, request, context));
  };
  return loadFor(
    `page ${list.kind} ${JSON.stringify({ ...request, nodeFields: [...request.nodeFields] })}`,
    read,
    context,
    parent,
  );
}

function readCount<Row>(
  list: ListDeclaration<Row>,
  where: PageRequest['where'],
  context: GraphContext,
  parent: Parent | undefined,
): Promise<number> {
  const { direction } = parent ?? {};
  const read = async (parentIds: readonly string[]) => {
    const scope = { parentIds, ...(direction && { direction }) };
    const rows = await context.reader.rows<{ parent?: string; count: number }>(countStatement(list, where, scope));
    if (!direction) return rows.map(({ count }) => count);
    return alignToKeys(parentIds, rows, ({ parent: id }) => id!).map((row) => row?.count ?? 0);
  };
  return loadFor(`count ${list.kind} ${JSON.stringify(where ?? null)}`, read, context, parent);
}

/** Root lists have one key, the empty text, so that they share the loader's cache without a parent. */
function loadFor<Value>(
  name: string,
  read: (parentIds: readonly string[]) => Promise<Value[]>,
  context: GraphContext,
  parent: Parent | undefined,
): Promise<Value> {
  if (!parent) return batchFor<string, Value>(context, name, read).load('');
  const { table, near, far } = parent.direction;
  return batchFor<string, Value>(context, `${name} ${table}.${near.column}.${far.column}`, read).load(parent.id);
}

class EdgeToNode {
  constructor(
    private readonly placed: Placed<object>,
    private readonly print: string,
  ) {}

  get cursor() {
    return encodeCursor(this.print, this.placed.position);
  }

  get node() {
    return this.placed.row;
  }
}

/** Reads the page once for `nodes`, `edges` and `pageInfo`, and makes cursors only for those who ask. */
class ListInPages implements ConnectionValue {
  private read: Promise<Page<object>> | undefined;

  constructor(
    readonly whole: WholeList,
    private readonly readPage: () => Promise<Page<object>>,
    private readonly readCount: () => Promise<number>,
    private readonly print: string,
  ) {}

  private get page() {
    return (this.read ??= this.readPage());
  }

  get edges() {
    return this.page.then(({ rows }) => rows.map((placed) => new EdgeToNode(placed, this.print)));
  }

  get nodes() {
    return this.page.then(({ rows }) => rows.map(({ row }) => row));
  }

  get totalCount() {
    return this.readCount();
  }

  get pageInfo() {
    return this.page.then(({ rows, hasNextPage, hasPreviousPage }): PageInfo => {
      const cursorOf = (placed: Placed<object> | undefined) =>
        placed ? encodeCursor(this.print, placed.position) : null;
      return { hasNextPage, hasPreviousPage, startCursor: cursorOf(rows[0]), endCursor: cursorOf(rows.at(-1)) };
    });
  }
}
