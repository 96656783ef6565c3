import { Args, ArgsType, Ctx, Field, FieldResolver, Resolver, Root } from 'type-graphql';
import type { GraphContext } from '../../graph/context.js';
import { connectionField } from '../../graph/pages/connection-field.js';
import { firstDay } from '../../graph/partial-date.js';
import { DateScalar } from '../../graph/scalars.js';
import { Country, type CountryRow } from '../country/country.type.js';
import { hostedOffices, officeList, OfficePages } from './office.list.js';
import { FieldOperation, OfficeStatus, type OfficeRow } from './office.type.js';
import { officeOn, wasOpenOn } from './office.time.js';
import { ListSize } from '../../graph/cost.js';
import { maximalReferenceNodes } from '../../graph/nouns/bounds.js';

@ArgsType()
class FieldOperationsArgs {
  @Field(() => OfficeStatus, { nullable: true, description: 'Only those with this status.' })
  status?: OfficeStatus | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'Only those active on this day, under the names of that day. For a month or year, its first day.',
  })
  asOf?: string | null;
}

@Resolver(() => Country)
export class CountryOfficeFields {
  @ListSize({ usual: 5, most: maximalReferenceNodes })
  @FieldResolver(() => [FieldOperation], {
    description: 'Current and former field operations in the country, in the order used by the organisation.',
  })
  fieldOperations(
    @Root() country: CountryRow,
    @Args(() => FieldOperationsArgs) { status, asOf = country.asOf }: FieldOperationsArgs,
    @Ctx() { catalogue }: GraphContext,
  ): OfficeRow[] {
    const operations = (catalogue.officesByHostCountryId.get(country.id) ?? []).filter(
      (office) => office.type === 'FieldOperation' && (!status || office.status === status),
    );
    if (!asOf) return operations;
    const day = firstDay(asOf);
    return operations.filter((office) => wasOpenOn(office, day)).map((office) => officeOn(office, day));
  }
}

export const CountryOffices = connectionField({
  on: () => Country,
  direction: hostedOffices,
  list: officeList,
  types: OfficePages,
  description: 'All offices in the country: field operations, and institutions and departments with their seat there.',
});
