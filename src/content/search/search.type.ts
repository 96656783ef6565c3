import { Directive, Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { NodeKind } from '../../graph/node-id.js';
import { Node } from '../../graph/node.type.js';
import { PageInfo } from '../../graph/pages/connection-types.js';
import type { FilterInput } from '../../graph/where/compile.js';
import { whereInput } from '../../graph/where/input.js';

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
    NEWS_ITEM: { description: 'News items, by title and lead, and by their text where these do not fill the page.' },
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
  TEXT = 'TEXT',
}
registerEnumType(SearchField, {
  name: 'SearchField',
  description: 'The texts in which search looks.',
  valuesConfig: {
    NAME: { description: 'A name of the node, the present one or another.' },
    TITLE: { description: 'The title of a news item or event.' },
    LEAD: { description: 'The lead of a news item.' },
    TEXT: { description: 'A passage of the text of a news item whose title and lead have not all the words.' },
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

  @Field(() => String, { description: 'The whole text, or the passage, without any mark-up.' })
  text: string;

  @Directive('@listSize(assumedSize: 5)')
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

  @Field(() => String, {
    nullable: true,
    description:
      'The query as it was answered, if nothing has its words as they were typed and some were taken for slips of the ' +
      'pen; null otherwise.',
  })
  correctedQuery: string | null;
}

const ofKind = (kind: NodeKind) => () => whereInput(kind) as never;
const within = (what: string) => `Which ${what} may be found.`;

@InputType({
  description:
    'Conditions on what is found, by type. Nodes of a type without a condition are found as ever; leave them out by ' +
    '`types`.',
})
export class SearchWhere {
  @Field(ofKind('NewsItem'), { nullable: true, description: within('news items') })
  newsItem?: FilterInput | null;

  @Field(ofKind('Event'), { nullable: true, description: within('events') })
  event?: FilterInput | null;

  @Field(ofKind('EventSeries'), { nullable: true, description: within('event series') })
  eventSeries?: FilterInput | null;

  @Field(ofKind('Office'), { nullable: true, description: within('offices') })
  office?: FilterInput | null;

  @Field(ofKind('Country'), { nullable: true, description: within('countries') })
  country?: FilterInput | null;

  @Field(ofKind('FieldOfWork'), { nullable: true, description: within('fields of work') })
  fieldOfWork?: FilterInput | null;

  @Field(ofKind('Project'), { nullable: true, description: within('projects') })
  project?: FilterInput | null;
}
