import { Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import type { GraphContext } from '../../graph/context.js';
import { Country, type CountryRow } from '../country/country.type.js';
import { Chairpersonship } from './chairpersonship.entity.js';

@Resolver(() => Country)
export class CountryChairpersonshipFields {
  @Directive('@listSize(assumedSize: 4)')
  @FieldResolver(() => [Chairpersonship], { description: 'Its chairpersonships, by year.' })
  chairpersonships(@Root() country: CountryRow, @Ctx() { catalogue }: GraphContext): Chairpersonship[] {
    return catalogue.chairpersonshipsByCountryId.get(country.id) ?? [];
  }
}
