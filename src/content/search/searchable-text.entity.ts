import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A row of `searchable_text`: the words of a whole news item. Triggers write it; see the migration. */
@Entity('searchable_text')
export class SearchableTextEntity {
  @PrimaryColumn('uuid')
  nodeId: string;

  @Column('text')
  sortKey: string;

  @Column('tsvector')
  vector: string;
}
