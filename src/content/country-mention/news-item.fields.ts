import { Arg, Ctx, Directive, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { GraphContext } from '../../graph/context.js';
import { BadUserInputError } from '../../graph/errors.js';
import { NewsItem, type NewsItemRow } from '../news-item/news-item.entity.js';
import { CountryMention, maximalMentionsOfItem } from './country-mention.entity.js';

const usualMentions = 20;

@Resolver(() => NewsItem)
export class NewsItemMentionFields {
  @Directive(`@listSize(assumedSize: ${usualMentions}, slicingArguments: ["first"], requireOneSlicingArgument: false)`)
  @FieldResolver(() => [CountryMention], {
    description: 'The evidence for `countries`: the first mentions in the text, in the order of the text.',
  })
  countryMentions(
    @Root() { id, mentionRows }: NewsItemRow,
    @Ctx() { loaders }: GraphContext,
    @Arg('first', () => Int, {
      defaultValue: usualMentions,
      description: `Number of mentions to return, from the start of the text: 1 to ${maximalMentionsOfItem}.`,
    })
    first: number,
  ): readonly CountryMention[] | Promise<CountryMention[]> {
    if (first < 1 || first > maximalMentionsOfItem) {
      throw new BadUserInputError(`first: expected a whole number from 1 to ${maximalMentionsOfItem}, got ${first}.`);
    }
    return mentionRows
      ? mentionRows.slice(0, first)
      : loaders.countryMentionsByNewsItemId.load(id).then((mentions) => mentions.slice(0, first));
  }
}
