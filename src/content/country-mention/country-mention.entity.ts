import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { rowShapeOf } from '../../graph/entity-columns.js';
import { ownedRowsOf } from '../../graph/pages/columns.js';
import { join, sql, type Sql } from '../../graph/sql.js';
import { Column, Entity, PrimaryColumn } from 'typeorm';

export enum MentionField {
  TITLE = 'TITLE',
  LEAD = 'LEAD',
  BODY = 'BODY',
}
registerEnumType(MentionField, {
  name: 'MentionField',
  description: 'The texts of a news item that are searched for countries.',
  valuesConfig: {
    TITLE: { description: 'The title.' },
    LEAD: { description: 'The lead.' },
    BODY: { description: 'The body, or the text passed to `Query.countryMentions`.' },
  },
});

/** A row of `country_mention`, which is also the GraphQL type. */
@Entity('country_mention')
@ObjectType('CountryMention', {
  simpleResolvers: true,
  description: 'The evidence that a text mentions a country. The quote is `field.slice(start, end)`.',
})
export class CountryMention {
  @PrimaryColumn('uuid')
  newsItemId: string;

  @Field(() => MentionField, { description: 'The text that contains the mention.' })
  @PrimaryColumn('text')
  field: MentionField;

  @Field(() => Int, { description: 'Start of the quote in that text, in UTF-16 code units from 0.' })
  @PrimaryColumn('integer', { name: 'start_offset' })
  start: number;

  @Field(() => Int, { description: 'End of the quote, exclusive.' })
  @Column('integer', { name: 'end_offset' })
  end: number;

  @PrimaryColumn('uuid')
  countryId: string;

  @Field(() => String, { description: 'The words that name the country, as written in the text.' })
  @Column('text')
  quote: string;

  @Field(() => String, { description: 'The linker rule that found it.' })
  @Column('text')
  rule: string;

  @Field(() => Float, { description: 'Confidence of the rule: above 0, at most 1.' })
  @Column('real')
  confidence: number;
}

/** In the order of the texts. */
export const mentionOrder = sql`array_position(ARRAY['TITLE', 'LEAD', 'BODY'], field), start_offset, country_id`;

/** Maximum number of mentions read per news item. A hostile text may have as many as it has words. */
export const maximalMentionsOfItem = 100;

/** The first mentions of a news item. Each text is read separately, because the table key has its mentions in order. */
export function firstMentions(newsItemId: Sql): Sql {
  const of = (field: MentionField) => sql`
    (SELECT * FROM country_mention WHERE news_item_id = ${newsItemId} AND field = ${field}
      ORDER BY start_offset, country_id LIMIT ${maximalMentionsOfItem})`;
  const ofEach = join([MentionField.TITLE, MentionField.LEAD, MentionField.BODY].map(of), ' UNION ALL ');
  return sql`SELECT * FROM (${ofEach}) AS mention ORDER BY ${mentionOrder} LIMIT ${maximalMentionsOfItem}`;
}

/** The mentions of a news item, as one value of its row. */
export const mentionsOfRow = ownedRowsOf(firstMentions, rowShapeOf(CountryMention), mentionOrder);
