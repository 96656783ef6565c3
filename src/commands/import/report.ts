/** The reports of an import as lines for people. */
import type { FileReport } from '../../ingest/import/import-files.js';
import type { ChangedNode, RefusedLine } from '../../ingest/json-lines/import-json-lines.js';
import type { DescribedChange } from '../../ingest/ledger/describe-changes.js';
import type { NavigationDifference } from '../../ingest/readers/compare-navigation.js';
import type { ContentRecord } from '../../ingest/record.js';

const width = 9;
const margin = ' '.repeat(width + 1);
const headed = (word: string, text: string) => `${word.padEnd(width)} ${text}`;

/** @param details whether the changed nodes of a page have been reported before it */
export function describeReport(report: FileReport, details: boolean): string[] {
  if ('node' in report) return describeNode(report);
  if ('line' in report) return [describeLine(report)];
  if ('lines' in report) {
    const { added, changed, unchanged, refused } = report.lines;
    const counts = `${added} added, ${changed} changed, ${unchanged} unchanged, ${refused} refused`;
    return [headed(report.outcome, `${report.file}: of its records ${counts}`)];
  }
  if (report.outcome === 'refused') return [headed('refused', `${report.file}: ${report.reason}`)];
  const areReported = details && report.outcome !== 'unchanged';
  const records = areReported ? [] : report.records;
  return [
    ...records.map((record) => headed(report.outcome, `${report.file}: ${describeRecord(record)}`)),
    `${margin}read as ${report.shape}, ${Math.round(report.confidence * 100)} % sure`,
    ...report.remarks.map(({ message, line }) => `${margin}${line === undefined ? '' : `line ${line}: `}${message}`),
    ...report.navigation.map((difference) => `${margin}menu: ${describeDifference(difference)}`),
  ];
}

const placeOf = ({ file, line }: { file: string; line?: number }) => (line === undefined ? file : `${file}:${line}`);

const describeLine = (refused: RefusedLine) =>
  headed(refused.code === 'CONFLICT' ? 'conflict' : 'refused', `${placeOf(refused)}: ${refused.reason}`);

const describeNode = (change: ChangedNode): string[] => {
  const [head, ...edges] = describeChange(change);
  return [headed(wordOf(change), `${placeOf(change)}: ${head}`), ...edges.map((edge) => `${margin}${edge}`)];
};

export const wordOf = ({ outcome, isClosed }: DescribedChange) => (isClosed ? 'closed' : outcome);

/** A change without its place: the node with its fields, then its edges. */
export function describeChange({ node, fields, addedEdges, removedEdges }: Omit<DescribedChange, 'outcome'>): string[] {
  return [
    `${node.kind} ${node.key}${fields.length > 0 ? `: ${fields.join(', ')}` : ''}`,
    ...addedEdges.map(({ field, to }) => `+ ${field}: ${to}`),
    ...removedEdges.map(({ field, to }) => `- ${field}: ${to}`),
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
