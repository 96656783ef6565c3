import { Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import type { GraphContext } from '../../graph/context.js';
import { NewsItem, type NewsItemRow } from '../news-item/news-item.entity.js';
import { CountryMention } from './country-mention.entity.js';

@Resolver(() => NewsItem)
export class NewsItemMentionFields {
  @Directive('@listSize(assumedSize: 20)')
  @FieldResolver(() => [CountryMention], {
    description: 'The evidence for `countries`: each place in the text that names one, in the order of the text.',
  })
  countryMentions(
    @Root() { id, mentionRows }: NewsItemRow,
    @Ctx() { loaders }: GraphContext,
  ): readonly CountryMention[] | Promise<CountryMention[]> {
    return mentionRows ?? loaders.countryMentionsByNewsItemId.load(id);
  }
}
