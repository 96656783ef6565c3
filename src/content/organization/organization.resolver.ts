import { Arg, Ctx, Directive, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { GraphContext } from '../../graph/context.js';
import { referenceMaxAge } from '../../graph/federation/kinds.js';
import { firstDay } from '../../graph/partial-date.js';
import { DateScalar } from '../../graph/scalars.js';
import { Chairpersonship } from '../chairpersonship/chairpersonship.entity.js';
import { Country, ParticipatingState, type CountryRow } from '../country/country.type.js';
import { FieldOfWork } from '../field-of-work/field-of-work.entity.js';
import {
  FieldOperation,
  Institution,
  OrganizationBody,
  SecretariatDepartment,
  type OfficeRow,
} from '../office/office.type.js';
import { OrganizationType, Troika, type OrganizationRow } from './organization.type.js';
import { ListSize } from '../../graph/cost.js';
import { maximalReferenceNodes } from '../../graph/nouns/bounds.js';

/** The Conference became the Organization on 1 January 1995, by decision of the Budapest Summit. */
const renamedOn = '1995-01-01';

@Resolver(() => OrganizationType)
export class OrganizationResolver {
  @Directive(`@cacheControl(maxAge: ${referenceMaxAge})`)
  @Query(() => OrganizationType, { description: 'The organisation, today or on another day.' })
  organization(
    @Arg('asOf', () => DateScalar, {
      nullable: true,
      description: 'The day; for a month or year, its first day. Default: today (UTC).',
    })
    asOf: string | null | undefined,
    @Ctx() context: GraphContext,
  ): OrganizationRow {
    const day = asOf ? firstDay(asOf) : context.today();
    const isConference = day < renamedOn;
    return {
      asOf: day,
      name: `${isConference ? 'Conference on' : 'Organization for'} Security and Co-operation in Europe`,
      shortName: isConference ? 'CSCE' : 'OSCE',
    };
  }

  @ListSize({ usual: 60, most: maximalReferenceNodes })
  @FieldResolver(() => [ParticipatingState], {
    description:
      'The current participating States that had joined by that day. The graph has no States that no longer exist.',
  })
  participatingStates(@Root() { asOf }: OrganizationRow, @Ctx() { catalogue }: GraphContext): CountryRow[] {
    return catalogue.participatingStatesOn(asOf);
  }

  @ListSize({ usual: 12, most: maximalReferenceNodes })
  @FieldResolver(() => [Country], {
    description: 'The Partners for Co-operation on that day, including one that later became a participating State.',
  })
  partners(@Root() { asOf }: OrganizationRow, @Ctx() { catalogue }: GraphContext): CountryRow[] {
    return catalogue.partnersOn(asOf);
  }

  @ListSize({ usual: 20, most: maximalReferenceNodes })
  @FieldResolver(() => [FieldOperation], { description: 'The active field operations, with their names on that day.' })
  fieldOperations(@Root() { asOf }: OrganizationRow, @Ctx() { catalogue }: GraphContext): OfficeRow[] {
    return catalogue.officesOn(asOf, 'FieldOperation');
  }

  @ListSize({ usual: 3, most: maximalReferenceNodes })
  @FieldResolver(() => [Institution], { description: 'The institutions, with their names on that day.' })
  institutions(@Root() { asOf }: OrganizationRow, @Ctx() { catalogue }: GraphContext): OfficeRow[] {
    return catalogue.officesOn(asOf, 'Institution');
  }

  @ListSize({ usual: 15, most: maximalReferenceNodes })
  @FieldResolver(() => [SecretariatDepartment], {
    description: 'The departments of the Secretariat, as far as their dates are known.',
  })
  secretariatDepartments(@Root() { asOf }: OrganizationRow, @Ctx() { catalogue }: GraphContext): OfficeRow[] {
    return catalogue.officesOn(asOf, 'SecretariatDepartment');
  }

  @ListSize({ usual: 10, most: maximalReferenceNodes })
  @FieldResolver(() => [OrganizationBody], { description: 'The bodies, as far as their dates are known.' })
  bodies(@Root() { asOf }: OrganizationRow, @Ctx() { catalogue }: GraphContext): OfficeRow[] {
    return catalogue.officesOn(asOf, 'OrganizationBody');
  }

  @FieldResolver(() => Chairpersonship, {
    nullable: true,
    description: 'The chairpersonship of that year; null before 1991, or if none is known.',
  })
  chairpersonship(@Root() { asOf }: OrganizationRow, @Ctx() { catalogue }: GraphContext): Chairpersonship | undefined {
    return catalogue.chairpersonshipByYear.get(Number(asOf.slice(0, 4)));
  }

  @FieldResolver(() => Troika, { description: 'The preceding, current and succeeding chairs of that year.' })
  troika(@Root() { asOf }: OrganizationRow, @Ctx() { catalogue }: GraphContext): Troika {
    const year = Number(asOf.slice(0, 4));
    const [preceding, current, succeeding] = [year - 1, year, year + 1].map((each) =>
      catalogue.chairpersonshipByYear.get(each),
    );
    return { preceding, current, succeeding };
  }

  @ListSize({ usual: 25, most: maximalReferenceNodes })
  @FieldResolver(() => [FieldOfWork], { description: 'The current fields of work.' })
  fieldsOfWork(@Ctx() { catalogue }: GraphContext): readonly FieldOfWork[] {
    return catalogue.rows.fieldsOfWork;
  }
}
