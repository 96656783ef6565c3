/**
 * Sends many generated and mutated requests to a server in a test: `npm run fuzz`, or `npm run fuzz -- 500` for fewer
 * of each kind and seed, `-- 500 1234` to repeat those of a seed. No answer may take longer than half a second.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [runs = '10000', seed = String(Date.now() % 2 ** 31)] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'osce-graph-fuzz-'));
const report = join(folder, 'outcomes');
const specs = ['fuzz', 'cost'].map((name) => `src/server/limits/${name}.spec.ts`);
const { status } = spawnSync(process.execPath, ['node_modules/jest/bin/jest.js', '--runInBand', ...specs], {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  env: {
    ...process.env,
    FUZZ_RUNS: runs,
    // Answers with more objects than estimated.
    COST_RUNS: process.env.COST_RUNS ?? String(Math.min(Number(runs), 1_000)),
    FUZZ_SEED: seed,
    FUZZ_SLOWEST_MS: process.env.FUZZ_SLOWEST_MS ?? '500',
    FUZZ_REPORT: report,
  },
  stdio: 'inherit',
});
if (existsSync(report)) console.log(readFileSync(report, 'utf8'));
rmSync(folder, { recursive: true });
process.exit(status ?? 1);
