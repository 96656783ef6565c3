import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, Info, Int, Query, Resolver, Root } from 'type-graphql';
import type { GraphContext } from '../../graph/context.js';
import { readConnection, type ConnectionValue } from '../../graph/pages/connection.js';
import type { PageArguments } from '../../graph/pages/list-declaration.js';
import { Country, type CountryRow } from '../country/country.type.js';
import { Chairpersonship } from './chairpersonship.entity.js';
import { ChairpersonshipArgs, ChairpersonshipConnection, chairpersonshipList } from './chairpersonship.list.js';

@Resolver(() => Chairpersonship)
export class ChairpersonshipResolver {
  @Query(() => Chairpersonship, {
    nullable: true,
    description: 'The chairpersonship of a year; null if none is known.',
  })
  chairpersonship(
    @Arg('year', () => Int, { description: 'The calendar year.' }) year: number,
    @Ctx() { catalogue }: GraphContext,
  ): Chairpersonship | undefined {
    return catalogue.chairpersonshipByYear.get(year);
  }

  @Query(() => ChairpersonshipConnection, { nullable: true, description: 'The chairpersonships since 1991.' })
  chairpersonships(
    @Args(() => ChairpersonshipArgs) args: PageArguments,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): ConnectionValue {
    return readConnection(chairpersonshipList, args, context, info);
  }

  @FieldResolver(() => Country, {
    nullable: true,
    description: 'The State that held it; null if that State no longer exists (Czechoslovakia, 1992).',
  })
  country(@Root() { countryId }: Chairpersonship, @Ctx() { catalogue }: GraphContext): CountryRow | undefined {
    return countryId === null ? undefined : catalogue.countryById.get(countryId);
  }
}
