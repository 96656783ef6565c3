import { Directive, Field, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DatedName } from '../../graph/dated-names.js';
import { Node } from '../../graph/node.type.js';
import { declareNoun } from '../../graph/nouns/declare.js';
import { named, position, type RecordOf } from '../../graph/nouns/record-fields.js';
import ownRecords from './event-series.data.json';

/** A row of `event_series`, which is also the GraphQL type. */
@Entity('event_series')
@Directive('@key(fields: "id")')
@Directive('@key(fields: "slug")')
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    'A kind of meeting or conference that is held again and again, such as the Ministerial Council meetings.',
})
export class EventSeries extends Node {
  @PrimaryColumn('uuid')
  declare id: string;

  @Field(() => String, { description: 'Stable readable key. Former slugs find the node too.' })
  @Column('text')
  slug: string;

  @Column('text', { array: true })
  formerSlugs: string[];

  @Column('text')
  name: string;

  @Column('jsonb')
  names: DatedName[];

  @Field(() => String, { nullable: true, description: 'What is uncertain or disputed in these facts.' })
  @Column('text', { nullable: true })
  note: string | null;

  @Column('integer')
  position: number;
}

const record = { ...named, position };
declareNoun({
  kind: 'EventSeries',
  idPrefix: '04',
  entity: EventSeries,
  plural: 'event series',
  record,
  search: { description: 'Kinds of meetings and conferences, by name.' },
  ownRecords,
});

declare module '../../graph/nouns/declare.js' {
  interface Nouns {
    EventSeries: RecordOf<'EventSeries', typeof record>;
  }
}
