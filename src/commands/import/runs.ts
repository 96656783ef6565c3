/** What the ledger tells: `import --runs`, `import --undo` and `import --origin`. */
import type { DataSource } from 'typeorm';
import { listRuns, type RunEntry } from '../../ingest/ledger/list-runs.js';
import { originsOf, type NodeOrigin, type Origin } from '../../ingest/ledger/origin.js';
import { RunError } from '../../ingest/ledger/run.js';
import { undoRun, type UndoReport } from '../../ingest/ledger/undo.js';
import { dryRunImport } from '../../ingest/import/dry-run.js';
import { describeChange } from './report.js';

/** Lists the runs, latest last. */
export async function listRunsCommand(dataSource: DataSource, json: boolean): Promise<number> {
  const runs = await listRuns(dataSource.manager);
  for (const run of runs) {
    if (json) console.log(JSON.stringify(run));
    else for (const line of describeRun(run)) console.log(line);
  }
  if (!json && runs.length === 0) console.log('No runs yet.');
  return 0;
}

function describeRun({ id, state, startedAt, endedAt, fault, files }: RunEntry): string[] {
  const end = endedAt === null ? '' : ` to ${endedAt}`;
  return [
    `run ${id}  ${state}  ${startedAt}${end}${fault === null ? '' : `: ${fault}`}`,
    ...files.flatMap((file) => {
      const counts = `${file.added} added, ${file.changed} changed, ${file.unchanged} unchanged, ${file.refused} refused`;
      const hash = file.sha256 === null ? '' : `  sha256 ${file.sha256.slice(0, 12)}`;
      return [
        `  ${file.state}  ${file.path}: ${counts}${hash}`,
        ...file.errors.map(({ line, reason }) => `    ${line === undefined ? '' : `line ${line}: `}${reason}`),
      ];
    }),
  ];
}

/** @returns the exit code: 1 if there were conflicts */
export async function undoCommand(
  dataSource: DataSource,
  run: number,
  { dryRun, json }: { dryRun: boolean; json: boolean },
): Promise<number> {
  const counts = { removed: 0, restored: 0, conflict: 0 };
  const undo = async (target: Parameters<typeof undoRun>[0]): Promise<void> => {
    for await (const report of undoRun(target, run)) {
      counts[report.outcome] += 1;
      if (json) console.log(JSON.stringify(report));
      else for (const line of describeUndo(report)) console.log(line);
    }
  };
  try {
    await (dryRun ? dryRunImport(dataSource, undo) : dataSource.transaction(undo));
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
    console.error(error.message);
    return 1;
  }
  if (json) console.log(JSON.stringify({ run, dryRun, nodes: counts }));
  else {
    if (dryRun) console.log('This was a dry run: nothing has been changed.');
    console.log(
      `nodes: ${counts.removed} removed, ${counts.restored} restored, ${counts.conflict} kept because of conflicts`,
    );
  }
  return counts.conflict > 0 ? 1 : 0;
}

function describeUndo(report: UndoReport): string[] {
  const [head = '', ...edges] = describeChange(report);
  const reason = report.outcome === 'conflict' ? `: ${report.reason}` : '';
  return [`${report.outcome.padEnd(9)} ${head}${reason}`, ...edges.map((edge) => `${' '.repeat(10)}${edge}`)];
}

/** @returns the exit code: 1 if there is no such node */
export async function originCommand(dataSource: DataSource, key: string, json: boolean): Promise<number> {
  const origins = await originsOf(dataSource.manager, key);
  for (const origin of origins) {
    if (json) console.log(JSON.stringify(origin));
    else for (const line of describeOrigin(origin)) console.log(line);
  }
  if (origins.length === 0) console.error(`No node has the slug or id "${key}".`);
  return origins.length === 0 ? 1 : 0;
}

function describeOrigin({ node, sourceUrl, origin, changes, edges }: NodeOrigin): string[] {
  return [
    `${node.kind} ${node.key}: ${describePlace(origin)}${sourceUrl === null ? '' : `, from ${sourceUrl}`}`,
    ...changes.map((change) => `  changed by ${describePlace(change)}`),
    ...edges.map((edge) => `  ${edge.field}: ${edge.to}: ${describePlace(edge.origin)}`),
  ];
}

function describePlace(origin: Origin | null): string {
  if (origin === null) return 'older than the ledger';
  return `run ${origin.run}, ${origin.file}${origin.line === null ? '' : `:${origin.line}`}`;
}
