import { Arg, Ctx, Directive, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { GraphContext } from '../../graph/context.js';
import { referenceMaxAge } from '../../graph/federation/kinds.js';
import { LimitExceededError } from '../../graph/errors.js';
import { Country, type CountryRow } from '../country/country.type.js';
import { CountryMention, MentionField } from './country-mention.entity.js';

/** UTF-16 units of a text that `Query.countryMentions` takes. */
const maximalText = 100_000;

@Resolver(() => CountryMention)
export class CountryMentionResolver {
  @Directive(`@cacheControl(maxAge: ${referenceMaxAge})`)
  @Query(() => [CountryMention], {
    description:
      'What the country linker sees in an English text, in the order of the text. For editors: nothing is stored, and ' +
      '`field` is `BODY` throughout.',
  })
  countryMentions(
    @Arg('text', () => String, { description: `The text; at most ${maximalText} UTF-16 units.` }) text: string,
    @Ctx() { catalogue }: GraphContext,
  ): CountryMention[] {
    if (text.length > maximalText) {
      throw new LimitExceededError(`text: expected at most ${maximalText} UTF-16 units, got ${text.length}.`);
    }
    return catalogue.countryLinker.link(text).map(({ countrySlug, ...mention }) => ({
      ...mention,
      field: MentionField.BODY,
      newsItemId: '',
      countryId: catalogue.countryBySlug.get(countrySlug)!.id,
    }));
  }

  @FieldResolver(() => Country, { description: 'The country that is named.' })
  country(@Root() { countryId }: CountryMention, @Ctx() { catalogue }: GraphContext): CountryRow {
    return catalogue.countryById.get(countryId)!;
  }
}
