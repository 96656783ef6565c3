/** Writes news items: the item, its links, and the countries that its text speaks of with the evidence for each. */
import type { EntityManager } from 'typeorm';
import { CountryMention, MentionField } from '../../content/country-mention/country-mention.entity.js';
import {
  NewsItem,
  NewsItemCountryEntity,
  NewsItemEventEntity,
  NewsItemFieldOfWorkEntity,
  NewsItemKind,
  NewsItemOfficeEntity,
  NewsItemProjectEntity,
} from '../../content/news-item/news-item.entity.js';
import { OfficeEntity } from '../../content/office/office.entity.js';
import { nodeId } from '../../graph/node-id.js';
import type { Linker } from '../linker/index.js';
import type { NewsItemRecord } from '../record.js';
import type { Directory } from './directory.js';
import { syncNodes, syncOwned, type Changes } from './sync.js';

/** What is written for one record. */
interface NewsWriting {
  item: NewsItem;
  mentions: CountryMention[];
  projectIds: string[];
  eventIds: string[];
}

/** Writes news items. @throws UnknownSlugError if a record names a node that is not there */
export async function writeNews(
  manager: EntityManager,
  records: readonly NewsItemRecord[],
  directory: Directory,
  linker: Linker,
  changes: Changes,
): Promise<void> {
  const hosts = await hostCountries(manager);
  const writings = records.map((record) => compose(record, directory, linker, hosts));
  await syncNodes(
    manager,
    NewsItem,
    writings.map(({ item }) => item),
    changes,
  );
  await syncLinks(manager, writings, changes);
  await syncOwned(
    manager,
    CountryMention,
    'newsItemId',
    ['field', 'start', 'countryId'],
    writings.map(({ item }) => item.id),
    writings.flatMap(({ mentions }) => mentions),
    changes,
  );
}

/** Of field operations only: that ODIHR has its seat in Warsaw does not make its news speak of Poland. */
async function hostCountries(manager: EntityManager): Promise<Map<string, string>> {
  const operations = await manager.findBy(OfficeEntity, { type: 'FieldOperation' });
  return new Map(operations.flatMap(({ id, hostCountryId }) => (hostCountryId ? [[id, hostCountryId]] : [])));
}

function compose(
  record: NewsItemRecord,
  directory: Directory,
  linker: Linker,
  hosts: ReadonlyMap<string, string>,
): NewsWriting {
  const id = nodeId('NewsItem', record.slug);
  const officeIds = distinct(record.issuedBy.map((slug) => directory.require('Office', slug)));
  const mentions = mentionsOf(id, record, directory, linker);
  const hostIds = officeIds.flatMap((officeId) => hosts.get(officeId) ?? []);
  const item: NewsItem = {
    id,
    slug: record.slug,
    title: record.title,
    lead: record.lead ?? null,
    body: record.body ?? null,
    issuedOn: record.issuedOn ?? null,
    kind: (record.kind ?? 'NEWS') as NewsItemKind,
    sourceUrl: record.sourceUrl ?? null,
    officeIds,
    fieldOfWorkIds: distinct(record.fieldsOfWork.map((slug) => directory.require('FieldOfWork', slug))),
    countryIds: distinct([...mentions.map(({ countryId }) => countryId), ...hostIds]),
  };
  return {
    item,
    mentions,
    projectIds: distinct((record.projects ?? []).map((slug) => directory.require('Project', slug))),
    eventIds: distinct((record.events ?? []).map((slug) => directory.require('Event', slug))),
  };
}

const distinct = (ids: readonly string[]) => [...new Set(ids)];

function mentionsOf(
  newsItemId: string,
  { title, lead, body }: NewsItemRecord,
  directory: Directory,
  linker: Linker,
): CountryMention[] {
  const texts: [MentionField, string | undefined][] = [
    [MentionField.TITLE, title],
    [MentionField.LEAD, lead],
    [MentionField.BODY, body],
  ];
  return texts.flatMap(([field, text]) =>
    linker.link(text ?? '').map(({ countrySlug, start, end, quote, rule, confidence }) => ({
      newsItemId,
      field,
      start,
      end,
      countryId: directory.require('Country', countrySlug),
      quote,
      rule,
      confidence,
    })),
  );
}

async function syncLinks(manager: EntityManager, writings: readonly NewsWriting[], changes: Changes): Promise<void> {
  const owners = writings.map(({ item }) => item.id);
  const links = <Far extends string>(far: Far, idsOf: (writing: NewsWriting) => readonly string[]) =>
    writings.flatMap((writing) =>
      idsOf(writing).map((id, position) => ({
        newsItemId: writing.item.id,
        position,
        issuedKey: writing.item.issuedOn ?? '',
        [far]: id,
      })),
    ) as never[];
  const sync = <Link extends object>(
    entity: new () => Link,
    far: keyof Link & string,
    idsOf: (w: NewsWriting) => string[],
  ) => syncOwned(manager, entity, 'newsItemId' as keyof Link & string, [far], owners, links(far, idsOf), changes);
  await sync(NewsItemOfficeEntity, 'officeId', ({ item }) => item.officeIds);
  await sync(NewsItemFieldOfWorkEntity, 'fieldOfWorkId', ({ item }) => item.fieldOfWorkIds);
  await sync(NewsItemCountryEntity, 'countryId', ({ item }) => item.countryIds);
  await sync(NewsItemProjectEntity, 'projectId', ({ projectIds }) => projectIds);
  await sync(NewsItemEventEntity, 'eventId', ({ eventIds }) => eventIds);
}
