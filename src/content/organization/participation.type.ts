import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { DateScalar } from '../../graph/scalars.js';

export const Participation = {
  PARTICIPATING_STATE: 'PARTICIPATING_STATE',
  PARTNER_FOR_COOPERATION: 'PARTNER_FOR_COOPERATION',
  NONE: 'NONE',
} as const;
registerEnumType(Participation, {
  name: 'ParticipationStatus',
  description: 'Status of a State in the organisation.',
  valuesConfig: {
    PARTICIPATING_STATE: { description: 'A participating State, with equal status.' },
    PARTNER_FOR_COOPERATION: { description: 'A Partner for Co-operation.' },
    NONE: { description: 'Neither.' },
  },
});

@ObjectType('Participation', { simpleResolvers: true, description: 'Status of a State in the organisation on a date.' })
export class ParticipationType {
  @Field(() => Participation, { description: 'The status, certain or possible: see `isCertain`.' })
  status: string;

  @Field(() => Boolean, {
    description:
      'Whether the answer holds for every day of the date. False if the date, or a known start or end, is a year or ' +
      'month in which it changed, or if the start is unknown.',
  })
  isCertain: boolean;

  @Field(() => DateScalar, { nullable: true, description: 'Start of the status, as far as known; null for `NONE`.' })
  since: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'End of the status; null if it continues, and for `NONE`.' })
  until: string | null;
}
