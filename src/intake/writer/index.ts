/** Writes records to the graph. */
import type { DataSource, EntityManager } from 'typeorm';
import { CountryEntity } from '../../content/country/country.entity.js';
import { EventSeries } from '../../content/event-series/event-series.entity.js';
import { FieldOfWork } from '../../content/field-of-work/field-of-work.entity.js';
import { OfficeEntity } from '../../content/office/office.entity.js';
import { Project } from '../../content/project/project.entity.js';
import { gazetteerOf, type Gazetteer } from '../gazetteer.js';
import { createLinker, type Linker } from '../linker/index.js';
import type { ContentRecord } from '../record.js';
import { Directory } from './directory.js';
import { noChanges, type Changes } from './sync.js';
import { writeNews, type OfStored } from './write-news.js';
import { writeReference } from './write-reference.js';

export type { Changes } from './sync.js';

/** The names that the graph knows at this moment. */
export async function readGazetteer(manager: EntityManager): Promise<Gazetteer> {
  return gazetteerOf(
    {
      countries: await manager.find(CountryEntity),
      offices: await manager.find(OfficeEntity),
      fieldsOfWork: await manager.find(FieldOfWork),
      eventSeries: await manager.find(EventSeries),
    },
    await manager.find(Project),
  );
}

let latest: { names: string; linker: Linker } | undefined;

/** To make a linker takes longer than to write some hundred items, and the names seldom change between two writings. */
function linkerFor(gazetteer: Gazetteer): Linker {
  const names = JSON.stringify(gazetteer);
  if (latest?.names !== names) latest = { names, linker: createLinker(gazetteer) };
  return latest.linker;
}

/**
 * Writes records in one transaction: all of them, or (if one names a node that is not there) none. The country linker
 * works with the names as they stand after the other records have been written.
 * @param ofStoredNews what becomes of news items that the graph has already
 */
export async function writeRecords(
  target: DataSource | EntityManager,
  records: readonly ContentRecord[],
  ofStoredNews: OfStored = 'complete',
): Promise<Changes> {
  return ('manager' in target ? target.manager : target).transaction(async (manager) => {
    const changes = noChanges();
    const directory = await Directory.open(manager);
    await writeReference(
      manager,
      records.filter((record) => record.type !== 'NewsItem'),
      directory,
      changes,
    );
    const news = records.filter((record) => record.type === 'NewsItem');
    if (news.length > 0) {
      await writeNews(manager, news, ofStoredNews, directory, linkerFor(await readGazetteer(manager)), changes);
    }
    return changes;
  });
}
