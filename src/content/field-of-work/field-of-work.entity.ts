import { Directive, Field, ObjectType, registerEnumType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { Node } from '../../graph/node.type.js';
import { NamedNode } from '../../graph/nouns/named-node.js';
import { Filtered, Ordered } from '../../graph/nouns/columns.js';
import { declareNoun } from '../../graph/nouns/declare.js';
import { named, oneOf, position, required, type RecordOf } from '../../graph/nouns/record-fields.js';
import ownRecords from './field-of-work.data.json';

export enum Dimension {
  POLITICO_MILITARY = 'POLITICO_MILITARY',
  ECONOMIC_AND_ENVIRONMENTAL = 'ECONOMIC_AND_ENVIRONMENTAL',
  HUMAN = 'HUMAN',
  CROSS_DIMENSIONAL = 'CROSS_DIMENSIONAL',
}
registerEnumType(Dimension, {
  name: 'Dimension',
  description: 'The dimensions of security in which the OSCE works.',
  valuesConfig: {
    POLITICO_MILITARY: { description: 'The politico-military dimension.' },
    ECONOMIC_AND_ENVIRONMENTAL: { description: 'The economic and environmental dimension.' },
    HUMAN: { description: 'The human dimension.' },
    CROSS_DIMENSIONAL: { description: 'Work in several dimensions at once.' },
  },
});

/** A row of `field_of_work`, which is also the GraphQL type. */
@Entity('field_of_work')
@Directive('@key(fields: "id")')
@Directive('@key(fields: "slug")')
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'One of the 23 fields of work of the OSCE.',
})
export class FieldOfWork extends NamedNode {
  @Filtered({ is: 'enum', description: 'By dimension.', enumName: 'Dimension', enumType: Dimension })
  @Field(() => Dimension, { description: 'The dimension of security it belongs to.' })
  @Column('text')
  dimension: Dimension;

  @Ordered('In the order used by the organisation.')
  @Column('integer')
  position: number;
}

const record = {
  ...named,
  position,
  dimension: required(oneOf('POLITICO_MILITARY', 'ECONOMIC_AND_ENVIRONMENTAL', 'HUMAN', 'CROSS_DIMENSIONAL')),
};
declareNoun({
  kind: 'FieldOfWork',
  idPrefix: '03',
  entity: FieldOfWork,
  isReference: true,
  plural: 'fields of work',
  record,
  search: { description: 'Fields of work, by name.' },
  ownRecords,
});

declare module '../../graph/nouns/kind.js' {
  interface Nouns {
    FieldOfWork: RecordOf<'FieldOfWork', typeof record>;
  }
}
