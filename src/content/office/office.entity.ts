import { Column, Entity, PrimaryColumn } from 'typeorm';
import { NamedNode } from '../../graph/nouns/named-node.js';
import { Filtered, Ordered } from '../../graph/nouns/columns.js';
import { declareNoun } from '../../graph/nouns/declare.js';
import {
  date,
  many,
  named,
  one,
  oneOf,
  position,
  required,
  text,
  type RecordOf,
} from '../../graph/nouns/record-fields.js';
import ownRecords from './office.data.json';

export type OfficeType = 'SecretariatDepartment' | 'Institution' | 'FieldOperation' | 'OrganizationBody';

/** A row of `office`. */
@Entity('office')
export class OfficeEntity extends NamedNode {
  @Column('text')
  type: OfficeType;

  @Filtered({ is: 'text', description: 'By abbreviation.' })
  @Column('text', { nullable: true })
  shortName: string | null;

  @Column('text')
  status: 'ACTIVE' | 'CLOSED' | 'TRANSFORMED';

  @Filtered({ is: 'date', description: 'By the first day of its mandate.' })
  @Ordered('By the first day of its mandate.')
  @Column('text', { nullable: true })
  establishedOn: string | null;

  @Filtered({ is: 'date', description: 'By its last day.' })
  @Ordered('By its last day.')
  @Column('text', { nullable: true })
  closedOn: string | null;

  @Filtered({ is: 'text', description: 'By city.' })
  @Column('text', { nullable: true })
  city: string | null;

  @Column('uuid', { nullable: true })
  hostCountryId: string | null;

  @Column('uuid', { nullable: true })
  parentId: string | null;

  @Ordered('In the order used by the organisation.')
  @Column('integer')
  position: number;
}

/** A row of `office_predecessor`: the office succeeds the predecessor. */
@Entity('office_predecessor')
export class OfficePredecessorEntity {
  @PrimaryColumn('uuid')
  officeId: string;

  @PrimaryColumn('uuid')
  predecessorId: string;

  @Column('smallint')
  position: number;
}

const record = {
  ...named,
  position,
  /** The usual abbreviation, such as ODIHR. */
  shortName: text,
  status: required(oneOf('ACTIVE', 'CLOSED', 'TRANSFORMED')),
  establishedOn: date,
  /** Last day. */
  closedOn: date,
  city: text,
  /** The host country; absent if there is none (the Mission in Kosovo). */
  hostCountry: one('Country'),
  /** The office it is part of: the Secretariat, for its departments. */
  parent: one('Office'),
  /** The offices it succeeds. */
  predecessors: many('Office', OfficePredecessorEntity, 'predecessorId'),
};
declareNoun({
  kind: 'Office',
  idPrefix: '02',
  entity: OfficeEntity,
  isReference: true,
  plural: 'offices',
  types: ['SecretariatDepartment', 'Institution', 'FieldOperation', 'OrganizationBody'],
  record,
  search: { description: 'Offices of all types, by current and former names and abbreviation.' },
  ownRecords,
});

declare module '../../graph/nouns/kind.js' {
  interface Nouns {
    Office: RecordOf<OfficeType, typeof record>;
  }
}
