/** Writes records to the graph. */
import type { DataSource, EntityManager } from 'typeorm';
import type { Gazetteer } from '../gazetteer.js';
import type { ContentRecord } from '../record.js';
import { changesOf, type Changes, type Outcome } from './changes.js';
import { Directory } from './directory.js';
import { recordConfirmations, type Origin } from './journal.js';
import type { SlugSource } from './known-news.js';
import { readNames } from './names.js';
import { takeWriterLock } from './writer-lock.js';
import { writeNews, type NewsEntry } from './write-news.js';
import { writeReference, type ReferenceEntry } from './write-reference.js';

export type { Changes, Edge, NodeChange, Outcome } from './changes.js';
export { linkAhead } from './compose-news.js';
export type { Origin } from './journal.js';
export { lastNames } from './names.js';

/** The names that the graph knows at this moment. */
export const readGazetteer = async (manager: EntityManager): Promise<Gazetteer> => (await readNames(manager)).gazetteer;

/** A record with what is known of it besides. */
export type Entry = ReferenceEntry | NewsEntry;

export interface WriteOptions {
  /** What becomes of news items that the graph has already: they stay as they are, or are completed. */
  ofStoredNews?: 'keep' | 'complete';
  /** Whether who wrote the records of news gave them their slugs, or they were made of the titles. */
  slugs?: SlugSource;
  /** The run of the ledger; absent: the writing is of none. */
  origin?: Origin;
}

/**
 * Writes records in one transaction: all of them, or (if one names a node that is not there) none. The country linker
 * works with the names as they stand after the other records have been written.
 */
export async function writeRecords(
  target: DataSource | EntityManager,
  records: readonly ContentRecord[],
  options: WriteOptions = {},
): Promise<Changes> {
  return ('manager' in target ? target.manager : target).transaction(async (manager) => {
    await takeWriterLock(manager);
    const directory = await Directory.open(manager, records);
    const entries = records.map((record) => ({ record }) as Entry);
    return changesOf(await writeEntries(manager, entries, directory, options));
  });
}

/**
 * Writes entries in a transaction that has its turn.
 * @param directory knows the nodes that the records name
 * @returns what became of each
 * @throws UnknownSlugError, ConflictingIdError
 */
export async function writeEntries(
  manager: EntityManager,
  entries: readonly Entry[],
  directory: Directory,
  { ofStoredNews = 'complete', slugs = 'given', origin }: WriteOptions,
): Promise<Outcome[]> {
  const isNews = (entry: Entry): entry is NewsEntry => entry.record.type === 'NewsItem';
  const outcomes = new Map<ContentRecord, Outcome>();
  const note = (some: readonly Entry[], what: readonly Outcome[]) =>
    some.forEach(({ record }, i) => outcomes.set(record, what[i]!));
  const others = entries.filter((entry): entry is ReferenceEntry => !isNews(entry));
  if (others.length > 0) note(others, await writeReference(manager, others, directory, origin));
  const news = entries.filter(isNews);
  if (news.length > 0) {
    const names = await readNames(manager);
    const options = { ofStored: ofStoredNews, slugs, ...(origin && { origin }) };
    note(news, await writeNews(manager, news, options, directory, names));
  }
  if (origin) await recordConfirmations(manager, [...outcomes.values()], origin);
  return entries.map(({ record, line }) => ({ ...outcomes.get(record)!, ...(line !== undefined && { line }) }));
}
