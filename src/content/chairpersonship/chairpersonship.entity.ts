import { Directive, Extensions, Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { costs } from '../../graph/cost.js';
import { Node } from '../../graph/node.type.js';
import { maximalEntries } from '../../graph/nouns/bounds.js';
import { Filtered, Ordered } from '../../graph/nouns/columns.js';
import { declareNoun } from '../../graph/nouns/declare.js';
import { integer, one, required, text, texts, type RecordOf } from '../../graph/nouns/record-fields.js';
import ownRecords from './chairpersonship.data.json';

/** A row of `chairpersonship`, which is also the GraphQL type. */
@Entity('chairpersonship')
@Directive('@key(fields: "id")')
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'The chair of the organisation. One State holds it for one calendar year.',
})
export class Chairpersonship extends Node {
  @PrimaryColumn('uuid')
  declare id: string;

  @Filtered({ is: 'integer', description: 'By year.' })
  @Ordered('By year.')
  @Field(() => Int, { description: 'The calendar year.' })
  @Column('integer')
  year: number;

  @Column('uuid', { nullable: true })
  countryId: string | null;

  @Filtered({ is: 'text', description: 'By the name of the State at that time.' })
  @Field(() => String, { description: 'Name, at that time, of the State that held it.' })
  @Column('text')
  heldBy: string;

  @Extensions(costs({ most: maximalEntries }))
  @Field(() => [String], { description: 'The Chairpersons-in-Office of that year, in order.' })
  @Column('text', { array: true })
  chairs: string[];

  @Field(() => String, { nullable: true, description: 'What is uncertain or disputed about these facts.' })
  @Column('text', { nullable: true })
  note: string | null;
}

const record = {
  year: required(integer(1991, 9999)),
  /** The State; absent if that State no longer exists (Czechoslovakia, 1992). */
  country: one('Country'),
  /** Name of the State at that time. */
  heldBy: required(text),
  /** Chairpersons-in-Office of that year, in order. */
  chairs: required(texts),
  note: text,
};
declareNoun({
  kind: 'Chairpersonship',
  idPrefix: '07',
  entity: Chairpersonship,
  isReference: true,
  plural: 'chairpersonships',
  key: 'year',
  record,
  ownRecords,
});

declare module '../../graph/nouns/kind.js' {
  interface Nouns {
    Chairpersonship: RecordOf<'Chairpersonship', typeof record>;
  }
}
