/** Writes the valid records of a chunk, and finds those that are rejected. */
import { QueryFailedError, type EntityManager } from 'typeorm';
import { ConflictingIdError, Directory, UnknownSlugError } from '../writer/directory.js';
import { writeEntries, type Entry, type Origin, type Outcome } from '../writer/index.js';
import { TooManyNodesError } from '../writer/write-reference.js';
import { referencesOf, slugsOf } from '../writer/references.js';

/** A record and its line. */
export type Numbered = Entry & { line: number };

/** A rejected line, and why. */
export interface Refused {
  line: number;
  /** `CONFLICT` if the record contradicts existing data, `BAD_USER_INPUT` if it is invalid. */
  code: 'BAD_USER_INPUT' | 'CONFLICT';
  reason: string;
}

/** The outcome of the records of a chunk. */
export interface Written {
  outcomes: Outcome[];
  refused: Refused[];
}

/** Integrity constraints (class 23): of these, one violated by another row is a conflict. */
const uniqueViolation = '23505';
const exclusionViolation = '23P01';

/** Both TypeORM and its driver report PostgreSQL errors. */
const sqlStateOf = (error: unknown) =>
  String(((error instanceof QueryFailedError ? error.driverError : error) as { code?: unknown }).code);

/** Errors caused by a record rather than the database: SQLSTATE classes 22 (data) and 23 (constraints). */
const isOfRecord = (error: unknown): error is Error =>
  error instanceof UnknownSlugError ||
  error instanceof ConflictingIdError ||
  error instanceof TooManyNodesError ||
  (error instanceof Error && /^2[23]/.test(sqlStateOf(error)));

/**
 * Writes a chunk in a transaction that holds the writer lock. Records with unknown references are set aside; if others
 * cannot be written, bisection finds them.
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

/** Records may refer to each other; one that refers to a rejected record is rejected. */
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
      // A directory records the nodes that are written: after a failed attempt it is stale.
      const directory = known ?? (await directoryOf(savepoint, records));
      return writeEntries(savepoint, records, directory, origin ? { origin } : {});
    });
  } catch (error) {
    if (isOfRecord(error)) return error;
    throw error;
  }
}

function refusalOf({ line }: Numbered, error: Error): Refused {
  const state = sqlStateOf(error);
  const isConflict = error instanceof ConflictingIdError || state === uniqueViolation || state === exclusionViolation;
  return { line, code: isConflict ? 'CONFLICT' : 'BAD_USER_INPUT', reason: reasonOf(error) };
}

/** PostgreSQL names the value in the detail. */
function reasonOf(error: Error): string {
  const { detail } = (error instanceof QueryFailedError ? error.driverError : error) as { detail?: string };
  return detail === undefined ? error.message : `${error.message}: ${detail}`;
}
