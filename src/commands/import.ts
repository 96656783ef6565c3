/** `import`: imports pages and records, also beside a running server, and reports the result. */
import type { DataSource, EntityManager } from 'typeorm';
import type { Environment } from '../settings/environment.js';
import { importFiles, type ImportOptions } from '../ingest/import/import-files.js';
import { hasChanges } from '../ingest/ledger/run.js';
import { sizeOf } from '../ingest/import/files.js';
import { dryRunImport } from '../ingest/import/dry-run.js';
import { loadSeedData } from '../ingest/seed-data.js';
import { assembled } from '../slices.js';
import { openStore } from '../database/open-database.js';
import { UsageError } from './command-line/declare.js';
import { ImportProgress } from './import/progress.js';
import { describeReport } from './import/report.js';
import { listRunsCommand, originCommand, undoCommand } from './import/runs.js';
import { withStandardInput } from './import/standard-input.js';

type Names = NonNullable<ImportOptions['names']>;

/** What is asked for: exactly one of paths, `runs`, `undo` and `origin`. */
interface Request {
  readonly paths: readonly string[];
  readonly 'dry-run': boolean;
  /** Whether each changed node is reported, as always in a dry run. */
  readonly diff: boolean;
  readonly json: boolean;
  readonly runs: boolean;
  readonly undo: number | undefined;
  readonly origin: string | undefined;
}

/**
 * @returns the exit code: 1 if anything was rejected
 * @throws UsageError before the database is opened
 */
export async function importCommand(environment: () => Environment, request: Request): Promise<number> {
  requireOneTask(request);
  return withStandardInput(request.paths, (paths, names) => runRequest(environment(), { ...request, paths }, names));
}

async function runRequest(environment: Environment, request: Request, names: Names): Promise<number> {
  const store = await openStore(environment, assembled.entities, 'guest', (step) => console.error(step));
  const { runs, undo, origin, json, 'dry-run': dryRun } = request;
  try {
    if (runs) return await listRunsCommand(store.dataSource, json);
    if (undo !== undefined) return await undoCommand(store.dataSource, undo, { dryRun, json });
    if (origin !== undefined) return await originCommand(store.dataSource, origin, json);
    await loadSeedData(store.dataSource);
    return await importPaths(store.dataSource, request, names);
  } finally {
    await store.close();
  }
}

function requireOneTask({ paths, runs, undo, origin }: Request): void {
  const tasks = [paths.length > 0, runs, undo !== undefined, origin !== undefined].filter(Boolean).length;
  if (tasks === 1) return;
  const found = tasks === 0 ? 'none of them' : 'several';
  throw new UsageError(`Expected files or folders, or one of --runs, --undo and --origin; got ${found}.`);
}

async function importPaths(
  dataSource: DataSource,
  { paths, 'dry-run': dryRun, diff, json }: Request,
  names: Names,
): Promise<number> {
  const counts = { added: 0, changed: 0, unchanged: 0, refused: 0 };
  let refusedLines = 0;
  let run: number | undefined;
  const progress = new ImportProgress(await sizeOf(paths), process.stderr, json || !process.stderr.isTTY);
  const options: ImportOptions = {
    details: dryRun || diff,
    names,
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
      else for (const line of describeReport(report, dryRun || diff)) console.log(line);
    }
  };
  await (dryRun ? dryRunImport(dataSource, importAll) : importAll(dataSource));
  progress.clear();
  if (json) console.log(JSON.stringify({ run: run ?? null, dryRun, files: counts, refusedLines }));
  else {
    const hasChanged = run !== undefined && (await hasChanges(dataSource.manager, run));
    for (const line of summary(counts, run, hasChanged)) console.log(line);
  }
  return counts.refused + refusedLines > 0 ? 1 : 0;
}

function summary(
  counts: Record<'added' | 'changed' | 'unchanged' | 'refused', number>,
  run: number | undefined,
  hasChanged: boolean,
) {
  const files = `files: ${counts.added} added, ${counts.changed} changed, ${counts.unchanged} unchanged, ${counts.refused} refused`;
  if (run === undefined) return ['This was a dry run: nothing has been changed.', files];
  const undo = hasChanged ? `\`npx osce-graph import --undo ${run}\` undoes it.` : 'it changed nothing.';
  return [files, `This was run ${run}; ${undo}`];
}
