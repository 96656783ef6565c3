import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which run reported a node of an earlier run as it stands: an undo of the earlier one keeps it. See docs/adr/0011. */
export class ImportConfirmation1763900000085 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- No foreign keys, as in the journal: a node may be gone.
      CREATE TABLE import_confirmation (
        node_id uuid NOT NULL,
        run_id integer NOT NULL,
        PRIMARY KEY (node_id, run_id)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE import_confirmation;');
  }
}
