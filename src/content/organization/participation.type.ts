import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { DateScalar } from '../../graph/scalars.js';

export const Participation = {
  PARTICIPATING_STATE: 'PARTICIPATING_STATE',
  PARTNER_FOR_COOPERATION: 'PARTNER_FOR_COOPERATION',
  NONE: 'NONE',
} as const;
registerEnumType(Participation, {
  name: 'ParticipationStatus',
  description: 'What a State is to the organisation.',
  valuesConfig: {
    PARTICIPATING_STATE: { description: 'It takes part with equal status.' },
    PARTNER_FOR_COOPERATION: { description: 'It is a Partner for Co-operation.' },
    NONE: { description: 'Neither.' },
  },
});

@ObjectType('Participation', { simpleResolvers: true, description: 'What a State was to the organisation on a date.' })
export class ParticipationType {
  @Field(() => Participation, { description: 'What it was, or may have been: see `isCertain`.' })
  status: string;

  @Field(() => Boolean, {
    description:
      'Whether it was so on every day that is asked. False where what is known, or what is asked, is a year or month in ' +
      'which it changed, or where the beginning is not known.',
  })
  isCertain: boolean;

  @Field(() => DateScalar, { nullable: true, description: 'From when, as far as it is known; null for `NONE`.' })
  since: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Until when; null if it goes on, and for `NONE`.' })
  until: string | null;
}
