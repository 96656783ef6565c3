import type { MigrationInterface, QueryRunner } from 'typeorm';
import { unwatchTable, watchTable, type WatchedTable } from '../../../migrations/watch.js';

const tables: readonly WatchedTable[] = [
  { table: 'document', kind: 'Document', searched: { date: 'dated_on' } },
  { table: 'document_office', partOf: 'Document', id: 'document_id', far: 'office_id' },
  { table: 'document_country', partOf: 'Document', id: 'document_id', far: 'country_id' },
];

/** Documents, and their edges to the offices that issued them and to the countries that they are about. */
export class Document1999999999999 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE document (
        id uuid PRIMARY KEY,
        slug text NOT NULL UNIQUE,
        former_slugs text[] NOT NULL DEFAULT '{}',
        title text NOT NULL,
        lead text,
        dated_on partial_date
      );
      CREATE INDEX document_former_slugs ON document USING gin (former_slugs);
      CREATE TABLE document_office (
        document_id uuid REFERENCES document ON DELETE CASCADE,
        office_id uuid REFERENCES office,
        position smallint NOT NULL,
        PRIMARY KEY (document_id, office_id)
      );
      CREATE INDEX document_office_reverse ON document_office (office_id, document_id);
      CREATE TABLE document_country (
        document_id uuid REFERENCES document ON DELETE CASCADE,
        country_id uuid REFERENCES country,
        position smallint NOT NULL,
        PRIMARY KEY (document_id, country_id)
      );
      CREATE INDEX document_country_reverse ON document_country (country_id, document_id);
    `);
    for (const table of tables) await watchTable(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of tables) await unwatchTable(runner, table);
    await runner.query('DROP TABLE document_country, document_office, document');
  }
}
