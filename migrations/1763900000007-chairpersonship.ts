import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who chaired in which year: one holder for a year. */
export class Chairpersonship1763900000007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE chairpersonship (
        id uuid PRIMARY KEY,
        year integer NOT NULL UNIQUE CHECK (year BETWEEN 1991 AND 9999),
        country_id uuid REFERENCES country,
        held_by text NOT NULL,
        chairs text[] NOT NULL DEFAULT '{}',
        note text
      );
      CREATE INDEX chairpersonship_country ON chairpersonship (country_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE chairpersonship;
    `);
  }
}
