import { Arg, FieldResolver, Resolver, Root } from 'type-graphql';
import { DateScalar } from '../../graph/scalars.js';
import { Country, type CountryRow } from '../country/country.type.js';
import { participationOn, type ParticipationRow } from './participation.js';
import { ParticipationType } from './participation.type.js';

@Resolver(() => Country)
export class CountryParticipationFields {
  @FieldResolver(() => ParticipationType, { description: 'What it was to the organisation on a date.' })
  participationOn(
    @Root() country: CountryRow,
    @Arg('date', () => DateScalar, { description: 'The date; a month or year means all of its days.' }) date: string,
  ): ParticipationRow {
    return participationOn(country, date);
  }
}
