import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Node } from '../../graph/node.type.js';

/** A row of `chairpersonship`, which is also the GraphQL type. */
@Entity('chairpersonship')
@Directive('@key(fields: "id")')
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'The chair of the organisation, which one State holds for one calendar year.',
})
export class Chairpersonship extends Node {
  @PrimaryColumn('uuid')
  declare id: string;

  @Field(() => Int, { description: 'The calendar year.' })
  @Column('integer')
  year: number;

  @Column('uuid', { nullable: true })
  countryId: string | null;

  @Field(() => String, { description: 'Name of the State that held it, as it was then.' })
  @Column('text')
  heldBy: string;

  @Field(() => [String], { description: 'The Chairpersons-in-Office of that year, in order.' })
  @Column('text', { array: true })
  chairs: string[];

  @Field(() => String, { nullable: true, description: 'What is uncertain or disputed in these facts.' })
  @Column('text', { nullable: true })
  note: string | null;
}
