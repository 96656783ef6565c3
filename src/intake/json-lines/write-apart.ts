/** Writes what can be written of a chunk, and finds the records that cannot. */
import { QueryFailedError, type EntityManager } from 'typeorm';
import type { ContentRecord } from '../record.js';
import { ConflictingIdError, Directory, UnknownSlugError } from '../writer/directory.js';
import { writeRecords } from '../writer/index.js';
import { referencesOf, subjectOf } from './references.js';

/** A record and the line on which it stands. */
export interface Numbered {
  number: number;
  record: ContentRecord;
}

/** What became of the records of a chunk. */
export interface Written {
  added: number;
  changed: number;
  unchanged: number;
  refused: { number: number; reason: string }[];
}

/** Faults of a record, not of the database or of the way to it: SQLSTATE classes 22 (data) and 23 (constraints). */
const isOfRecord = (fault: unknown): fault is Error =>
  fault instanceof UnknownSlugError ||
  fault instanceof ConflictingIdError ||
  (fault instanceof QueryFailedError && /^2[23]/.test(String((fault.driverError as { code?: unknown }).code)));

/**
 * Writes a chunk in one transaction. If a record of it cannot be written, those that name what is not there are set
 * aside, and among the others the culprits are found by halving.
 */
export async function writeApart(manager: EntityManager, records: readonly Numbered[]): Promise<Written> {
  const whole = await attempt(manager, records);
  if (!(whole instanceof Error)) return whole;
  const { complete, incomplete } = await sortOut(manager, records);
  const written = complete.length < records.length ? await attempt(manager, complete) : whole;
  const result = written instanceof Error ? await halve(manager, complete, written) : written;
  return { ...result, refused: [...result.refused, ...incomplete].sort((a, b) => a.number - b.number) };
}

async function attempt(manager: EntityManager, records: readonly Numbered[]): Promise<Written | Error> {
  try {
    const { added, changed } = await writeRecords(
      manager,
      records.map(({ record }) => record),
    );
    const unchanged = records.length - added.size - changed.size;
    return { added: added.size, changed: changed.size, unchanged, refused: [] };
  } catch (fault) {
    if (isOfRecord(fault)) return fault;
    throw fault;
  }
}

/** Records may name each other; one that names a refused record is itself refused. */
async function sortOut(manager: EntityManager, records: readonly Numbered[]) {
  const directory = await Directory.open(manager);
  const incomplete: Written['refused'] = [];
  let complete = [...records];
  for (let before = -1; before !== complete.length;) {
    before = complete.length;
    const here = new Set(complete.flatMap(({ record }) => slugsOf(record)));
    complete = complete.filter(({ number, record }) => {
      const missing = referencesOf(record).find(
        ([kind, slug]) => !directory.has(kind, slug) && !here.has(`${kind} ${slug}`),
      );
      if (missing) incomplete.push({ number, reason: new UnknownSlugError(...missing).message });
      return !missing;
    });
  }
  return { complete, incomplete };
}

function slugsOf(record: ContentRecord): string[] {
  const [kind, slug] = subjectOf(record);
  const former = 'formerSlugs' in record ? record.formerSlugs : undefined;
  return [slug, ...(former ?? [])].map((key) => `${kind} ${key}`);
}

async function halve(manager: EntityManager, records: readonly Numbered[], fault: Error): Promise<Written> {
  if (records.length === 1) {
    return { added: 0, changed: 0, unchanged: 0, refused: [{ number: records[0]!.number, reason: reasonOf(fault) }] };
  }
  const middle = Math.ceil(records.length / 2);
  const parts: Written[] = [];
  for (const part of [records.slice(0, middle), records.slice(middle)]) {
    const written = await attempt(manager, part);
    parts.push(written instanceof Error ? await halve(manager, part, written) : written);
  }
  return parts.reduce((sum, part) => ({
    added: sum.added + part.added,
    changed: sum.changed + part.changed,
    unchanged: sum.unchanged + part.unchanged,
    refused: [...sum.refused, ...part.refused],
  }));
}

/** PostgreSQL says which value it was in the detail. */
function reasonOf(fault: Error): string {
  const detail = fault instanceof QueryFailedError ? (fault.driverError as { detail?: string }).detail : undefined;
  return detail === undefined ? fault.message : `${fault.message}: ${detail}`;
}
