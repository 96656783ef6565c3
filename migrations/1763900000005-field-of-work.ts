import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Fields of work, each in a dimension of security. */
export class FieldOfWork1763900000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE field_of_work (
        id uuid PRIMARY KEY,
        slug text NOT NULL UNIQUE,
        former_slugs text[] NOT NULL DEFAULT '{}',
        name text NOT NULL,
        names jsonb NOT NULL DEFAULT '[]',
        dimension text NOT NULL
          CHECK (dimension IN ('POLITICO_MILITARY', 'ECONOMIC_AND_ENVIRONMENTAL', 'HUMAN', 'CROSS_DIMENSIONAL')),
        note text,
        position integer NOT NULL
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE field_of_work;
    `);
  }
}
