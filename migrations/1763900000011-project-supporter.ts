import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Edge: a country supports a project. */
export class ProjectSupporter1763900000011 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE project_supporter (
        project_id uuid REFERENCES project ON DELETE CASCADE,
        country_id uuid REFERENCES country,
        position smallint NOT NULL,
        PRIMARY KEY (project_id, country_id)
      );
      CREATE INDEX project_supporter_reverse ON project_supporter (country_id, project_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE project_supporter;
    `);
  }
}
