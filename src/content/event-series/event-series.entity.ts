import { Directive, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { Node } from '../../graph/node.type.js';
import { NamedNode } from '../../graph/nouns/named-node.js';
import { Ordered } from '../../graph/nouns/columns.js';
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
  description: 'A recurring meeting or conference, such as the Ministerial Council meetings.',
})
export class EventSeries extends NamedNode {
  @Ordered('In the order used by the organisation.')
  @Column('integer')
  position: number;
}

const record = { ...named, position };
declareNoun({
  kind: 'EventSeries',
  idPrefix: '04',
  entity: EventSeries,
  isReference: true,
  plural: 'event series',
  record,
  search: { description: 'Event series, by name.' },
  ownRecords,
});

declare module '../../graph/nouns/kind.js' {
  interface Nouns {
    EventSeries: RecordOf<'EventSeries', typeof record>;
  }
}
