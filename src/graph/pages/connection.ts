/**
 * Reads connections. Connections of one field with equal arguments under many parents are read together, and only what the
 * query selects.
 */
import type { GraphQLResolveInfo } from 'graphql';
import { batchFor, alignToKeys } from '../batch.js';
import type { GraphContext } from '../context.js';
import type { Direction } from '../edges.js';
import { BadUserInputError } from '../errors.js';
import type { FilterInput } from '../where/compile.js';
import { defaultPageSize, type PageInfo } from './connection-types.js';
import { encodeCursor } from './cursor.js';
import type { ListDeclaration, Page, PageArguments, PageRequest, Placed } from './list-declaration.js';
import { countStatement, listFingerprint, orderingOf, pageStatement, positionOf, toPage } from './list.js';
import { markCostly } from './list-weight.js';
import { notePage } from './page-use.js';
import { selectedNodeFields } from './selection.js';

/** The value of a connection. Each part is read only when its field is resolved. */
export interface ConnectionValue {
  readonly edges: Promise<{ cursor: string; node: object }[]>;
  readonly nodes: Promise<object[]>;
  readonly pageInfo: Promise<PageInfo>;
  readonly totalCount: Promise<number>;
  /** The whole list, for fields that a slice adds to its connection. */
  readonly whole: WholeList;
}

/** A list without its pages. */
export interface WholeList {
  where: FilterInput | undefined;
  parent: Parent | undefined;
  context: GraphContext;
}

/** The parent node of a list; absent for a root list. */
export interface Parent {
  id: string;
  direction: Direction;
}

/**
 * Prepares a connection. Validates all arguments immediately, even if the selection does not need them.
 * @throws BadUserInputError
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
    const rows = await context.reader.rows<Record<string, unknown>>(
      markCostly(
        pageStatement(list, request, scope),
        list.kind,
        { where: request.where, orderBy: request.ordering },
        'page',
        parentIds.length,
      ),
    );
    const pages = new Map<unknown, Record<string, unknown>[]>();
    for (const row of rows) {
      const rowsOfParent = pages.get(row['parent']);
      if (rowsOfParent) rowsOfParent.push(row);
      else pages.set(row['parent'], [row]);
    }
    return parentIds.map((id) => {
      const own = pages.get(direction ? id : undefined) ?? [];
      notePage(list, request, context.dependencies, direction && { id, direction }, own);
      return toPage(own, list, request, context);
    });
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
    const rows = await context.reader.rows<{ parent?: string; count: number }>(
      markCostly(countStatement(list, where, scope), list.kind, { where }, 'totalCount', parentIds.length),
    );
    for (const id of parentIds) {
      context.dependencies.list({ kind: list.kind, where, parent: direction && { id, direction }, part: 'count' });
    }
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

/** Reads the page once for `nodes`, `edges` and `pageInfo`, and creates cursors only if selected. */
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
