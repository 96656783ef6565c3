import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { rowsOf } from '../../graph/catalogue.js';
import { connectionQuery } from '../../graph/pages/connection-query.js';
import type { GraphContext } from '../../graph/context.js';
import { exactlyOne, SlugLookup } from '../../graph/lookup.js';
import { DateScalar } from '../../graph/scalars.js';
import { Country, type CountryRow } from '../country/country.type.js';
import { activityOn, officeOn, wasOpenOn, type ActivityRow } from './office.time.js';
import { Office, OfficeActivity, OfficeKind, type OfficeRow } from './office.type.js';
import { officeList, OfficePages } from './office.list.js';
import { ListSize } from '../../graph/cost.js';
import { maximalReferenceNodes } from '../../graph/nouns/bounds.js';

@Resolver(() => Office)
export class OfficeResolver {
  @Query(() => Office, {
    nullable: true,
    description: 'One office by exactly one of its keys; null if not found.',
  })
  office(@Args(() => SlugLookup) { id, slug }: SlugLookup, @Ctx() { catalogue }: GraphContext) {
    const [key, value] = exactlyOne({ id, slug });
    return key === 'id' ? catalogue.officeById.get(value) : catalogue.officeBySlug.get(value);
  }

  @FieldResolver(() => OfficeKind, { description: 'The kind of office; the same as its type.' })
  kind(@Root() office: OfficeRow): string {
    return office.type;
  }

  @FieldResolver(() => OfficeActivity, { description: 'Whether it was active on a date, and whether that is certain.' })
  activityOn(
    @Root() office: OfficeRow,
    @Arg('date', () => DateScalar, { description: 'The date; a month or year stands for all of its days.' })
    date: string,
  ): ActivityRow {
    return activityOn(office, date);
  }

  @FieldResolver(() => Country, {
    nullable: true,
    description: 'The host country; null if no participating State is the host (the Mission in Kosovo).',
  })
  hostCountry(@Root() office: OfficeRow, @Ctx() { catalogue }: GraphContext): CountryRow | undefined {
    const country = office.hostCountryId === null ? undefined : catalogue.countryById.get(office.hostCountryId);
    return country && office.asOf ? { ...country, asOf: office.asOf } : country;
  }

  @FieldResolver(() => Office, {
    nullable: true,
    description: 'The office it is part of: the Secretariat, for its departments.',
  })
  partOf(@Root() office: OfficeRow, @Ctx() { catalogue }: GraphContext): OfficeRow | undefined {
    const parent = office.parentId === null ? undefined : catalogue.officeById.get(office.parentId);
    return parent && office.asOf ? officeOn(parent, office.asOf) : parent;
  }

  @ListSize({ usual: 15, most: maximalReferenceNodes })
  @FieldResolver(() => [Office], { description: 'The offices that are part of it.' })
  parts(@Root() office: OfficeRow, @Ctx() { catalogue }: GraphContext): OfficeRow[] {
    const parts = catalogue.officesByParentId.get(office.id) ?? [];
    const { asOf } = office;
    return asOf ? parts.filter((part) => wasOpenOn(part, asOf)).map((part) => officeOn(part, asOf)) : parts;
  }

  @ListSize({ usual: 2, most: maximalReferenceNodes })
  @FieldResolver(() => [Office], { description: 'The offices it succeeds.' })
  predecessors(@Root() office: OfficeRow, @Ctx() { catalogue }: GraphContext): OfficeRow[] {
    return rowsOf(office.predecessorIds, catalogue.officeById);
  }

  @ListSize({ usual: 2, most: maximalReferenceNodes })
  @FieldResolver(() => [Office], { description: 'The offices that succeed it.' })
  successors(@Root() office: OfficeRow, @Ctx() { catalogue }: GraphContext): OfficeRow[] {
    return catalogue.successorsByOfficeId.get(office.id) ?? [];
  }
}

export const OfficeQuery = connectionQuery(
  'offices',
  officeList,
  OfficePages,
  'Offices of all kinds, active and closed.',
);
