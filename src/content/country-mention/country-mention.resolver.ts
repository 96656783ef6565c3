import { Arg, Ctx, Directive, Extensions, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { GraphContext } from '../../graph/context.js';
import { costs, roundedLength } from '../../graph/cost.js';
import { referenceMaxAge } from '../../graph/federation/kinds.js';
import { LimitExceededError } from '../../graph/errors.js';
import { Country, type CountryRow } from '../country/country.type.js';
import { CountryMention, MentionField } from './country-mention.entity.js';
import { SuppressedCountryMention } from './suppressed-mention.type.js';

/** Maximum length of the text of `Query.countryMentions`, in UTF-16 code units. */
const maximalText = 100_000;
/** Maximum number of mentions in one text. */
const maximalMentions = 2_000;
/** A mention has at least two letters, plus a separator. */
const shortestMention = 3;
/** Characters per unit of cost. */
const charactersPerUnit = 1_000;

/** By the length of the text. */
const costOfText = costs({
  size: ({ text }) => Math.min(maximalMentions, Math.ceil(roundedLength(text) / shortestMention)),
  weight: ({ text }) => Math.floor(roundedLength(text) / charactersPerUnit),
});
const boundedBy = `At most ${maximalMentions}; a text with more is rejected.`;

@Resolver(() => CountryMention)
export class CountryMentionResolver {
  @Directive(`@cacheControl(maxAge: ${referenceMaxAge})`)
  @Directive('@listSize(assumedSize: 50)')
  @Extensions(costOfText)
  @Query(() => [CountryMention], {
    description:
      'The country mentions that the linker finds in an English text, in the order of the text. For editors: nothing ' +
      `is stored, and \`field\` is always \`BODY\`. ${boundedBy} \`suppressedCountryMentions\` returns what the linker ` +
      'rejects. The cost is proportional to the length of the text.',
  })
  countryMentions(
    @Arg('text', () => String, { description: `The text; at most ${maximalText} UTF-16 units.` }) text: string,
    @Ctx() { catalogue }: GraphContext,
  ): CountryMention[] {
    checkLength(text);
    return bounded(catalogue.countryLinker.link(text)).map(({ countrySlug, ...mention }) => ({
      ...mention,
      field: MentionField.BODY,
      newsItemId: '',
      countryId: catalogue.countryBySlug.get(countrySlug)!.id,
    }));
  }

  @FieldResolver(() => Country, { description: 'The country mentioned.' })
  country(@Root() { countryId }: CountryMention, @Ctx() { catalogue }: GraphContext): CountryRow {
    return catalogue.countryById.get(countryId)!;
  }
}

@Resolver(() => SuppressedCountryMention)
export class SuppressedCountryMentionResolver {
  @Directive('@listSize(assumedSize: 50)')
  @Extensions(costOfText)
  @Query(() => [SuppressedCountryMention], {
    nullable: true,
    description:
      'Words in an English text that look like a country mention but are not, each with the reason, in the order of ' +
      'the text: Georgia in the United States, a person called Jordan, the Budapest Convention. For editors: nothing ' +
      `is stored. ${boundedBy}`,
  })
  suppressedCountryMentions(
    @Arg('text', () => String, { description: `The text; at most ${maximalText} UTF-16 units.` }) text: string,
    @Ctx() { catalogue }: GraphContext,
  ): SuppressedCountryMention[] {
    checkLength(text);
    return bounded(catalogue.countryLinker.explain(text).suppressed).map(
      ({ start, end, quote, rule, reason, countrySlug }) => {
        const country = countrySlug === undefined ? undefined : catalogue.countryBySlug.get(countrySlug);
        return { start, end, quote, rule, reason, ...(country && { countryId: country.id }) };
      },
    );
  }

  @FieldResolver(() => Country, {
    nullable: true,
    description: 'The country that the words look like; null for a State that no longer exists.',
  })
  country(@Root() { countryId }: SuppressedCountryMention, @Ctx() { catalogue }: GraphContext): CountryRow | null {
    return countryId === undefined ? null : catalogue.countryById.get(countryId)!;
  }
}

function checkLength(text: string): void {
  if (text.length > maximalText) {
    throw new LimitExceededError(`text: expected at most ${maximalText} UTF-16 units, got ${text.length}.`);
  }
}

function bounded<Found>(found: readonly Found[]): readonly Found[] {
  if (found.length > maximalMentions) {
    throw new LimitExceededError(
      `text: expected at most ${maximalMentions} places that look like countries, got ${found.length}. Split the text.`,
    );
  }
  return found;
}
