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
    (fault: { code: number; stdout: string }) => fault,
  )) as { code?: number; stdout: string };
  return { code, stdout, findings: args.length > 0 ? (JSON.parse(stdout) as { findings: Finding[] }).findings : [] };
}

it('finds nothing wrong with a graph that is well', async () => {
  const store = await createTestDatabase('organization');
  const { findings } = await examine(store.url, '--json');
  await store.drop();
  expect(findings.length).toBeGreaterThan(20);
  expect(findings.filter(({ verdict }) => verdict === 'failed')).toEqual([]);
  expect(new Set(findings.map(({ area }) => area))).toEqual(
    new Set(['Database', 'Derived data', 'Reading', 'HTTP', 'Relay', 'Federation', 'Limits']),
  );
});

it('tells people on a card what is wrong and what to do, changes nothing, and ends with 1', async () => {
  const store = await createTestDatabase('bare');
  const { code, stdout } = await examine(store.url);
  expect(code).toBe(1);
  expect(stdout).toMatch(/✗ the schema is up to date .+ it lacks \d+ migrations, .+: run "npm run migrate"/);
  expect(stdout).toMatch(/\d+ well, \d+ to look at, 2 failed, \d+ left out\n$/);
  const client = new Client({ connectionString: store.url });
  await client.connect();
  expect((await client.query(`SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace`)).rowCount).toBe(0);
  await client.end();
  await store.drop();
});

it('a database that cannot be reached is on the card, for people and for programs', async () => {
  const url = 'postgres://nobody:hidden@127.0.0.1:1/none';
  const { code, findings } = await examine(url, '--json');
  expect(code).toBe(1);
  expect(findings).toEqual([
    { area: 'Database', rule: 'it can be reached', verdict: 'failed', detail: expect.stringContaining('ECONNREFUSED') },
  ]);
  const { stdout } = await examine(url);
  expect(stdout).toMatch(/✗ it can be reached .+ECONNREFUSED.+\n\n0 well, 0 to look at, 1 failed, 0 left out\n$/);
  expect(stdout).not.toContain('hidden');
});
