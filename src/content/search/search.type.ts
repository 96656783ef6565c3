import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { NodeKind } from '../../graph/node-id.js';
import { Node } from '../../graph/node.type.js';
import { PageInfo } from '../../graph/pages/connection-types.js';

/** The values are the kinds of node. */
export const SearchType = {
  NEWS_ITEM: 'NewsItem',
  EVENT: 'Event',
  EVENT_SERIES: 'EventSeries',
  OFFICE: 'Office',
  COUNTRY: 'Country',
  FIELD_OF_WORK: 'FieldOfWork',
  PROJECT: 'Project',
} as const satisfies Record<string, NodeKind>;
export type SearchType = (typeof SearchType)[keyof typeof SearchType];
registerEnumType(SearchType, {
  name: 'SearchType',
  description: 'What can be searched.',
  valuesConfig: {
    NEWS_ITEM: { description: 'News items, by title and lead.' },
    EVENT: { description: 'Events, by title.' },
    EVENT_SERIES: { description: 'Kinds of meetings and conferences, by name.' },
    OFFICE: { description: 'Offices of all types, by present and former names and abbreviation.' },
    COUNTRY: { description: 'Countries, by present and former names.' },
    FIELD_OF_WORK: { description: 'Fields of work, by name.' },
    PROJECT: { description: 'Projects, by name.' },
  },
});

export enum SearchField {
  NAME = 'NAME',
  TITLE = 'TITLE',
  LEAD = 'LEAD',
}
registerEnumType(SearchField, {
  name: 'SearchField',
  description: 'The texts in which search looks.',
  valuesConfig: {
    NAME: { description: 'A name of the node, the present one or another.' },
    TITLE: { description: 'The title of a news item or event.' },
    LEAD: { description: 'The lead of a news item.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'A part of a text.' })
export class TextRange {
  @Field(() => Int, { description: 'Where it starts, in UTF-16 units.' })
  start: number;

  @Field(() => Int, { description: 'Where it ends, in UTF-16 units: `text.slice(start, end)` is the part.' })
  end: number;
}

@ObjectType({ simpleResolvers: true, description: 'A text of the node with the words that were found in it.' })
export class Highlight {
  @Field(() => SearchField, { description: 'Which text it is.' })
  field: SearchField;

  @Field(() => String, { description: 'The whole text, without any mark-up.' })
  text: string;

  @Field(() => [TextRange], { description: 'Where the words that were found stand in it, in order.' })
  ranges: TextRange[];
}

@ObjectType({ description: 'One node that was found.' })
export class SearchEdge {
  @Field(() => String, { description: 'Where it stands among what was found; give it as `after`.' })
  cursor: string;

  @Field(() => Node, { nullable: true, description: 'The node; null if it could not be read.' })
  node: object;
}

@ObjectType({ simpleResolvers: true, description: 'A page of what was found, the best match first.' })
export class SearchConnection {
  @Field(() => [SearchEdge], { description: 'What was found, with how it was found.' })
  edges: SearchEdge[];

  @Field(() => [Node], {
    nullable: 'items',
    description: 'The nodes that were found; null in the place of one that could not be read.',
  })
  nodes: object[];

  @Field(() => PageInfo, { description: 'Where the page lies.' })
  pageInfo: PageInfo;

  @Field(() => Boolean, {
    description: 'Whether nothing has the words as they were typed, and what is given has names that are like them.',
  })
  isApproximate: boolean;
}
