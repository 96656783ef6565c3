/** Writes news items: the item, its links, and the countries that its text speaks of with the evidence for each. */
import { In, type EntityManager } from 'typeorm';
import { CountryMention, MentionField } from '../../content/country-mention/country-mention.entity.js';
import {
  NewsItem,
  type NewsItemKind,
  NewsItemCountryEntity,
  NewsItemEventEntity,
  NewsItemFieldOfWorkEntity,
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

/** What happens to an item that is in the graph already. */
export type OfStored =
  /** It stays as it is. */
  | 'keep'
  /** What the record says takes its place; what the record leaves open stays. */
  | 'complete';

/** Writes news items. @throws UnknownSlugError if a record names a node that is not there */
export async function writeNews(
  manager: EntityManager,
  all: readonly NewsItemRecord[],
  ofStored: OfStored,
  directory: Directory,
  linker: Linker,
  changes: Changes,
): Promise<void> {
  const stored = new Map(
    (await manager.findBy(NewsItem, { id: In(all.map(({ slug }) => nodeId('NewsItem', slug))) })).map((item) => [
      item.slug,
      item,
    ]),
  );
  const records = ofStored === 'keep' ? all.filter(({ slug }) => !stored.has(slug)) : all;
  const context = { directory, linker, hosts: await hostCountries(manager) };
  const writings = records.map((record) => compose(record, stored.get(record.slug), context));
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

interface Composing {
  directory: Directory;
  linker: Linker;
  hosts: ReadonlyMap<string, string>;
}

function compose(record: NewsItemRecord, stored: NewsItem | undefined, { directory, linker, hosts }: Composing) {
  const id = nodeId('NewsItem', record.slug);
  const text = textOf(record, stored);
  const officeIds = filled(
    record.issuedBy.map((slug) => directory.require('Office', slug)),
    stored?.officeIds,
  );
  const fieldOfWorkIds = filled(
    record.fieldsOfWork.map((slug) => directory.require('FieldOfWork', slug)),
    stored?.fieldOfWorkIds,
  );
  const mentions = mentionsOf(id, text, directory, linker);
  const hostIds = officeIds.flatMap((officeId) => hosts.get(officeId) ?? []);
  const item: NewsItem = {
    id,
    slug: record.slug,
    ...text,
    issuedOn: record.issuedOn ?? stored?.issuedOn ?? null,
    kind: (record.kind ?? stored?.kind ?? 'NEWS') as NewsItemKind,
    sourceUrl: record.sourceUrl ?? stored?.sourceUrl ?? null,
    sourceId: record.sourceId ?? stored?.sourceId ?? null,
    issuersAsText: filled(record.issuersAsText ?? [], stored?.issuersAsText),
    subThemes: filled(record.subThemes ?? [], stored?.subThemes),
    officeIds,
    fieldOfWorkIds,
    countryIds: distinct([...mentions.map(({ countryId }) => countryId), ...hostIds]),
  };
  const writing: NewsWriting = {
    item,
    mentions,
    projectIds: distinct((record.projects ?? []).map((slug) => directory.require('Project', slug))),
    eventIds: distinct((record.events ?? []).map((slug) => directory.require('Event', slug))),
  };
  return writing;
}

type Text = Pick<NewsItem, 'title' | 'lead' | 'body'>;

/** Lead and body belong together: a teaser from a list does not take the place of the lead of a whole text. */
function textOf({ title, lead, body }: NewsItemRecord, stored: NewsItem | undefined): Text {
  return body === undefined && stored?.body
    ? { title, lead: stored.lead, body: stored.body }
    : { title, lead: lead ?? null, body: body ?? null };
}

const distinct = (ids: readonly string[]) => [...new Set(ids)];

const filled = (ids: readonly string[], stored: readonly string[] = []) => distinct(ids.length > 0 ? ids : stored);

function mentionsOf(
  newsItemId: string,
  { title, lead, body }: Text,
  directory: Directory,
  linker: Linker,
): CountryMention[] {
  const texts: [MentionField, string | null][] = [
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
    idsOf: (writing: NewsWriting) => string[],
    of: readonly NewsWriting[] = writings,
  ) => {
    const owners = of.map(({ item }) => item.id);
    return syncOwned(manager, entity, 'newsItemId' as keyof Link & string, [far], owners, links(far, idsOf), changes);
  };
  await sync(NewsItemOfficeEntity, 'officeId', ({ item }) => item.officeIds);
  await sync(NewsItemFieldOfWorkEntity, 'fieldOfWorkId', ({ item }) => item.fieldOfWorkIds);
  await sync(NewsItemCountryEntity, 'countryId', ({ item }) => item.countryIds);
  // A record that names no projects or events leaves those that are known.
  const withProjects = writings.filter(({ projectIds }) => projectIds.length > 0);
  const withEvents = writings.filter(({ eventIds }) => eventIds.length > 0);
  await sync(NewsItemProjectEntity, 'projectId', ({ projectIds }) => projectIds, withProjects);
  await sync(NewsItemEventEntity, 'eventId', ({ eventIds }) => eventIds, withEvents);
}
