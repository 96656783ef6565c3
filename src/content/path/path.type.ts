import { Directive, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { NodeKind } from '../../graph/node-id.js';
import { Node } from '../../graph/node.type.js';

/** The values are the kinds of node. */
export const PathKind = {
  COUNTRY: 'Country',
  OFFICE: 'Office',
  FIELD_OF_WORK: 'FieldOfWork',
  EVENT_SERIES: 'EventSeries',
  EVENT: 'Event',
  PROJECT: 'Project',
  CHAIRPERSONSHIP: 'Chairpersonship',
  NEWS_ITEM: 'NewsItem',
} as const satisfies Record<string, NodeKind>;
registerEnumType(PathKind, {
  name: 'PathKind',
  description: 'The kinds of node through which a path may lead.',
  valuesConfig: {
    COUNTRY: { description: 'Countries.' },
    OFFICE: { description: 'Offices of all types.' },
    FIELD_OF_WORK: { description: 'Fields of work.' },
    EVENT_SERIES: { description: 'Kinds of meetings and conferences.' },
    EVENT: { description: 'Events.' },
    PROJECT: { description: 'Projects.' },
    CHAIRPERSONSHIP: { description: 'Chairpersonships.' },
    NEWS_ITEM: { description: 'News items.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'One step of a path, from a node to its neighbour.' })
export class Hop {
  @Field(() => Node, { description: 'The node from which the step leads.' })
  from: object;

  @Field(() => Node, { description: 'The node to which it leads.' })
  to: object;

  @Field(() => String, { description: 'The field of `from` in which `to` stands, such as `issuedBy`.' })
  field: string;

  @Field(() => String, { description: 'The step as an English sentence, for readers.' })
  sentence: string;
}

@ObjectType({ simpleResolvers: true, description: 'A shortest connection between two nodes.' })
export class Path {
  @Field(() => Int, { description: 'How many steps it has; 0 from a node to itself.' })
  length: number;

  @Directive('@listSize(assumedSize: 6)')
  @Field(() => [Hop], { description: 'The steps, in order.' })
  hops: Hop[];
}
