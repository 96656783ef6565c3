import { Field, ObjectType } from 'type-graphql';
import { DateScalar } from '../../graph/scalars.js';
import { Chairpersonship } from '../chairpersonship/chairpersonship.entity.js';

/** The organisation on a day. */
export interface OrganizationRow {
  asOf: string;
  name: string;
  shortName: string;
}

@ObjectType('Organization', {
  simpleResolvers: true,
  description:
    'The organisation on a day: participating States, active offices with their names, and the chair. A date known ' +
    'only by its year or month counts from its first to its last day, so that nothing possible is left out.',
})
export class OrganizationType {
  @Field(() => DateScalar, { description: 'The day described.' })
  asOf: string;

  @Field(() => String, { description: 'Its name on that day: the CSCE until the end of 1994.' })
  name: string;

  @Field(() => String, { description: 'Its abbreviation on that day.' })
  shortName: string;
}

@ObjectType({
  simpleResolvers: true,
  description: 'The preceding, current and succeeding chairs of a year, who work together.',
})
export class Troika {
  @Field(() => Chairpersonship, { nullable: true, description: 'The chair of the year before; null if none is known.' })
  preceding: Chairpersonship | undefined;

  @Field(() => Chairpersonship, { nullable: true, description: 'The chair of the year; null if none is known.' })
  current: Chairpersonship | undefined;

  @Field(() => Chairpersonship, { nullable: true, description: 'The chair of the next year; null if none is known.' })
  succeeding: Chairpersonship | undefined;
}
