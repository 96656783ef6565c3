import { Field, Int, ObjectType } from 'type-graphql';

/** Words that look like a mention of a country and are none. Never stored: the linker tells them when it is asked. */
@ObjectType('SuppressedCountryMention', {
  simpleResolvers: true,
  description:
    'Words that look like a mention of a country, and that the linker leaves out: `text.slice(start, end)` is the quote.',
})
export class SuppressedCountryMention {
  @Field(() => Int, { description: 'Where the quote begins in the text, in UTF-16 units from 0.' })
  start: number;

  @Field(() => Int, { description: 'Where the quote ends: the unit after its last.' })
  end: number;

  @Field(() => String, { description: 'The words that look like a mention, as they stand in the text.' })
  quote: string;

  @Field(() => String, {
    description:
      'The rule that left it out, such as `office-name`, `person`, `american-state`, `document-name` or `capital`.',
  })
  rule: string;

  @Field(() => String, { description: 'What the words are instead, as a sentence for people.' })
  reason: string;

  /** Absent where no State of today is meant: Yugoslavia. */
  countryId?: string;
}
