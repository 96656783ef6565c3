import type { MigrationInterface, QueryRunner } from 'typeorm';

/** All that can issue news, in one table: an issuer may be of any of the four types and must cost one statement. */
export class Office1763900000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE office (
        id uuid PRIMARY KEY,
        slug text NOT NULL UNIQUE,
        former_slugs text[] NOT NULL DEFAULT '{}',
        name text NOT NULL,
        names jsonb NOT NULL DEFAULT '[]',
        type text NOT NULL CHECK (type IN ('SecretariatDepartment', 'Institution', 'FieldOperation', 'OrganizationBody')),
        short_name text,
        status text NOT NULL CHECK (status IN ('ACTIVE', 'CLOSED', 'TRANSFORMED')),
        established_on partial_date,
        closed_on partial_date,
        city text,
        host_country_id uuid REFERENCES country,
        parent_id uuid REFERENCES office,
        note text,
        position integer NOT NULL
      );
      CREATE INDEX office_host_country ON office (host_country_id);
      CREATE INDEX office_parent ON office (parent_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE office;
    `);
  }
}
