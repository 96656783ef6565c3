import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DatedName } from '../../graph/dated-names.js';

export type OfficeType = 'SecretariatDepartment' | 'Institution' | 'FieldOperation' | 'OrganizationBody';

/** A row of `office`. */
@Entity('office')
export class OfficeEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  type: OfficeType;

  @Column('text')
  slug: string;

  @Column('text', { array: true })
  formerSlugs: string[];

  @Column('text')
  name: string;

  @Column('jsonb')
  names: DatedName[];

  @Column('text', { nullable: true })
  shortName: string | null;

  @Column('text')
  status: 'ACTIVE' | 'CLOSED' | 'TRANSFORMED';

  @Column('text', { nullable: true })
  establishedOn: string | null;

  @Column('text', { nullable: true })
  closedOn: string | null;

  @Column('text', { nullable: true })
  city: string | null;

  @Column('uuid', { nullable: true })
  hostCountryId: string | null;

  @Column('uuid', { nullable: true })
  parentId: string | null;

  @Column('text', { nullable: true })
  note: string | null;

  @Column('integer')
  position: number;
}

/** A row of `office_predecessor`: the office continues the predecessor. */
@Entity('office_predecessor')
export class OfficePredecessorEntity {
  @PrimaryColumn('uuid')
  officeId: string;

  @PrimaryColumn('uuid')
  predecessorId: string;

  @Column('smallint')
  position: number;
}
