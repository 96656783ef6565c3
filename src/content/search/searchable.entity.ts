import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A row of `searchable`: the search data of a node. Triggers write it; see the migration. */
@Entity('searchable')
export class SearchableEntity {
  @PrimaryColumn('uuid')
  nodeId: string;

  @Column('text')
  kind: string;

  @Column('tsvector')
  vector: string;

  @Column('text', { array: true, nullable: true })
  names: string[] | null;

  @Column('text')
  sortKey: string;
}
