import { Directive, Extensions, Field, ObjectType, registerEnumType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { CountryMention } from '../country-mention/country-mention.entity.js';
import type { EventRow } from '../event/event.entity.js';
import type { ProjectRow } from '../project/project.entity.js';
import { costs } from '../../graph/cost.js';
import { maximalEntries } from '../../graph/nouns/bounds.js';
import { Node } from '../../graph/node.type.js';
import { DateScalar } from '../../graph/scalars.js';
import { Filtered } from '../../graph/nouns/columns.js';
import { declareNoun } from '../../graph/nouns/declare.js';
import {
  anyText,
  date,
  many,
  oneOf,
  required,
  slugged,
  text,
  texts,
  url,
  type RecordOf,
} from '../../graph/nouns/record-fields.js';
import ownRecords from './news-item.data.json';

export enum NewsItemKind {
  NEWS = 'NEWS',
  PRESS_RELEASE = 'PRESS_RELEASE',
  PRESS_STATEMENT = 'PRESS_STATEMENT',
  DAILY_REPORT = 'DAILY_REPORT',
  SPOT_REPORT = 'SPOT_REPORT',
  WEEKLY_REPORT = 'WEEKLY_REPORT',
}
registerEnumType(NewsItemKind, {
  name: 'NewsItemKind',
  description: 'The kinds in which the organisation publishes news.',
  valuesConfig: {
    NEWS: { description: 'News; also used if the page states no kind.' },
    PRESS_RELEASE: { description: 'A press release.' },
    PRESS_STATEMENT: { description: 'A press statement.' },
    DAILY_REPORT: { description: 'A daily report of a monitoring mission.' },
    SPOT_REPORT: { description: 'A spot report of a monitoring mission.' },
    WEEKLY_REPORT: { description: 'A weekly report of a monitoring mission.' },
  },
});

/** A row of `news_item`, which is also the GraphQL type. */
@Entity('news_item')
@Directive('@key(fields: "id")')
@Directive('@key(fields: "slug")')
@ObjectType({ implements: Node, simpleResolvers: true, description: 'A news item of the organisation.' })
export class NewsItem extends Node {
  @PrimaryColumn('uuid')
  declare id: string;

  @Filtered({ is: 'key', description: 'By slug.' })
  @Field(() => String, { description: 'Stable readable key.' })
  @Column('text')
  slug: string;

  @Filtered({ is: 'text', description: 'By title.', indexed: true })
  @Field(() => String, { description: 'The headline.' })
  @Column('text')
  title: string;

  @Filtered({ is: 'text', description: 'By lead.', isLong: true, indexed: true })
  @Extensions(costs({ bytes: 200 }))
  @Field(() => String, { nullable: true, description: 'The opening paragraph, if the page sets it apart.' })
  @Column('text', { nullable: true })
  lead: string | null;

  @Extensions(costs({ bytes: 2_000 }))
  @Field(() => String, {
    nullable: true,
    description: 'The text without the lead; an empty line separates paragraphs. Large: do not select it in lists.',
  })
  @Column('text', { nullable: true })
  body: string | null;

  @Filtered({ is: 'date', description: 'By the day of issue.' })
  @Field(() => DateScalar, { nullable: true, description: 'The day of issue; null if the page states none.' })
  @Column('text', { nullable: true })
  issuedOn: string | null;

  @Filtered({ is: 'enum', description: 'By kind.', enumName: 'NewsItemKind', enumType: NewsItemKind })
  @Field(() => NewsItemKind, { description: 'The kind of news item.' })
  @Column('text')
  kind: NewsItemKind;

  @Field(() => String, { nullable: true, description: 'URL of the source page.' })
  @Column('text', { nullable: true })
  sourceUrl: string | null;

  @Column('text', { nullable: true })
  sourceId: string | null;

  @Extensions(costs({ most: maximalEntries }))
  @Field(() => [String], {
    description: 'Issuers on the page that match no office of the graph, as printed.',
  })
  @Column('text', { array: true })
  issuersAsText: string[];

  @Extensions(costs({ most: maximalEntries }))
  @Field(() => [String], {
    description: 'Themes on the page that are not fields of work, as printed.',
  })
  @Column('text', { array: true })
  subThemes: string[];

  @Column('uuid', { array: true })
  officeIds: string[];

  @Column('uuid', { array: true })
  fieldOfWorkIds: string[];

  @Column('uuid', { array: true })
  countryIds: string[];
}

/** A news item with the related rows that the query selects. */
export type NewsItemRow = NewsItem & {
  projectRows?: readonly ProjectRow[];
  eventRows?: readonly EventRow[];
  mentionRows?: readonly CountryMention[];
};

/** Common columns of the links of news items. */
abstract class NewsItemLink {
  @PrimaryColumn('uuid')
  newsItemId: string;

  @Column('smallint')
  position: number;
}

/** Links with a copy of the item's date, for lists in date order. */
abstract class DatedNewsItemLink extends NewsItemLink {
  @Column('text')
  issuedKey: string;
}

@Entity('news_item_office')
export class NewsItemOfficeEntity extends DatedNewsItemLink {
  @PrimaryColumn('uuid')
  officeId: string;
}

@Entity('news_item_field_of_work')
export class NewsItemFieldOfWorkEntity extends DatedNewsItemLink {
  @PrimaryColumn('uuid')
  fieldOfWorkId: string;
}

@Entity('news_item_country')
export class NewsItemCountryEntity extends DatedNewsItemLink {
  @PrimaryColumn('uuid')
  countryId: string;
}

@Entity('news_item_project')
export class NewsItemProjectEntity extends DatedNewsItemLink {
  @PrimaryColumn('uuid')
  projectId: string;
}

@Entity('news_item_event')
export class NewsItemEventEntity extends DatedNewsItemLink {
  @PrimaryColumn('uuid')
  eventId: string;
}

const record = {
  slug: slugged.slug,
  title: required(text),
  lead: anyText,
  body: anyText,
  issuedOn: date,
  kind: oneOf('NEWS', 'PRESS_RELEASE', 'PRESS_STATEMENT', 'DAILY_REPORT', 'SPOT_REPORT', 'WEEKLY_REPORT'),
  sourceUrl: url,
  /** The organisation's number of the item, such as the last part of its URL. */
  sourceId: text,
  /** The issuing offices, in the order of the page. */
  issuedBy: required(many('Office', NewsItemOfficeEntity)),
  /** Issuers on the page that match no office, as printed. */
  issuersAsText: texts,
  /** Fields of work, in the order of the page. */
  fieldsOfWork: required(many('FieldOfWork', NewsItemFieldOfWorkEntity)),
  /** Themes on the page that match no field of work, as printed. */
  subThemes: texts,
  projects: many('Project', NewsItemProjectEntity),
  events: many('Event', NewsItemEventEntity),
};
declareNoun({
  kind: 'NewsItem',
  idPrefix: '10',
  entity: NewsItem,
  plural: 'news items',
  record,
  search: {
    description: 'News items, by title and lead, and by body if these do not fill the page.',
    date: 'issuedOn',
  },
  found: {
    countries: { kind: 'Country', entity: NewsItemCountryEntity },
    countryMentions: { kind: 'Country', entity: CountryMention },
  },
  ownRecords,
});

declare module '../../graph/nouns/kind.js' {
  interface Nouns {
    NewsItem: RecordOf<'NewsItem', typeof record>;
  }
}
