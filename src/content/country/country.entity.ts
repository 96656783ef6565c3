import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DatedName } from '../../graph/dated-names.js';
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
export class CountryEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  type: CountryType;

  @Column('text')
  slug: string;

  @Column('text', { array: true })
  formerSlugs: string[];

  @Column('text')
  name: string;

  @Column('jsonb')
  names: DatedName[];

  @Column('text')
  isoCode: string;

  @Column('text')
  isoCode3: string;

  @Column('text')
  capital: string;

  @Column('text', { nullable: true })
  joinedOn: string | null;

  @Column('text', { nullable: true })
  partnership: Partnership | null;

  @Column('text', { nullable: true })
  partnerSince: string | null;

  @Column('text', { nullable: true })
  partnerUntil: string | null;

  @Column('text', { nullable: true })
  note: string | null;

  @Column('integer')
  position: number;
}

const record = {
  ...named,
  position,
  isoCode: required(matching('^[A-Z]{2}$')),
  isoCode3: required(matching('^[A-Z]{3}$')),
  capital: required(anyText),
  /** Day from which it takes part as a participating State. */
  joinedOn: date,
  partnership: oneOf('ASIAN', 'MEDITERRANEAN'),
  partnerSince: date,
  /** Last day as a Partner for Co-operation, for one that became a participating State. */
  partnerUntil: date,
};
declareNoun({
  kind: 'Country',
  idPrefix: '01',
  entity: CountryEntity,
  plural: 'countries',
  types: ['ParticipatingState', 'PartnerForCooperation'],
  record,
  search: { description: 'Countries, by present and former names.' },
  ownRecords,
});

declare module '../../graph/nouns/declare.js' {
  interface Nouns {
    Country: RecordOf<CountryType, typeof record>;
  }
}
