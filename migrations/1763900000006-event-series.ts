import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The kinds of meetings and conferences. */
export class EventSeries1763900000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE event_series (
        id uuid PRIMARY KEY,
        slug text NOT NULL UNIQUE,
        former_slugs text[] NOT NULL DEFAULT '{}',
        name text NOT NULL,
        names jsonb NOT NULL DEFAULT '[]',
        note text,
        position integer NOT NULL
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE event_series;
    `);
  }
}
