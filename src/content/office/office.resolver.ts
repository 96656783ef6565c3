import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, FieldResolver, Info, Query, Resolver, Root } from 'type-graphql';
import type { GraphContext } from '../../graph/context.js';
import { nameAt } from '../../graph/dated-names.js';
import { exactlyOne, SlugLookup } from '../../graph/lookup.js';
import { readConnection, type ConnectionValue } from '../../graph/pages/connection.js';
import type { PageArguments } from '../../graph/pages/list.js';
import { Country, type CountryRow } from '../country/country.type.js';
import { OfficeArgs, OfficeConnection, officeList } from './office.list.js';
import { Office, OfficeKind, type OfficeRow } from './office.type.js';

@Resolver(() => Office)
export class OfficeResolver {
  @Query(() => Office, {
    nullable: true,
    description: 'One office by exactly one of its keys; null if there is none.',
  })
  office(@Args(() => SlugLookup) { id, slug }: SlugLookup, @Ctx() { catalogue }: GraphContext) {
    const [key, value] = exactlyOne({ id, slug });
    return key === 'id' ? catalogue.officeById.get(value) : catalogue.officeBySlug.get(value);
  }

  @Query(() => OfficeConnection, { description: 'Offices of all kinds, at work and closed.' })
  offices(
    @Args(() => OfficeArgs) args: PageArguments,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): ConnectionValue {
    return readConnection(officeList, args, context, info);
  }

  @FieldResolver(() => OfficeKind, { description: 'The kind of office; the same as its type.' })
  kind(@Root() office: OfficeRow): string {
    return office.type;
  }

  @FieldResolver(() => Country, {
    nullable: true,
    description:
      'The country in which it works; null where no participating State is the host (the Mission in Kosovo).',
  })
  hostCountry(@Root() office: OfficeRow, @Ctx() { catalogue }: GraphContext): CountryRow | undefined {
    const country = office.hostCountryId === null ? undefined : catalogue.countryById.get(office.hostCountryId);
    const { asOf } = office;
    return country && asOf ? { ...country, asOf, name: nameAt(country, asOf) } : country;
  }

  @FieldResolver(() => Office, {
    nullable: true,
    description: 'The office of which it is a part: the Secretariat, for its departments.',
  })
  partOf(@Root() office: OfficeRow, @Ctx() { catalogue }: GraphContext): OfficeRow | undefined {
    return office.parentId === null ? undefined : catalogue.officeById.get(office.parentId);
  }

  @FieldResolver(() => [Office], { description: 'The offices that are parts of it.' })
  parts(@Root() office: OfficeRow, @Ctx() { catalogue }: GraphContext): OfficeRow[] {
    return catalogue.officesByParentId.get(office.id) ?? [];
  }

  @FieldResolver(() => [Office], { description: 'The offices that it continues.' })
  predecessors(@Root() office: OfficeRow, @Ctx() { catalogue }: GraphContext): OfficeRow[] {
    return office.predecessorIds.flatMap((id) => catalogue.officeById.get(id) ?? []);
  }

  @FieldResolver(() => [Office], { description: 'The offices that continue it.' })
  successors(@Root() office: OfficeRow, @Ctx() { catalogue }: GraphContext): OfficeRow[] {
    return catalogue.successorsByOfficeId.get(office.id) ?? [];
  }
}
