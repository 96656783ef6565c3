import { Arg, FieldResolver, Resolver, Root } from 'type-graphql';
import { DateScalar } from '../../graph/scalars.js';
import { Country, type CountryRow } from '../country/country.type.js';
import { participationOn, type ParticipationRow } from './participation.js';
import { ParticipationType } from './participation.type.js';

@Resolver(() => Country)
export class CountryParticipationFields {
  @FieldResolver(() => ParticipationType, { description: 'Its status in the organisation on a date.' })
  participationOn(
    @Root() country: CountryRow,
    @Arg('date', () => DateScalar, { description: 'The date; a month or year stands for all of its days.' })
    date: string,
  ): ParticipationRow {
    return participationOn(country, date);
  }
}
