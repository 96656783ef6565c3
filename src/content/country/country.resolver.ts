import type { GraphQLResolveInfo } from 'graphql';
import { Args, ArgsType, Ctx, Field, Info, Query, Resolver } from 'type-graphql';
import type { GraphContext } from '../../graph/context.js';
import { exactlyOne, SlugLookup } from '../../graph/lookup.js';
import { readConnection, type ConnectionValue } from '../../graph/pages/connection.js';
import type { PageArguments } from '../../graph/pages/list-declaration.js';
import { CountryArgs, CountryConnection, countryList } from './country.list.js';
import { Country } from './country.type.js';

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

  @Query(() => CountryConnection, {
    nullable: true,
    description: 'Countries: participating States and Partners for Co-operation.',
  })
  countries(
    @Args(() => CountryArgs) args: PageArguments,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): ConnectionValue {
    return readConnection(countryList, args, context, info);
  }
}
