import { Field, ObjectType } from 'type-graphql';
import { DateScalar } from '../../graph/scalars.js';
import { Chairpersonship } from '../chairpersonship/chairpersonship.entity.js';

/** What the resolvers know of the organisation: the day on which it is looked at. */
export interface OrganizationRow {
  asOf: string;
  name: string;
  shortName: string;
}

@ObjectType('Organization', {
  simpleResolvers: true,
  description:
    'The organisation on a day: who took part, which offices were at work under which name, who chaired. What is known ' +
    'only by its year or month counts from the first to the last day of it, so that nothing is left out which may be true.',
})
export class OrganizationType {
  @Field(() => DateScalar, { description: 'The day on which it is looked at.' })
  asOf: string;

  @Field(() => String, { description: 'Its name on that day: until the end of 1994 it was the CSCE.' })
  name: string;

  @Field(() => String, { description: 'Its abbreviation on that day.' })
  shortName: string;
}

@ObjectType({
  simpleResolvers: true,
  description: 'The chair of a year with the one before and the one to come, who work together.',
})
export class Troika {
  @Field(() => Chairpersonship, { nullable: true, description: 'The chair of the year before; null if none is known.' })
  preceding: Chairpersonship | undefined;

  @Field(() => Chairpersonship, { nullable: true, description: 'The chair of the year; null if none is known.' })
  current: Chairpersonship | undefined;

  @Field(() => Chairpersonship, { nullable: true, description: 'The chair of the next year; null if none is known.' })
  succeeding: Chairpersonship | undefined;
}
