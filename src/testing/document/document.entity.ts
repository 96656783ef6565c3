import { Directive, Field, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Node } from '../../graph/node.type.js';
import { Filtered, Ordered } from '../../graph/nouns/columns.js';
import { declareNoun } from '../../graph/nouns/declare.js';
import { SluggedNode } from '../../graph/nouns/named-node.js';
import { date, many, required, slugged, text, type RecordOf } from '../../graph/nouns/record-fields.js';
import { DateScalar } from '../../graph/scalars.js';
import ownRecords from './document.data.json';

/** A row of `document`, which is also the GraphQL type. */
@Entity('document')
@Directive('@key(fields: "id")')
@Directive('@key(fields: "slug")')
@ObjectType({ implements: Node, simpleResolvers: true, description: 'A document of the organisation.' })
export class Document extends SluggedNode {
  @Filtered({ is: 'text', description: 'By title.' })
  @Ordered('By title.')
  @Field(() => String, { description: 'The title.' })
  @Column('text')
  title: string;

  @Field(() => String, { nullable: true, description: 'What it is about, in some sentences.' })
  @Column('text', { nullable: true })
  lead: string | null;

  @Filtered({ is: 'date', description: 'By its date.' })
  @Ordered('By its date.')
  @Field(() => DateScalar, { nullable: true, description: 'The day from which it is.' })
  @Column('text', { nullable: true })
  datedOn: string | null;
}

/** A row of `document_office`: the office issued the document. */
@Entity('document_office')
export class DocumentOfficeEntity {
  @PrimaryColumn('uuid')
  documentId: string;

  @PrimaryColumn('uuid')
  officeId: string;

  @Column('smallint')
  position: number;
}

/** A row of `document_country`: the document is about the country. */
@Entity('document_country')
export class DocumentCountryEntity {
  @PrimaryColumn('uuid')
  documentId: string;

  @PrimaryColumn('uuid')
  countryId: string;

  @Column('smallint')
  position: number;
}

const record = {
  ...slugged,
  title: required(text),
  lead: text,
  datedOn: date,
  /** The offices that issued it. */
  issuedBy: required(many('Office', DocumentOfficeEntity)),
  /** The countries that it is about. */
  countries: many('Country', DocumentCountryEntity),
};
declareNoun({
  kind: 'Document',
  idPrefix: '08',
  entity: Document,
  plural: 'documents',
  record,
  search: { description: 'Documents, by title and lead.', date: 'datedOn' },
  ownRecords,
});

declare module '../../graph/nouns/kind.js' {
  interface Nouns {
    Document: RecordOf<'Document', typeof record>;
  }
}
