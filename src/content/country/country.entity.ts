import { Column, Entity } from 'typeorm';
import { NamedNode } from '../../graph/nouns/named-node.js';
import { Filtered, Ordered } from '../../graph/nouns/columns.js';
import { declareNoun } from '../../graph/nouns/declare.js';
import {
  anyText,
  date,
  matching,
  named,
  oneOf,
  position,
  required,
  type RecordOf,
} from '../../graph/nouns/record-fields.js';
import ownRecords from './country.data.json';

export type CountryType = 'ParticipatingState' | 'PartnerForCooperation';
export type Partnership = 'ASIAN' | 'MEDITERRANEAN';

/** A row of `country`. */
@Entity('country')
export class CountryEntity extends NamedNode {
  @Column('text')
  type: CountryType;

  @Filtered({ is: 'key', description: 'By ISO 3166-1 alpha-2 code.' })
  @Ordered('By ISO 3166-1 alpha-2 code.')
  @Column('text')
  isoCode: string;

  @Filtered({ is: 'key', description: 'By ISO 3166-1 alpha-3 code.' })
  @Column('text')
  isoCode3: string;

  @Filtered({ is: 'text', description: 'By capital.' })
  @Column('text')
  capital: string;

  @Filtered({
    is: 'date',
    description: 'By the day on which it became a participating State; null for Partners for Co-operation.',
  })
  @Ordered('By the day on which it became a participating State.')
  @Column('text', { nullable: true })
  joinedOn: string | null;

  @Column('text', { nullable: true })
  partnership: Partnership | null;

  @Column('text', { nullable: true })
  partnerSince: string | null;

  @Column('text', { nullable: true })
  partnerUntil: string | null;

  @Column('integer')
  position: number;
}

const record = {
  ...named,
  position,
  isoCode: required(matching('^[A-Z]{2}$')),
  isoCode3: required(matching('^[A-Z]{3}$')),
  capital: required(anyText),
  /** Day on which it became a participating State. */
  joinedOn: date,
  partnership: oneOf('ASIAN', 'MEDITERRANEAN'),
  partnerSince: date,
  /** Last day as a Partner for Co-operation, if it became a participating State. */
  partnerUntil: date,
};
declareNoun({
  kind: 'Country',
  idPrefix: '01',
  entity: CountryEntity,
  isReference: true,
  plural: 'countries',
  types: ['ParticipatingState', 'PartnerForCooperation'],
  record,
  search: { description: 'Countries, by current and former names.' },
  ownRecords,
});

declare module '../../graph/nouns/kind.js' {
  interface Nouns {
    Country: RecordOf<CountryType, typeof record>;
  }
}
