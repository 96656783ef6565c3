/** `npm run import -- <files or folders>`: imports pages and records, also beside a running server, and reports the result. */
import type { DataSource, EntityManager } from 'typeorm';
import type { Environment } from '../settings/environment.js';
import { importFiles, type ImportOptions } from '../ingest/import/import-files.js';
import { sizeOf } from '../ingest/import/files.js';
import { dryRunImport } from '../ingest/import/dry-run.js';
import { loadSeedData } from '../ingest/seed-data.js';
import { assembled } from '../slices.js';
import { openStore } from '../database/open-database.js';
import { ImportProgress } from './import/progress.js';
import { describeReport } from './import/report.js';
import { listRunsCommand, originCommand, undoCommand } from './import/runs.js';

const usage = `Usage: npm run import -- [--dry-run] [--diff] [--json] <files or folders>
       npm run import -- --runs [--json]
       npm run import -- --undo <run> [--dry-run] [--json]
       npm run import -- --origin <slug or id> [--json]`;

/** The parsed command line. */
interface Request {
  paths: string[];
  dryRun: boolean;
  /** Whether each changed node is reported, as always in a dry run. */
  diff: boolean;
  json: boolean;
  runs: boolean;
  undo: number | undefined;
  origin: string | undefined;
}

/** @returns the exit code: 1 if anything was rejected */
export async function importCommand(environment: Environment, args: readonly string[]): Promise<number> {
  const request = requestOf(args);
  if (!request) {
    console.error(usage);
    return 1;
  }
  const store = await openStore(environment, assembled.entities, 'guest', (step) => console.error(step));
  try {
    if (request.runs) return await listRunsCommand(store.dataSource, request.json);
    if (request.undo !== undefined) return await undoCommand(store.dataSource, request.undo, request);
    if (request.origin !== undefined) return await originCommand(store.dataSource, request.origin, request.json);
    await loadSeedData(store.dataSource);
    return await importPaths(store.dataSource, request);
  } finally {
    await store.close();
  }
}

function requestOf(args: readonly string[]): Request | undefined {
  const request: Request = {
    paths: [],
    dryRun: false,
    diff: false,
    json: false,
    runs: false,
    undo: undefined,
    origin: undefined,
  };
  for (let i = 0; i < args.length; i += 1) {
    const arg = args[i]!;
    if (arg === '--dry-run') request.dryRun = true;
    else if (arg === '--diff') request.diff = true;
    else if (arg === '--json') request.json = true;
    else if (arg === '--runs') request.runs = true;
    else if (arg === '--undo' && /^[1-9]\d{0,8}$/.test(args[i + 1] ?? '')) request.undo = Number(args[(i += 1)]);
    else if (arg === '--origin' && /^[^-]/.test(args[i + 1] ?? '')) request.origin = args[(i += 1)]!;
    else if (arg.startsWith('--')) return undefined;
    else request.paths.push(arg);
  }
  const asked = [request.paths.length > 0, request.runs, request.undo !== undefined, request.origin !== undefined];
  return asked.filter(Boolean).length === 1 ? request : undefined;
}

async function importPaths(dataSource: DataSource, { paths, dryRun, diff, json }: Request): Promise<number> {
  const counts = { added: 0, changed: 0, unchanged: 0, refused: 0 };
  let refusedLines = 0;
  let run: number | undefined;
  const progress = new ImportProgress(await sizeOf(paths), process.stderr, json || !process.stderr.isTTY);
  const options: ImportOptions = {
    details: dryRun || diff,
    onRun: (id) => (run = id),
    onProgress: (state) => progress.show(state),
  };
  const importAll = async (target: DataSource | EntityManager): Promise<void> => {
    for await (const report of importFiles(target, paths, options)) {
      // The report of a file counts its lines and nodes.
      if (!('line' in report) && !('node' in report)) counts[report.outcome] += 1;
      refusedLines += 'line' in report && report.outcome === 'refused' ? 1 : 0;
      progress.clear();
      if (json) console.log(JSON.stringify(report));
      else for (const line of describeReport(report)) console.log(line);
    }
  };
  await (dryRun ? dryRunImport(dataSource, importAll) : importAll(dataSource));
  progress.clear();
  if (json) console.log(JSON.stringify({ run: run ?? null, dryRun, files: counts, refusedLines }));
  else for (const line of summary(counts, run)) console.log(line);
  return counts.refused + refusedLines > 0 ? 1 : 0;
}

function summary(counts: Record<'added' | 'changed' | 'unchanged' | 'refused', number>, run: number | undefined) {
  const files = `${counts.added} files added, ${counts.changed} changed, ${counts.unchanged} unchanged, ${counts.refused} refused`;
  if (run === undefined) return ['This was a dry run: nothing has been changed.', files];
  return [files, `This was run ${run}; \`npm run import -- --undo ${run}\` undoes it.`];
}
