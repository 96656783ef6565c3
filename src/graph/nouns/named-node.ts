/** Base classes of nodes with a slug, or with names, for their rows and GraphQL types. */
import { Field, ObjectType } from 'type-graphql';
import { Column, PrimaryColumn } from 'typeorm';
import type { DatedName } from '../dated-names.js';
import { Node } from '../node.type.js';
import { Filtered, Ordered } from './columns.js';

@ObjectType({ simpleResolvers: true })
export abstract class SluggedNode extends Node {
  @PrimaryColumn('uuid')
  declare id: string;

  @Filtered({ is: 'key', description: 'By slug.' })
  @Field(() => String, { description: 'Stable readable key. Lookups also accept former slugs.' })
  @Column('text')
  slug: string;

  @Column('text', { array: true })
  formerSlugs: string[];
}

/** `namedFields` resolves `name` and `names`, which may be those of an earlier day. */
@ObjectType({ simpleResolvers: true })
export abstract class NamedNode extends SluggedNode {
  @Filtered({ is: 'text', description: 'By current name.' })
  @Ordered('By current name.')
  @Column('text')
  name: string;

  @Column('jsonb')
  names: DatedName[];

  @Field(() => String, { nullable: true, description: 'What is uncertain or disputed about these facts.' })
  @Column('text', { nullable: true })
  note: string | null;
}
