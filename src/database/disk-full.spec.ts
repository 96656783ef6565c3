/** A real disk that is full: a file system of half a megabyte for the temporary files of sorts. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { sql } from '../graph/sql.js';
import { PostgresCluster, postgresPrograms, postgresProgramsAbsent } from '../testing/postgres-cluster.js';
import { Database } from './database.js';

/** Why the test cannot be run here; undefined: it can. */
function hindrance(): string | undefined {
  if (!postgresPrograms) return postgresProgramsAbsent;
  if (process.getuid?.() !== 0) return 'left out: only root may mount a small file system';
  try {
    execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'left out: no file system may be mounted here';
  }
}

const absent = hindrance();
const title = 'a read that fills the disk is answered with SERVICE_UNAVAILABLE, and others go on';

(absent === undefined ? it : it.skip)(absent === undefined ? title : `${title} (${absent})`, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'osce-graph-small-disk-'));
  const owner = execFileSync('id', ['-u', 'postgres'], { encoding: 'utf8' }).trim();
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=512k,mode=700,uid=${owner}`, 'tmpfs', folder]);
  const cluster = await PostgresCluster.start();
  const admin = new Client({ connectionString: cluster.url() });
  await admin.connect();
  const faults: Error[] = [];
  let database: Database | undefined;
  try {
    await admin.query(`CREATE TABLESPACE small LOCATION '${folder}'`);
    await admin.query('ALTER DATABASE postgres SET temp_tablespaces = small');
    await admin.query(`ALTER DATABASE postgres SET work_mem = '64kB'`);
    database = new Database({ url: cluster.url(), onError: (error) => faults.push(error) });
    const large = database.rows(
      sql`SELECT n FROM generate_series(1, 100000) AS n ORDER BY md5(n::text) DESC LIMIT 100000`,
    );
    await expect(large).rejects.toMatchObject({ extensions: { code: 'SERVICE_UNAVAILABLE' } });
    expect(faults).toMatchObject([{ code: '53100' }]);
    expect(await database.rows(sql`SELECT 1 AS one`)).toEqual([{ one: 1 }]);
    expect(database.error).toBeUndefined();
  } finally {
    await database?.close();
    await admin.end();
    await cluster.destroy();
    execFileSync('umount', [folder]);
    await rm(folder, { recursive: true });
  }
});
