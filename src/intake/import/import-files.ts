/**
 * Imports files: each is read, understood and written by itself, in one transaction, and reported. A file that cannot
 * be read or understood is told with its reason and stops nothing else.
 */
import { open } from 'node:fs/promises';
import type { DataSource, EntityManager } from 'typeorm';
import { NewsItem } from '../../content/news-item/news-item.entity.js';
import { OfficeEntity } from '../../content/office/office.entity.js';
import type { Gazetteer } from '../gazetteer.js';
import { importJsonLines, isJsonLines, type LinesReport, type RefusedLine } from '../json-lines/import-json-lines.js';
import { compareNavigation, type ListedOffices, type NavigationDifference } from '../readers/compare-navigation.js';
import { decodePage } from '../readers/decode-page.js';
import { readPage } from '../readers/read-page.js';
import type { Reading, Remark } from '../readers/reading.js';
import type { ContentRecord, NewsItemRecord } from '../record.js';
import { readGazetteer, writeRecords, type Changes } from '../writer/index.js';
import { filesOf } from './files.js';
import { recordsOf } from './records.js';

/** What became of one file. */
export type FileReport =
  | LinesReport
  | RefusedLine
  | { file: string; outcome: 'refused'; reason: string }
  | {
      file: string;
      outcome: 'added' | 'changed' | 'unchanged';
      records: readonly ContentRecord[];
      changes: Changes;
      remarks: readonly Remark[];
      navigation: readonly NavigationDifference[];
    };

/** A page is some tens of kilobytes; a file beyond this is none, and is not read into memory to find out. */
export const largestPage = 20_000_000;

/**
 * Imports files and folders, and tells of each file when it is done.
 * @param target the manager of a transaction makes the whole import a part of it: rolled back, it was a rehearsal
 */
export async function* importFiles(
  target: DataSource | EntityManager,
  paths: readonly string[],
): AsyncGenerator<FileReport> {
  const manager = 'manager' in target ? target.manager : target;
  const gazetteer = await readGazetteer(manager);
  const listed = await listedOffices(manager);
  for await (const file of filesOf(paths)) {
    if (typeof file !== 'string') yield { file: file.path, outcome: 'refused', reason: file.reason };
    else if (await isJsonLines(file).catch(() => false)) yield* importLines(manager, file);
    else yield await importFile(manager, file, gazetteer, listed);
  }
}

async function* importLines(manager: EntityManager, file: string): AsyncGenerator<FileReport> {
  try {
    yield* importJsonLines(manager, file);
  } catch (fault) {
    yield { file, outcome: 'refused', reason: (fault as Error).message };
  }
}

async function importFile(
  manager: EntityManager,
  file: string,
  gazetteer: Gazetteer,
  listed: ListedOffices,
): Promise<FileReport> {
  try {
    const bytes = await readWhole(file);
    if (typeof bytes === 'string') return { file, outcome: 'refused', reason: bytes };
    const page = decodePage(bytes);
    if (page.fault !== undefined) return { file, outcome: 'refused', reason: page.fault };
    const reading = readPage({ name: file, text: page.text }, gazetteer);
    if (reading.type === 'refusal') return { file, outcome: 'refused', reason: reading.reason };
    const records = await apart(manager, recordsOf(reading));
    const changes = await writeRecords(manager, records);
    const outcome = changes.added.size > 0 ? 'added' : changes.changed.size > 0 ? 'changed' : 'unchanged';
    return {
      file,
      outcome,
      records,
      changes,
      remarks: remarksOf(reading),
      navigation: differencesOf(reading, gazetteer, listed),
    };
  } catch (fault) {
    return { file, outcome: 'refused', reason: (fault as Error).message };
  }
}

/** The bytes of a file, or why it cannot be a page. */
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

/** Items of one title but of different days (reports come daily) are different items: the later one gets its date. */
async function apart(manager: EntityManager, records: readonly ContentRecord[]): Promise<ContentRecord[]> {
  const taken = new Map<string, string | null>();
  const result: ContentRecord[] = [];
  for (const record of records)
    result.push(record.type === 'NewsItem' ? await apartFrom(manager, record, taken) : record);
  return result;
}

async function apartFrom(
  manager: EntityManager,
  record: NewsItemRecord,
  taken: Map<string, string | null>,
): Promise<NewsItemRecord> {
  const stored = await manager.findOne(NewsItem, {
    where: { slug: record.slug },
    select: { id: true, issuedOn: true },
  });
  const day = taken.get(record.slug) ?? stored?.issuedOn;
  const own = day && record.issuedOn && day !== record.issuedOn ? `${record.slug}-${record.issuedOn}` : record.slug;
  taken.set(own, record.issuedOn ?? null);
  return { ...record, slug: own };
}

const remarksOf = (reading: Reading): Remark[] =>
  reading.type === 'list' ? [...reading.remarks, ...reading.items.flatMap(({ remarks }) => remarks)] : reading.remarks;

const differencesOf = ({ navigation }: Reading, gazetteer: Gazetteer, listed: ListedOffices) =>
  navigation ? compareNavigation(navigation, gazetteer, listed) : [];

/** Menus list what is at work. */
async function listedOffices(manager: EntityManager): Promise<ListedOffices> {
  const slugs = async (type: OfficeEntity['type']) =>
    (await manager.findBy(OfficeEntity, { type, status: 'ACTIVE' })).map(({ slug }) => slug);
  return {
    secretariatDepartments: await slugs('SecretariatDepartment'),
    fieldOperations: await slugs('FieldOperation'),
  };
}
