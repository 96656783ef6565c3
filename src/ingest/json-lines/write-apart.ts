/** Writes what can be written of a chunk, and finds the records that cannot. */
import { QueryFailedError, type EntityManager } from 'typeorm';
import { ConflictingIdError, Directory, UnknownSlugError } from '../writer/directory.js';
import { writeEntries, type Entry, type Origin, type Outcome } from '../writer/index.js';
import { referencesOf, slugsOf } from '../writer/references.js';

/** A record and the line on which it stands. */
export type Numbered = Entry & { line: number };

/** A line that is not in, and why. */
export interface Refused {
  line: number;
  /** `CONFLICT` if the record contradicts what is there, `BAD_USER_INPUT` if it is not as it should be. */
  code: 'BAD_USER_INPUT' | 'CONFLICT';
  reason: string;
}

/** What became of the records of a chunk. */
export interface Written {
  outcomes: Outcome[];
  refused: Refused[];
}

/** Integrity constraints (class 23): of these, one violated by another row is a conflict. */
const uniqueViolation = '23505';
const exclusionViolation = '23P01';

/** Both TypeORM and the driver under it report faults of PostgreSQL. */
const sqlStateOf = (fault: unknown) =>
  String(((fault instanceof QueryFailedError ? fault.driverError : fault) as { code?: unknown }).code);

/** Faults of a record, not of the database or of the way to it: SQLSTATE classes 22 (data) and 23 (constraints). */
const isOfRecord = (fault: unknown): fault is Error =>
  fault instanceof UnknownSlugError ||
  fault instanceof ConflictingIdError ||
  (fault instanceof Error && /^2[23]/.test(sqlStateOf(fault)));

/**
 * Writes a chunk in a transaction that has its turn. Records that name what is not there are set aside; if others cannot
 * be written, the culprits are found by halving.
 */
export async function writeApart(
  manager: EntityManager,
  records: readonly Numbered[],
  origin: Origin | undefined,
): Promise<Written> {
  if (records.length === 0) return { outcomes: [], refused: [] };
  const directory = await directoryOf(manager, records);
  const { complete, incomplete } = sortOut(directory, records);
  const written = await writeOrHalve(manager, complete, origin, directory);
  return { ...written, refused: [...written.refused, ...incomplete].sort((a, b) => a.line - b.line) };
}

const directoryOf = (manager: EntityManager, records: readonly Numbered[]) =>
  Directory.open(
    manager,
    records.map(({ record }) => record),
  );

/** Records may name each other; one that names a refused record is itself refused. */
function sortOut(directory: Directory, records: readonly Numbered[]) {
  const incomplete: Refused[] = [];
  let complete = [...records];
  for (let before = -1; before !== complete.length;) {
    before = complete.length;
    const here = new Set(complete.flatMap(({ record }) => slugsOf(record).map((key) => key.join(' '))));
    complete = complete.filter(({ line, record }) => {
      const missing = referencesOf(record).find((key) => !directory.has(...key) && !here.has(key.join(' ')));
      if (missing) {
        incomplete.push({ line, code: 'BAD_USER_INPUT', reason: new UnknownSlugError(...missing).message });
      }
      return !missing;
    });
  }
  return { complete, incomplete };
}

async function writeOrHalve(
  manager: EntityManager,
  records: readonly Numbered[],
  origin: Origin | undefined,
  known?: Directory,
): Promise<Written> {
  const outcomes = await attempt(manager, records, origin, known);
  if (!(outcomes instanceof Error)) return { outcomes, refused: [] };
  if (records.length === 1) return { outcomes: [], refused: [refusalOf(records[0]!, outcomes)] };
  const middle = Math.ceil(records.length / 2);
  const first = await writeOrHalve(manager, records.slice(0, middle), origin);
  const second = await writeOrHalve(manager, records.slice(middle), origin);
  return { outcomes: [...first.outcomes, ...second.outcomes], refused: [...first.refused, ...second.refused] };
}

async function attempt(
  manager: EntityManager,
  records: readonly Numbered[],
  origin: Origin | undefined,
  known: Directory | undefined,
): Promise<Outcome[] | Error> {
  try {
    return await manager.transaction(async (savepoint) => {
      // A directory learns of the nodes that are written: after an attempt that failed, it knows too much.
      const directory = known ?? (await directoryOf(savepoint, records));
      return writeEntries(savepoint, records, directory, origin ? { origin } : {});
    });
  } catch (fault) {
    if (isOfRecord(fault)) return fault;
    throw fault;
  }
}

function refusalOf({ line }: Numbered, fault: Error): Refused {
  const state = sqlStateOf(fault);
  const isConflict = fault instanceof ConflictingIdError || state === uniqueViolation || state === exclusionViolation;
  return { line, code: isConflict ? 'CONFLICT' : 'BAD_USER_INPUT', reason: reasonOf(fault) };
}

/** PostgreSQL says which value it was in the detail. */
function reasonOf(fault: Error): string {
  const { detail } = (fault instanceof QueryFailedError ? fault.driverError : fault) as { detail?: string };
  return detail === undefined ? fault.message : `${fault.message}: ${detail}`;
}
