import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DatedName } from '../../graph/dated-names.js';

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
