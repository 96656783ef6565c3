import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { build, projectRoot } from '../../testing/built-server.js';
import { createTestDatabase } from '../../testing/test-database.js';
import type { Finding } from './finding.js';

beforeAll(() => build());

async function examine(url: string, ...args: string[]): Promise<{ code: number; stdout: string; findings: Finding[] }> {
  const env = { PATH: process.env['PATH'], DATABASE_URL: url };
  const command = ['dist/main.js', 'doctor', ...args];
  const { code = 0, stdout } = (await promisify(execFile)(process.execPath, command, { cwd: projectRoot, env }).catch(
    (error: { code: number; stdout: string }) => error,
  )) as { code?: number; stdout: string };
  return { code, stdout, findings: args.length > 0 ? (JSON.parse(stdout) as { findings: Finding[] }).findings : [] };
}

it('the doctor finds nothing wrong with a healthy server', async () => {
  const store = await createTestDatabase('organization');
  const { findings } = await examine(store.url, '--json');
  await store.drop();
  expect(findings.length).toBeGreaterThan(20);
  expect(findings.filter(({ verdict }) => verdict === 'failed')).toEqual([]);
  expect(new Set(findings.map(({ area }) => area))).toEqual(
    new Set(['Database', 'Derived data', 'Reading', 'HTTP', 'Relay', 'Federation', 'Limits']),
  );
});

it('the doctor prints what is wrong and what to do, changes nothing, and ends with 1', async () => {
  const store = await createTestDatabase('bare');
  const { code, stdout } = await examine(store.url);
  expect(code).toBe(1);
  expect(stdout).toMatch(/✗ the schema is up to date .+ it lacks \d+ migrations, .+: run "npx osce-graph migrate"/);
  expect(stdout).toMatch(/\d+ passed, \d+ warnings, 2 failed, \d+ skipped\n$/);
  const client = new Client({ connectionString: store.url });
  await client.connect();
  expect((await client.query(`SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace`)).rowCount).toBe(0);
  await client.end();
  await store.drop();
});

it('the doctor reports an unreachable database as text and as JSON', async () => {
  const url = 'postgres://nobody:hidden@127.0.0.1:1/none';
  const { code, findings } = await examine(url, '--json');
  expect(code).toBe(1);
  expect(findings).toEqual([
    {
      area: 'Database',
      rule: 'the database can be opened',
      verdict: 'failed',
      detail: expect.stringContaining('ECONNREFUSED'),
    },
  ]);
  const { stdout } = await examine(url);
  expect(stdout).toMatch(
    /✗ the database can be opened .+ECONNREFUSED.+\n\n0 passed, 0 warnings, 1 failed, 0 skipped\n$/,
  );
  expect(stdout).not.toContain('hidden');
});

it('after nothing but a migration the doctor warns that the seed data is missing, and nothing fails', async () => {
  const store = await createTestDatabase('empty');
  const { code, findings } = await examine(store.url, '--json');
  await store.drop();
  expect([code, findings.filter(({ verdict }) => verdict === 'failed')]).toEqual([0, []]);
  expect(findings).toContainEqual({
    area: 'Database',
    rule: 'the seed data is loaded',
    verdict: 'warning',
    detail: 'it is not: the next start or import loads it',
  });
});
