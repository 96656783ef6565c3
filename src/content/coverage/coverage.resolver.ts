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
import { ListSize } from '../../graph/cost.js';
import { maximalReferenceNodes } from '../../graph/nouns/bounds.js';

@ArgsType()
class CoverageArgs {
  @Field(() => CoverageBy, { description: 'The type of nodes whose news is counted.' })
  by: CoverageBy;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'Start of the period; for a month or year, its first day. Default: no start.',
  })
  since?: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'End of the period; for a month or year, its last day. Default: no end.',
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
    description: 'Which nodes have news in a period. Without a period all news counts, including items without a date.',
  })
  coverage(
    @Args(() => CoverageArgs) { by, since = null, until = null }: CoverageArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<CoverageValue> {
    return readCoverage(by, { since, until }, [...selectedFields(info)], context);
  }

  @FieldResolver(() => Int, { description: 'Number of nodes considered: the denominator of the node counts.' })
  nodeCount(@Root() { entries }: CoverageValue): number {
    return entries.length;
  }

  @FieldResolver(() => Int, { description: 'Number of nodes with news in the period.' })
  withNewsCount(@Root() coverage: CoverageValue): number {
    return howMany(coverage, CoverageStatus.WITH_NEWS);
  }

  @FieldResolver(() => Int, { description: 'Number of nodes without news in the period.' })
  withoutNewsCount(@Root() coverage: CoverageValue): number {
    return howMany(coverage, CoverageStatus.WITHOUT_NEWS);
  }

  @FieldResolver(() => Int, {
    description: 'Number of nodes whose news only may be within the period.',
  })
  undecidedCount(@Root() coverage: CoverageValue): number {
    return howMany(coverage, CoverageStatus.UNDECIDED);
  }

  @FieldResolver(() => Int, {
    description: 'Number of news items certainly within the period: the denominator of the news item counts.',
  })
  newsItemCount(@Root() { whole }: CoverageValue): number {
    return whole!.sure;
  }

  @FieldResolver(() => Int, {
    description: 'Number of news items that may be within the period.',
  })
  possibleNewsItemCount(@Root() { whole }: CoverageValue): number {
    return whole!.possible;
  }

  @FieldResolver(() => Int, {
    description:
      'Number of news items in the period without any such node. Reads all news of the period: expensive over many years.',
  })
  unlinkedNewsItemCount(@Root() { whole }: CoverageValue): number {
    return whole!.unlinked!;
  }

  @ListSize({ usual: 70, most: maximalReferenceNodes })
  @FieldResolver(() => [CoverageEntry], {
    description: 'All nodes with their counts, those with most news first: at most a few hundred.',
  })
  entries(
    @Root() { entries }: CoverageValue,
    @Arg('status', () => CoverageStatus, { nullable: true, description: 'Only nodes with this status.' })
    status?: CoverageStatus | null,
  ): readonly CoverageEntryRow[] {
    return status ? entries.filter((entry) => entry.status === status) : entries;
  }
}
