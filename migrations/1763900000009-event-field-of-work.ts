import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Edge: an event is about a field of work. */
export class EventFieldOfWork1763900000009 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE event_field_of_work (
        event_id uuid REFERENCES event ON DELETE CASCADE,
        field_of_work_id uuid REFERENCES field_of_work,
        position smallint NOT NULL,
        PRIMARY KEY (event_id, field_of_work_id)
      );
      CREATE INDEX event_field_of_work_reverse ON event_field_of_work (field_of_work_id, event_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE event_field_of_work;
    `);
  }
}
