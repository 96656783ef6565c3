/**
 * Imports files: each is read, parsed and written separately, in one transaction, and reported. A file that cannot be read
 * or parsed is reported with a reason and does not stop the others.
 */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { DatabaseError } from 'pg';
import { QueryFailedError, type DataSource, type EntityManager } from 'typeorm';
import { OfficeEntity } from '../../content/office/office.entity.js';
import type { Gazetteer } from '../gazetteer.js';
import {
  importJsonLines,
  isJsonLines,
  type ChangedNode,
  type LinesReport,
  type RefusedLine,
} from '../json-lines/import-json-lines.js';
import { describeChanges } from '../ledger/describe-changes.js';
import type { Counts, FileNotes } from '../ledger/file-notes.js';
import { ImportRun } from '../ledger/run.js';
import { compareNavigation, type ListedOffices, type NavigationDifference } from '../readers/compare-navigation.js';
import { decodePage } from '../readers/decode-page.js';
import { readPage } from '../readers/read-page.js';
import type { Reading, Remark, PageLayoutName } from '../readers/reading.js';
import type { ContentRecord } from '../record.js';
import { Directory } from '../writer/directory.js';
import { readGazetteer, writeEntries, type Outcome } from '../writer/index.js';
import { takeWriterLock } from '../writer/writer-lock.js';
import { SearchWords } from '../writer/search-words.js';
import { filesOf } from './files.js';
import { recordsOf, tooLongListOf } from './records.js';

/** A rejected file, and why. */
export interface RefusedFile {
  file: string;
  outcome: 'refused';
  reason: string;
}

/** How a page was read, and the outcome. */
export interface PageReport {
  file: string;
  outcome: 'added' | 'changed' | 'unchanged';
  /** The detected page layout, and the confidence from 0 to 1. */
  shape: PageLayoutName;
  confidence: number;
  /** The records, with the slugs of their items in the graph. */
  records: readonly ContentRecord[];
  remarks: readonly Remark[];
  navigation: readonly NavigationDifference[];
}

/** The outcome of a file or of a part of it. Reports of parts precede that of the file. */
export type FileReport = ChangedNode | RefusedLine | LinesReport | RefusedFile | PageReport;

/** How far an import has come. */
export interface Progress {
  file: string;
  /** Bytes read so far of all files. */
  bytes: number;
  /** Records and pages processed so far. */
  done: number;
}

export interface ImportOptions {
  /** Whether each added or changed node is reported, with its fields and edges. */
  details?: boolean;
  /** Names under which files are reported and noted: that of standard input, which was copied to a file. */
  names?: ReadonlyMap<string, string>;
  /** Receives the number of the run in the ledger. */
  onRun?: (run: number) => void;
  onProgress?: (progress: Progress) => void;
}

/** A page has tens of kilobytes; a larger file is rejected without reading it into memory. */
export const largestPage = 20_000_000;

/**
 * Imports files and folders, and tells of each file when it is done. The import is a run of the ledger.
 * @param target the manager of a transaction makes the whole import a part of it and of no run: rolled back, it was a
 *   rehearsal
 */
export async function* importFiles(
  target: DataSource | EntityManager,
  paths: readonly string[],
  options: ImportOptions = {},
): AsyncGenerator<FileReport> {
  if (!('manager' in target)) {
    yield* new FileImport(target, undefined, options).all(paths);
    return;
  }
  const run = await ImportRun.begin(
    target,
    paths.map((path) => options.names?.get(path) ?? path),
  );
  options.onRun?.(run.id);
  const words = new SearchWords(target);
  let end: Error | undefined = new Error('The import was stopped.');
  try {
    yield* new FileImport(run.manager, run, options).all(paths);
    await words.finish();
    end = undefined;
  } catch (error) {
    end = error as Error;
    throw error;
  } finally {
    await words.stop();
    // If the database is unreachable, the original error is more useful than this one.
    await run.end(end).catch(() => undefined);
  }
}

class FileImport {
  private bytes = 0;
  private done = 0;

  constructor(
    private readonly manager: EntityManager,
    private readonly run: ImportRun | undefined,
    private readonly options: ImportOptions,
  ) {}

  async *all(paths: readonly string[]): AsyncGenerator<FileReport> {
    for await (const file of filesOf(paths)) {
      if (typeof file !== 'string') yield { file: file.path, outcome: 'refused', reason: file.reason };
      else for await (const report of this.one(file)) yield { ...report, file: this.nameOf(report.file) };
    }
  }

  /** A fault of the file is told and noted; one of the database ends the import. */
  private async *one(file: string): AsyncGenerator<FileReport> {
    const notes = await this.run?.openFile(file, this.nameOf(file));
    try {
      if (await isJsonLines(file)) yield* this.lines(file, notes);
      else yield* this.page(file, notes);
    } catch (error) {
      if (isOfDatabase(error)) throw error;
      yield await this.refuse(file, notes, (error as Error).message);
    }
  }

  private async *lines(file: string, notes: FileNotes | undefined): AsyncGenerator<FileReport> {
    const { bytes, done } = this;
    const onProgress = (read: number, { added, changed, unchanged, refused }: Counts): void => {
      this.bytes = bytes + read;
      this.done = done + added + changed + unchanged + refused;
      this.tell(file);
    };
    yield* importJsonLines(this.manager, file, { details: this.options.details === true, notes, onProgress });
  }

  private async *page(file: string, notes: FileNotes | undefined): AsyncGenerator<FileReport> {
    const bytes = await readWhole(file);
    this.bytes += typeof bytes === 'string' ? 0 : bytes.length;
    this.done += 1;
    this.tell(file);
    const page = typeof bytes === 'string' ? { fault: bytes } : decodePage(bytes);
    if (page.fault !== undefined) {
      yield await this.refuse(file, notes, page.fault, bytes);
      return;
    }
    // A previous page may have added a project.
    const gazetteer = await readGazetteer(this.manager);
    const reading = readPage({ name: file, text: page.text }, gazetteer);
    if (reading.type === 'refusal') {
      yield await this.refuse(file, notes, reading.reason, bytes);
      return;
    }
    const records = recordsOf(reading);
    const error = records.map(tooLongListOf).find((found) => found !== undefined);
    if (error !== undefined) {
      yield await this.refuse(file, notes, error, bytes);
      return;
    }
    const { outcomes, changes } = await this.write(records, notes, bytes);
    yield* changes.map((change) => ({ file, ...change }));
    yield {
      file,
      outcome: outcomes.reduce<PageReport['outcome']>(stronger, 'unchanged'),
      shape: reading.shape,
      confidence: reading.confidence,
      records,
      remarks: remarksOf(reading),
      navigation: differencesOf(reading, gazetteer, await listedOffices(this.manager)),
    };
  }

  private write(records: readonly ContentRecord[], notes: FileNotes | undefined, bytes: Uint8Array | string) {
    return this.manager.transaction(async (manager) => {
      await takeWriterLock(manager);
      const directory = await Directory.open(manager, records);
      const entries = records.map((record) => ({ record }) as Parameters<typeof writeEntries>[1][number]);
      const origin = notes && { origin: notes.origin };
      const outcomes = await writeEntries(manager, entries, directory, { slugs: 'made', ...origin });
      await notes?.close(manager, 'DONE', countsOf(outcomes), sha256(bytes));
      const changes = this.options.details ? await describeChanges(manager, outcomes) : [];
      return { outcomes, changes };
    });
  }

  private async refuse(
    file: string,
    notes: FileNotes | undefined,
    reason: string,
    bytes?: Uint8Array | string,
  ): Promise<RefusedFile> {
    await notes?.close(this.manager, 'REFUSED', { ...countsOf([]), refused: 1 }, bytes && sha256(bytes), [{ reason }]);
    return { file, outcome: 'refused', reason };
  }

  private nameOf(file: string): string {
    return this.options.names?.get(file) ?? file;
  }

  private tell(file: string): void {
    this.options.onProgress?.({ file: this.nameOf(file), bytes: this.bytes, done: this.done });
  }
}

/** SQLSTATE classes of the connection, resources, locks, intervention and the system; a lost connection has none. */
function isOfDatabase(error: unknown): boolean {
  const isFromDriver = error instanceof QueryFailedError || error instanceof DatabaseError;
  const { code = '' } = (error instanceof QueryFailedError ? error.driverError : error) as { code?: string };
  return isFromDriver && (code === '' || /^(08|25|40|53|55|57|58|XX|E)/.test(code));
}

/** A file that was not read completely has no hash. */
const sha256 = (bytes: Uint8Array | string) =>
  typeof bytes === 'string' ? undefined : createHash('sha256').update(bytes).digest('hex');

function countsOf(outcomes: readonly Outcome[]): Counts {
  const counts = { added: 0, changed: 0, unchanged: 0, refused: 0 };
  for (const { change } of outcomes) counts[change?.outcome ?? 'unchanged'] += 1;
  return counts;
}

function stronger(sum: PageReport['outcome'], { change }: Outcome): PageReport['outcome'] {
  if (sum === 'added' || !change) return sum;
  return change.outcome;
}

/** Returns the bytes of a file, or why it cannot be a page. */
async function readWhole(file: string): Promise<Uint8Array | string> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    if (size > largestPage) return `Expected a page of at most ${largestPage} bytes, but the file has ${size}.`;
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

const remarksOf = (reading: Reading): Remark[] =>
  reading.type === 'list' ? [...reading.remarks, ...reading.items.flatMap(({ remarks }) => remarks)] : reading.remarks;

const differencesOf = ({ navigation }: Reading, gazetteer: Gazetteer, listed: ListedOffices) =>
  navigation ? compareNavigation(navigation, gazetteer, listed) : [];

/** Menus list active offices only. */
async function listedOffices(manager: EntityManager): Promise<ListedOffices> {
  const slugs = async (type: OfficeEntity['type']) =>
    (await manager.findBy(OfficeEntity, { type, status: 'ACTIVE' })).map(({ slug }) => slug);
  return {
    secretariatDepartments: await slugs('SecretariatDepartment'),
    fieldOperations: await slugs('FieldOperation'),
  };
}
