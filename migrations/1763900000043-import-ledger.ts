import type { MigrationInterface, QueryRunner } from 'typeorm';
import { applyFunctions } from './functions.js';

/** What names countries and offices: whoever keeps a copy of the names sees here whether it is the present one. */
const naming = ['country', 'office', 'field_of_work', 'event_series', 'project'];

/** The ledger: which run brought what from which file, and what was there before. See docs/adr/0011. */
export class ImportLedger1763900000043 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE import_run (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        paths text[] NOT NULL,
        state text NOT NULL DEFAULT 'RUNNING'
          CHECK (state IN ('RUNNING', 'DONE', 'FAILED', 'PARTLY_UNDONE', 'UNDONE')),
        fault text,
        started_at timestamptz NOT NULL DEFAULT now(),
        ended_at timestamptz
      );
      CREATE TABLE import_file (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        run_id integer NOT NULL REFERENCES import_run ON DELETE CASCADE,
        path text NOT NULL,
        bytes bigint,
        modified_at timestamptz,
        sha256 text,
        state text NOT NULL DEFAULT 'RUNNING' CHECK (state IN ('RUNNING', 'DONE', 'REFUSED')),
        added integer NOT NULL DEFAULT 0,
        changed integer NOT NULL DEFAULT 0,
        unchanged integer NOT NULL DEFAULT 0,
        refused integer NOT NULL DEFAULT 0,
        -- The first of its refusals: {line, reason}.
        errors jsonb NOT NULL DEFAULT '[]',
        started_at timestamptz NOT NULL DEFAULT now(),
        ended_at timestamptz
      );
      CREATE INDEX import_file_run ON import_file (run_id);

      -- One row for each writing of a node. No foreign keys: a node may be gone, runs and files stay.
      CREATE TABLE import_change (
        seq bigint GENERATED ALWAYS AS IDENTITY,
        node_id uuid NOT NULL,
        run_id integer NOT NULL,
        file_id integer NOT NULL,
        line integer,
        -- The node with its edges as it was; null where the run added it.
        before jsonb,
        PRIMARY KEY (node_id, seq)
      );
      CREATE INDEX import_change_run ON import_change USING brin (run_id);

      CREATE TABLE import_names (token uuid NOT NULL);
      INSERT INTO import_names VALUES (gen_random_uuid());
    `);
    await applyFunctions(runner, 1763900000043, ['notify_names_changed']);
    for (const table of naming) {
      await runner.query(`
        CREATE TRIGGER ${table}_names_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON ${table}
          FOR EACH STATEMENT EXECUTE FUNCTION notify_names_changed();`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of naming) await runner.query(`DROP TRIGGER ${table}_names_changed ON ${table};`);
    await runner.query(`
      DROP FUNCTION notify_names_changed();
      DROP TABLE import_names;
      DROP TABLE import_change;
      DROP TABLE import_file;
      DROP TABLE import_run;
    `);
  }
}
