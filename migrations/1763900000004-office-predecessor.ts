import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Edge: an office continues another. */
export class OfficePredecessor1763900000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE office_predecessor (
        office_id uuid REFERENCES office ON DELETE CASCADE,
        predecessor_id uuid REFERENCES office ON DELETE CASCADE,
        position smallint NOT NULL,
        PRIMARY KEY (office_id, predecessor_id),
        CHECK (office_id <> predecessor_id)
      );
      CREATE INDEX office_predecessor_successors ON office_predecessor (predecessor_id, office_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE office_predecessor;
    `);
  }
}
