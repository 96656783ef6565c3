/**
 * Relay connections (GraphQL Cursor Connections Specification): the types and arguments of the connection to a noun.
 */
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { ArgsType, Directive, Field, InputType, Int, ObjectType, registerEnumType, type ClassType } from 'type-graphql';
import { whereInput } from '../where/input.js';
import { weighList } from './list-weight.js';
import { nounOf } from '../nouns/declare.js';
import type { ListDeclaration, PageArguments } from './list-declaration.js';
import { NullsOrder, OrderDirection } from './order.js';

export const defaultPageSize = 20;
export const maximalPageSize = 100;

const sizeMessage = ({ property, value }: { property: string; value?: unknown }) =>
  `${property}: expected a whole number from 1 to ${maximalPageSize}, got ${String(value)}.`;

@ObjectType({
  simpleResolvers: true,
  description: 'Position of a page in its list, as defined by the Relay specification.',
})
export class PageInfo {
  @Field(() => Boolean, {
    description: 'Whether more nodes follow the page. When paging backwards: whether `before` was set.',
  })
  hasNextPage: boolean;

  @Field(() => Boolean, {
    description: 'Whether nodes precede the page. When paging forwards: whether `after` was set.',
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
    description: `Number of nodes to return from the start of the list or after \`after\`: 1 to ${maximalPageSize}, ${defaultPageSize} if neither \`first\` nor \`last\` is set.`,
  })
  @IsOptional()
  @IsInt({ message: sizeMessage })
  @Min(1, { message: sizeMessage })
  @Max(maximalPageSize, { message: sizeMessage })
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'Returns the nodes after this cursor.' })
  after?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: `Number of nodes to return from the end of the list or before \`before\`: 1 to ${maximalPageSize}. Cannot be combined with \`first\`.`,
  })
  @IsOptional()
  @IsInt({ message: sizeMessage })
  @Min(1, { message: sizeMessage })
  @Max(maximalPageSize, { message: sizeMessage })
  last?: number | null;

  @Field(() => String, { nullable: true, description: 'Returns the nodes before this cursor.' })
  before?: string | null;
}

export interface ConnectionTypes {
  /** The object type, such as `NewsItemConnection`. */
  Connection: ClassType;
  /** Its arguments. */
  Args: ClassType<PageArguments>;
}

/**
 * Creates the connection types of a noun.
 * @param node the GraphQL type of the nodes
 */
export function connectionTypes(node: () => ClassType, list: ListDeclaration<unknown>): ConnectionTypes {
  const { kind } = list;
  const { plural } = nounOf(kind);
  weighList(list);
  const Order = orderInput(list, plural);

  @ObjectType(`${kind}Edge`, { simpleResolvers: true, description: `One of the ${plural} in a connection.` })
  class Edge {
    @Field(() => String, { description: 'Position of the node in this list; pass it as `after` or `before`.' })
    cursor: string;

    @Field(() => node() as never, { nullable: true, description: 'The node; null if it could not be read.' })
    node: object;
  }

  @ObjectType(`${kind}Connection`, { simpleResolvers: true, description: `A page of a list of ${plural}.` })
  class Connection {
    @Field(() => [Edge], { description: 'The nodes of the page with their cursors.' })
    edges: Edge[];

    @Field(() => [node() as never], {
      nullable: 'items',
      description: 'The nodes of the page; null for a node that could not be read.',
    })
    nodes: object[];

    @Field(() => PageInfo, { description: 'Position of the page in the list.' })
    pageInfo: PageInfo;

    @Directive('@cost(weight: 10)')
    @Field(() => Int, {
      nullable: true,
      description: `Number of ${plural} in the whole list. Counted only when selected, by a separate statement. Null if counting fails.`,
    })
    totalCount: number;
  }

  @ArgsType()
  class Args extends PageArgs {
    @Field(() => whereInput(kind) as never, { nullable: true, description: `Filter on the ${plural}.` })
    where?: PageArguments['where'];

    @Field(() => [Order as never], {
      nullable: true,
      description: `Sort order: by the first entry, then by the next. Default: ${describeOrder(list)}.`,
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

  @InputType(`${kind}Order`, { description: `One sort criterion for ${plural}.` })
  class Order {
    @Field(() => fields as never, { description: 'The field to order by.' })
    field: string;

    @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'Sort direction.' })
    direction: OrderDirection;

    @Field(() => NullsOrder, { defaultValue: NullsOrder.LAST, description: 'Position of nodes without a value.' })
    nulls: NullsOrder;
  }
  return Order;
}
