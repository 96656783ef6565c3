import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { connectionQuery } from '../../graph/pages/connection-query.js';
import type { GraphContext } from '../../graph/context.js';
import { Country, type CountryRow } from '../country/country.type.js';
import { Chairpersonship } from './chairpersonship.entity.js';
import { chairpersonshipList, ChairpersonshipPages } from './chairpersonship.list.js';

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

  @FieldResolver(() => Country, {
    nullable: true,
    description: 'The State that held it; null if that State no longer exists (Czechoslovakia, 1992).',
  })
  country(@Root() { countryId }: Chairpersonship, @Ctx() { catalogue }: GraphContext): CountryRow | undefined {
    return countryId === null ? undefined : catalogue.countryById.get(countryId);
  }
}

export const ChairpersonshipQuery = connectionQuery(
  'chairpersonships',
  chairpersonshipList,
  ChairpersonshipPages,
  'The chairpersonships since 1991.',
);
