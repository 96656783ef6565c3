import { Args, ArgsType, Ctx, Field, Query, Resolver } from 'type-graphql';
import { connectionQuery } from '../../graph/pages/connection-query.js';
import type { GraphContext } from '../../graph/context.js';
import { exactlyOne, SlugLookup } from '../../graph/lookup.js';
import { Country } from './country.type.js';
import { countryList, CountryPages } from './country.list.js';

@ArgsType()
class CountryLookup extends SlugLookup {
  @Field(() => String, { nullable: true, description: 'Its ISO 3166-1 alpha-2 code, in any case.' })
  isoCode?: string | null;
}

@Resolver()
export class CountryResolver {
  @Query(() => Country, {
    nullable: true,
    description: 'One country by exactly one of its keys; null if not found.',
  })
  country(@Args(() => CountryLookup) { id, slug, isoCode }: CountryLookup, @Ctx() { catalogue }: GraphContext) {
    const [key, value] = exactlyOne({ id, slug, isoCode });
    if (key === 'id') return catalogue.countryById.get(value);
    if (key === 'slug') return catalogue.countryBySlug.get(value);
    return catalogue.countryByIsoCode.get(value.toUpperCase());
  }
}

export const CountryQuery = connectionQuery(
  'countries',
  countryList,
  CountryPages,
  'Countries: participating States and Partners for Co-operation.',
);
