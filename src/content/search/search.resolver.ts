import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { Args, ArgsType, Ctx, Directive, Field, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import type { GraphContext } from '../../graph/context.js';
import { defaultPageSize, maximalPageSize } from '../../graph/pages/connection-types.js';
import type { NodeKind } from '../../graph/nouns/declare.js';
import { explain, type FoundNode } from './search.highlights.js';
import { search, type FoundPage } from './search.js';
import type { SearchFilters } from './search.candidates.js';
import { Highlight, SearchConnection, SearchEdge, SearchType, SearchWhere, whereName } from './search.type.js';
import { ListSize } from '../../graph/cost.js';
import { maximalEntries } from '../../graph/nouns/bounds.js';

const sizeMessage = `first: expected a whole number from 1 to ${maximalPageSize}.`;

@ArgsType()
class SearchArgs {
  @Field(() => String, {
    description:
      'What to look for, at most 200 characters: words, "phrases in quotes", `or`, and `-` before a word that must ' +
      'not be there. Case, accents and endings do not matter; the last word may be a beginning.',
  })
  query: string;

  @Field(() => [SearchType], { nullable: true, description: 'Only nodes of these types. Default: all.' })
  types?: NodeKind[] | null;

  @Field(() => SearchWhere, { nullable: true, description: 'Filters on the results, by type.' })
  where?: SearchWhere | null;

  @Field(() => Int, {
    nullable: true,
    description: `Number of results to return: 1 to ${maximalPageSize}. Default: ${defaultPageSize}.`,
  })
  @IsOptional()
  @IsInt({ message: sizeMessage })
  @Min(1, { message: sizeMessage })
  @Max(maximalPageSize, { message: sizeMessage })
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'Returns the results after this cursor.' })
  after?: string | null;
}

@Resolver(() => SearchEdge)
export class SearchResolver {
  @Directive('@cost(weight: 20)')
  @Query(() => SearchConnection, {
    description:
      'Full-text search, the best match first. Former names also match. If nothing matches, words that look mistyped are ' +
      'corrected; otherwise nodes with similar names are returned. For news items that match only by their body, and for ' +
      'common words, only the latest 500 matches are ranked and returned.',
  })
  search(
    @Args(() => SearchArgs) { query, types, where, first, after }: SearchArgs,
    @Ctx() context: GraphContext,
  ): Promise<FoundPage> {
    const kinds = types ?? Object.values(SearchType);
    const filters = Object.values(SearchType).flatMap((kind) => {
      const filter = where?.[whereName(kind)];
      return filter ? [[kind, filter] as const] : [];
    });
    return search(context, {
      query,
      kinds,
      where: Object.fromEntries(filters) as SearchFilters,
      size: first ?? defaultPageSize,
      after: after ?? undefined,
    });
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'The name that matched, if it is not the current name: a former name or an abbreviation.',
  })
  async matchedName(@Root() found: FoundNode, @Ctx() context: GraphContext): Promise<string | null> {
    return (await explain(context, found)).matchedName;
  }

  @ListSize({ usual: 2, most: maximalEntries + 3 })
  @FieldResolver(() => [Highlight], {
    description: 'The texts that contain the words. Empty if the node was found by similarity.',
  })
  async highlights(@Root() found: FoundNode, @Ctx() context: GraphContext): Promise<Highlight[]> {
    return (await explain(context, found)).highlights;
  }
}
