import type { GraphQLResolveInfo } from 'graphql';
import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  Info,
  Int,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import type { GraphContext } from '../../graph/context.js';
import { selectedFields } from '../../graph/pages/selection.js';
import { DateScalar } from '../../graph/scalars.js';
import { readCoverage, type CoverageValue } from './coverage.js';
import { Coverage, CoverageBy, CoverageEntry, CoverageStatus, type CoverageEntryRow } from './coverage.type.js';

@ArgsType()
class CoverageArgs {
  @Field(() => CoverageBy, { description: 'The nodes whose news are counted.' })
  by: CoverageBy;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The first day of the period; of a month or year, its first day. News of all times before if absent.',
  })
  since?: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The last day of the period; of a month or year, its last day. News of all times after if absent.',
  })
  until?: string | null;
}

const howMany = ({ entries }: CoverageValue, status: CoverageStatus) =>
  entries.filter((entry) => entry.status === status).length;

@Resolver(() => Coverage)
export class CoverageResolver {
  @Directive('@cost(weight: 100)')
  @Query(() => Coverage, {
    nullable: true,
    description:
      'Who has news in a period and who has none. Without a period all news count, also those without a date.',
  })
  coverage(
    @Args(() => CoverageArgs) { by, since = null, until = null }: CoverageArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<CoverageValue> {
    return readCoverage(by, { since, until }, [...selectedFields(info)], context);
  }

  @FieldResolver(() => Int, { description: 'How many nodes are looked at: the denominator of the counts of nodes.' })
  nodeCount(@Root() { entries }: CoverageValue): number {
    return entries.length;
  }

  @FieldResolver(() => Int, { description: 'How many of them have news in the period.' })
  withNewsCount(@Root() coverage: CoverageValue): number {
    return howMany(coverage, CoverageStatus.WITH_NEWS);
  }

  @FieldResolver(() => Int, { description: 'How many of them have none.' })
  withoutNewsCount(@Root() coverage: CoverageValue): number {
    return howMany(coverage, CoverageStatus.WITHOUT_NEWS);
  }

  @FieldResolver(() => Int, {
    description: 'How many of them have news only of which it is not known whether they are of the period.',
  })
  undecidedCount(@Root() coverage: CoverageValue): number {
    return howMany(coverage, CoverageStatus.UNDECIDED);
  }

  @FieldResolver(() => Int, {
    description: 'How many news items are of the period for sure: the denominator of the counts of news items.',
  })
  newsItemCount(@Root() { whole }: CoverageValue): number {
    return whole!.sure;
  }

  @FieldResolver(() => Int, {
    description: 'How many news items there are of which it is not known whether they are of the period.',
  })
  possibleNewsItemCount(@Root() { whole }: CoverageValue): number {
    return whole!.possible;
  }

  @FieldResolver(() => Int, {
    description:
      'How many news items of the period are joined to no node at all. Reads all news of the period: costly over many years.',
  })
  unlinkedNewsItemCount(@Root() { whole }: CoverageValue): number {
    return whole!.unlinked!;
  }

  @Directive('@listSize(assumedSize: 70)')
  @FieldResolver(() => [CoverageEntry], {
    description: 'The nodes with their numbers, those with most news first. All of them, at most some hundred.',
  })
  entries(
    @Root() { entries }: CoverageValue,
    @Arg('status', () => CoverageStatus, { nullable: true, description: 'Only those with, without, or undecided.' })
    status?: CoverageStatus | null,
  ): readonly CoverageEntryRow[] {
    return status ? entries.filter((entry) => entry.status === status) : entries;
  }
}
