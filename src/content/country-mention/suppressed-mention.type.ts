import { Field, Int, ObjectType } from 'type-graphql';

/** Words that look like a country mention but are not. Never stored: the linker computes them on request. */
@ObjectType('SuppressedCountryMention', {
  simpleResolvers: true,
  description:
    'Words that look like a country mention and that the linker rejects. The quote is `text.slice(start, end)`.',
})
export class SuppressedCountryMention {
  @Field(() => Int, { description: 'Start of the quote in the text, in UTF-16 code units from 0.' })
  start: number;

  @Field(() => Int, { description: 'End of the quote, exclusive.' })
  end: number;

  @Field(() => String, { description: 'The words that look like a mention, as written in the text.' })
  quote: string;

  @Field(() => String, {
    description:
      'The rule that rejected it, such as `office-name`, `person`, `american-state`, `document-name` or `capital`.',
  })
  rule: string;

  @Field(() => String, { description: 'What the words mean instead, as a human-readable sentence.' })
  reason: string;

  /** Absent if no current State is meant: Yugoslavia. */
  countryId?: string;
}
