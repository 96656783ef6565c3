import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Node } from '../../graph/node.type.js';
import { SluggedNode } from '../../graph/nouns/named-node.js';
import { Filtered, Ordered } from '../../graph/nouns/columns.js';
import { rowShapeOf } from '../../graph/entity-columns.js';
import { linkedIdsOf, type RowShape } from '../../graph/pages/columns.js';
import { DateScalar } from '../../graph/scalars.js';
import { declareNoun } from '../../graph/nouns/declare.js';
import {
  date,
  integer,
  many,
  one,
  required,
  slugged,
  text,
  url,
  type RecordOf,
} from '../../graph/nouns/record-fields.js';
import ownRecords from './event.data.json';

/** A row of `event`, which is also the GraphQL type. */
@Entity('event')
@Directive('@key(fields: "id")')
@Directive('@key(fields: "slug")')
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'A meeting or conference, for example one edition of a series.',
})
export class Event extends SluggedNode {
  @Filtered({ is: 'text', description: 'By title.' })
  @Ordered('By title.')
  @Field(() => String, { description: 'The title.' })
  @Column('text')
  title: string;

  @Filtered({ is: 'date', description: 'By first day.' })
  @Ordered('By first day.')
  @Field(() => DateScalar, { nullable: true, description: 'The first day, with the known precision.' })
  @Column('text', { nullable: true })
  startsOn: string | null;

  @Filtered({ is: 'date', description: 'By last day.' })
  @Field(() => DateScalar, { nullable: true, description: 'The last day, with the known precision.' })
  @Column('text', { nullable: true })
  endsOn: string | null;

  @Filtered({ is: 'text', description: 'By city.' })
  @Field(() => String, { nullable: true, description: 'The city where it takes place.' })
  @Column('text', { nullable: true })
  city: string | null;

  @Column('uuid', { nullable: true })
  countryId: string | null;

  @Column('uuid', { nullable: true })
  seriesId: string | null;

  @Filtered({ is: 'integer', description: 'By the number of the edition in its series.' })
  @Field(() => Int, { nullable: true, description: 'The number of the edition in its series: 7 for the seventh.' })
  @Column('integer', { nullable: true })
  edition: number | null;

  @Field(() => String, { nullable: true, description: 'URL of the source page.' })
  @Column('text', { nullable: true })
  sourceUrl: string | null;

  @Field(() => String, { nullable: true, description: 'What is uncertain or disputed about these facts.' })
  @Column('text', { nullable: true })
  note: string | null;
}

/** An event read within a row of another noun. */
export type EventRow = Event & {
  /** Read with the row if the query selects it. */
  fieldOfWorkIds?: readonly string[];
};

export const eventShape: RowShape = rowShapeOf(Event, {
  fieldOfWorkIds: linkedIdsOf({ link: 'event_field_of_work', near: 'event_id', far: 'field_of_work_id' }),
});

/** A row of `event_field_of_work`: the event is about the field. */
@Entity('event_field_of_work')
export class EventFieldOfWorkEntity {
  @PrimaryColumn('uuid')
  eventId: string;

  @PrimaryColumn('uuid')
  fieldOfWorkId: string;

  @Column('smallint')
  position: number;
}

const record = {
  ...slugged,
  title: required(text),
  startsOn: date,
  endsOn: date,
  city: text,
  /** The country in which it took place. */
  country: one('Country'),
  series: one('EventSeries'),
  /** Which edition of its series it is: 7 for the seventh. */
  edition: integer(1),
  /** The fields of work that it is about. */
  fieldsOfWork: many('FieldOfWork', EventFieldOfWorkEntity),
  sourceUrl: url,
  note: text,
};
declareNoun({
  kind: 'Event',
  idPrefix: '05',
  entity: Event,
  plural: 'events',
  record,
  search: { description: 'Events, by title.', date: 'startsOn' },
  ownRecords,
});

declare module '../../graph/nouns/kind.js' {
  interface Nouns {
    Event: RecordOf<'Event', typeof record>;
  }
}
