import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Editions of the meetings and conferences. */
export class Event1763900000008 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE event (
        id uuid PRIMARY KEY,
        slug text NOT NULL UNIQUE,
        former_slugs text[] NOT NULL DEFAULT '{}',
        title text NOT NULL,
        starts_on partial_date,
        ends_on partial_date,
        city text,
        country_id uuid REFERENCES country,
        series_id uuid REFERENCES event_series,
        edition integer CHECK (edition > 0),
        source_url text,
        note text
      );
      CREATE INDEX event_latest ON event ((coalesce(starts_on, '') COLLATE "C"), id);
      CREATE INDEX event_country ON event (country_id);
      CREATE INDEX event_series_events ON event (series_id);
      CREATE INDEX event_former_slugs ON event USING gin (former_slugs);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE event;
    `);
  }
}
