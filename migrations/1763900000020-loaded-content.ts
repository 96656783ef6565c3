import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which state of the project's own data files is in the database, so that a start need not compare it all again. */
export class LoadedContent1763900000020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE loaded_content (
        name text PRIMARY KEY,
        hash text NOT NULL,
        loaded_at timestamptz NOT NULL DEFAULT now()
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE loaded_content;
    `);
  }
}
