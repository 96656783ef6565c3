/** `npm run import -- <files or folders>`: feeds pages and records in, also beside a running server, and tells what was understood. */
import type { DataSource, EntityManager } from 'typeorm';
import type { Environment } from '../environment.js';
import { importFiles, type FileReport } from '../intake/import/import-files.js';
import { rehearse } from '../intake/import/rehearse.js';
import { loadOwnContent } from '../intake/own-content.js';
import type { NavigationDifference } from '../intake/readers/compare-navigation.js';
import type { ContentRecord } from '../intake/record.js';
import { slices } from '../slices.js';
import { openStore } from '../store/open-store.js';

/** @returns the exit code: 1 if anything was refused */
export async function importCommand(environment: Environment, args: readonly string[]): Promise<number> {
  const dryRun = args.includes('--dry-run');
  const paths = args.filter((arg) => arg !== '--dry-run');
  if (paths.length === 0 || paths.some((path) => path.startsWith('--'))) {
    console.error('Usage: npm run import -- [--dry-run] <files or folders>');
    return 1;
  }
  const entities = slices.flatMap((slice) => [...(slice.entities ?? [])]);
  const store = await openStore(environment, entities, 'guest', (step) => console.error(step));
  const counts = { added: 0, changed: 0, unchanged: 0, refused: 0 };
  let refusedLines = 0;
  try {
    await loadOwnContent(store.dataSource);
    const importAll = async (target: DataSource | EntityManager): Promise<void> => {
      for await (const report of importFiles(target, paths)) {
        // The lines of a file are counted by its report.
        if (!('line' in report)) counts[report.outcome] += 1;
        refusedLines += 'line' in report ? 1 : 0;
        for (const line of describe(report)) console.log(line);
      }
    };
    await (dryRun ? rehearse(store.dataSource, importAll) : importAll(store.dataSource));
  } finally {
    await store.close();
  }
  if (dryRun) console.log('This was a dry run: nothing has been changed.');
  console.log(
    `${counts.added} files added, ${counts.changed} changed, ${counts.unchanged} unchanged, ${counts.refused} refused`,
  );
  return counts.refused + refusedLines > 0 ? 1 : 0;
}

function describe(report: FileReport): string[] {
  if ('line' in report) return [`refused   ${report.file}:${report.line}: ${report.reason}`];
  if ('lines' in report) {
    const { added, changed, unchanged, refused } = report.lines;
    const counts = `${added} added, ${changed} changed, ${unchanged} unchanged, ${refused} refused`;
    return [`${report.outcome.padEnd(9)} ${report.file}: of its records ${counts}`];
  }
  if (report.outcome === 'refused') return [`refused   ${report.file}: ${report.reason}`];
  return [
    ...report.records.map((record) => `${report.outcome.padEnd(9)} ${report.file}: ${describeRecord(record)}`),
    ...report.remarks.map(({ message, line }) => `          ${line === undefined ? '' : `line ${line}: `}${message}`),
    ...report.navigation.map((difference) => `          menu: ${describeDifference(difference)}`),
  ];
}

function describeRecord(record: ContentRecord): string {
  if (record.type === 'NewsItem') {
    const date = record.issuedOn ?? 'no date';
    return `news item "${record.title}" (${date}; issued by ${record.issuedBy.join(', ') || 'nobody known'})`;
  }
  if (record.type === 'Event') return `event "${record.title}" (${record.startsOn ?? 'no date'})`;
  return record.type;
}

function describeDifference({ section, label, kind, presentName, line }: NavigationDifference): string {
  const place = line === undefined ? '' : ` (line ${line})`;
  if (kind === 'other-name') return `"${label}"${place} is called ${presentName} in the graph`;
  if (kind === 'unknown-label') return `"${label}"${place} in ${section} is not in the graph`;
  return `${label} is in the graph, but not in ${section}`;
}
