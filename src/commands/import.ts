/** `npm run import -- <files or folders>`: feeds pages in, also beside a running server, and tells what was understood. */
import type { Environment } from '../environment.js';
import { importFiles, type FileReport } from '../intake/import/import-files.js';
import { loadOwnContent } from '../intake/own-content.js';
import type { NavigationDifference } from '../intake/readers/compare-navigation.js';
import type { ContentRecord } from '../intake/record.js';
import { slices } from '../slices.js';
import { openStore } from '../store/open-store.js';

/** @returns the exit code: 1 if anything was refused */
export async function importCommand(environment: Environment, paths: readonly string[]): Promise<number> {
  if (paths.length === 0) {
    console.error('Usage: npm run import -- <files or folders>');
    return 1;
  }
  const entities = slices.flatMap((slice) => [...(slice.entities ?? [])]);
  const store = await openStore(environment, entities, 'guest', (step) => console.error(step));
  const counts = { added: 0, changed: 0, unchanged: 0, refused: 0 };
  try {
    await loadOwnContent(store.dataSource);
    for await (const report of importFiles(store.dataSource, paths)) {
      counts[report.outcome] += 1;
      for (const line of describe(report)) console.log(line);
    }
  } finally {
    await store.close();
  }
  console.log(
    `${counts.added} files added, ${counts.changed} changed, ${counts.unchanged} unchanged, ${counts.refused} refused`,
  );
  return counts.refused > 0 ? 1 : 0;
}

function describe(report: FileReport): string[] {
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
