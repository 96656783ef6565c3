import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { Args, ArgsType, Ctx, Directive, Field, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import type { GraphContext } from '../../graph/context.js';
import { defaultPageSize, maximalPageSize } from '../../graph/pages/connection-types.js';
import type { NodeKind } from '../../graph/nouns/declare.js';
import { explain, type FoundNode } from './search.highlights.js';
import { search, type FoundPage } from './search.js';
import type { SearchFilters } from './search.candidates.js';
import { Highlight, SearchConnection, SearchEdge, SearchType, SearchWhere, whereName } from './search.type.js';

const sizeMessage = `first: expected a whole number from 1 to ${maximalPageSize}.`;

@ArgsType()
class SearchArgs {
  @Field(() => String, {
    description:
      'What to look for, at most 200 characters: words, "phrases in quotes", `or`, and `-` before a word that must ' +
      'not be there. Case, accents and endings do not matter; the last word may be a beginning.',
  })
  query: string;

  @Field(() => [SearchType], { nullable: true, description: 'Only nodes of these types. All if absent.' })
  types?: NodeKind[] | null;

  @Field(() => SearchWhere, { nullable: true, description: 'Conditions on what is found, by type.' })
  where?: SearchWhere | null;

  @Field(() => Int, {
    nullable: true,
    description: `How many to give: 1 to ${maximalPageSize}, ${defaultPageSize} if absent.`,
  })
  @IsOptional()
  @IsInt({ message: sizeMessage })
  @Min(1, { message: sizeMessage })
  @Max(maximalPageSize, { message: sizeMessage })
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'Gives what stands after the node of this cursor.' })
  after?: string | null;
}

@Resolver(() => SearchEdge)
export class SearchResolver {
  @Directive('@cost(weight: 20)')
  @Query(() => SearchConnection, {
    description:
      'Finds nodes by their words, the best match first. Former names find a node too. If nothing has the words, those ' +
      'that look mistyped are corrected, and else nodes whose names are like them are given. Of news items that have the ' +
      'words only in their text, and of common words, the latest 500 matches are ranked and given.',
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
    description: 'The name by which it was found, if that is not its present name: a former one, or an abbreviation.',
  })
  async matchedName(@Root() found: FoundNode, @Ctx() context: GraphContext): Promise<string | null> {
    return (await explain(context, found)).matchedName;
  }

  @Directive('@listSize(assumedSize: 2)')
  @FieldResolver(() => [Highlight], {
    description: 'The texts in which the words were found. Empty if the node was found by likeness.',
  })
  async highlights(@Root() found: FoundNode, @Ctx() context: GraphContext): Promise<Highlight[]> {
    return (await explain(context, found)).highlights;
  }
}
