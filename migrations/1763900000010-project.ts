import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Projects. */
export class Project1763900000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE project (
        id uuid PRIMARY KEY,
        slug text NOT NULL UNIQUE,
        former_slugs text[] NOT NULL DEFAULT '{}',
        name text NOT NULL,
        names jsonb NOT NULL DEFAULT '[]',
        note text
      );
      CREATE INDEX project_former_slugs ON project USING gin (former_slugs);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE project;
    `);
  }
}
