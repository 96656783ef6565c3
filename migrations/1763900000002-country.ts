import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Participating States and Partners for Co-operation, in one table: what a State is may change, its id does not. */
export class Country1763900000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE country (
        id uuid PRIMARY KEY,
        slug text NOT NULL UNIQUE,
        former_slugs text[] NOT NULL DEFAULT '{}',
        name text NOT NULL,
        names jsonb NOT NULL DEFAULT '[]',
        type text NOT NULL CHECK (type IN ('ParticipatingState', 'PartnerForCooperation')),
        iso_code text NOT NULL UNIQUE CHECK (iso_code ~ '^[A-Z]{2}$'),
        iso_code3 text NOT NULL UNIQUE CHECK (iso_code3 ~ '^[A-Z]{3}$'),
        capital text NOT NULL,
        joined_on partial_date,
        partnership text CHECK (partnership IN ('ASIAN', 'MEDITERRANEAN')),
        partner_since partial_date,
        partner_until partial_date,
        note text,
        position integer NOT NULL,
        CHECK (type <> 'PartnerForCooperation' OR partnership IS NOT NULL)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE country;
    `);
  }
}
