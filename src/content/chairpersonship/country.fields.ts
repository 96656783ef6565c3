import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { GraphContext } from '../../graph/context.js';
import { Country, type CountryRow } from '../country/country.type.js';
import { Chairpersonship } from './chairpersonship.entity.js';
import { ListSize } from '../../graph/cost.js';
import { maximalReferenceNodes } from '../../graph/nouns/bounds.js';

@Resolver(() => Country)
export class CountryChairpersonshipFields {
  @ListSize({ usual: 4, most: maximalReferenceNodes })
  @FieldResolver(() => [Chairpersonship], { description: 'Its chairpersonships, by year.' })
  chairpersonships(@Root() country: CountryRow, @Ctx() { catalogue }: GraphContext): Chairpersonship[] {
    return catalogue.chairpersonshipsByCountryId.get(country.id) ?? [];
  }
}
