/**
 * How the nodes of each kind are stored: their table, the columns that name another node, and the link tables that hang
 * on them. Every edge hangs on exactly one node, the one whose record names the other.
 */
import type { ObjectLiteral } from 'typeorm';
import { Chairpersonship } from '../content/chairpersonship/chairpersonship.entity.js';
import { CountryMention } from '../content/country-mention/country-mention.entity.js';
import { CountryEntity } from '../content/country/country.entity.js';
import { EventSeries } from '../content/event-series/event-series.entity.js';
import { Event, EventFieldOfWorkEntity } from '../content/event/event.entity.js';
import { FieldOfWork } from '../content/field-of-work/field-of-work.entity.js';
import {
  NewsItem,
  NewsItemCountryEntity,
  NewsItemEventEntity,
  NewsItemFieldOfWorkEntity,
  NewsItemOfficeEntity,
  NewsItemProjectEntity,
} from '../content/news-item/news-item.entity.js';
import { OfficeEntity, OfficePredecessorEntity } from '../content/office/office.entity.js';
import { Project, ProjectSupporterEntity } from '../content/project/project.entity.js';
import type { NodeKind } from '../graph/node-id.js';

export type Row = ObjectLiteral & { id: string };

/** A link table: its rows belong to the owner, and lead to the node at the far end. */
export interface ListEdge {
  entity: new () => object;
  /** Properties of the rows. */
  owner: string;
  far: string;
  to: NodeKind;
}

export interface Noun {
  kind: NodeKind;
  entity: new () => Row;
  /** By field of the record: the property of the row that holds the id of the node named, and its kind. */
  single: Readonly<Record<string, { property: string; to: NodeKind }>>;
  /** By field of the record. */
  lists: Readonly<Record<string, ListEdge>>;
  /** Found in the text by the linker, and in no record. */
  found?: Readonly<Record<string, ListEdge>>;
}

const ofNews = (entity: new () => object, far: string, to: NodeKind): ListEdge => ({
  entity,
  owner: 'newsItemId',
  far,
  to,
});

/** In the order in which nodes can name each other. */
export const nouns: readonly Noun[] = [
  { kind: 'Country', entity: CountryEntity, single: {}, lists: {} },
  {
    kind: 'Office',
    entity: OfficeEntity,
    single: {
      hostCountry: { property: 'hostCountryId', to: 'Country' },
      parent: { property: 'parentId', to: 'Office' },
    },
    lists: {
      predecessors: { entity: OfficePredecessorEntity, owner: 'officeId', far: 'predecessorId', to: 'Office' },
    },
  },
  { kind: 'FieldOfWork', entity: FieldOfWork, single: {}, lists: {} },
  { kind: 'EventSeries', entity: EventSeries, single: {}, lists: {} },
  {
    kind: 'Chairpersonship',
    entity: Chairpersonship,
    single: { country: { property: 'countryId', to: 'Country' } },
    lists: {},
  },
  {
    kind: 'Event',
    entity: Event,
    single: {
      country: { property: 'countryId', to: 'Country' },
      series: { property: 'seriesId', to: 'EventSeries' },
    },
    lists: {
      fieldsOfWork: { entity: EventFieldOfWorkEntity, owner: 'eventId', far: 'fieldOfWorkId', to: 'FieldOfWork' },
    },
  },
  {
    kind: 'Project',
    entity: Project,
    single: {},
    lists: { supportedBy: { entity: ProjectSupporterEntity, owner: 'projectId', far: 'countryId', to: 'Country' } },
  },
  {
    kind: 'NewsItem',
    entity: NewsItem,
    single: {},
    lists: {
      issuedBy: ofNews(NewsItemOfficeEntity, 'officeId', 'Office'),
      fieldsOfWork: ofNews(NewsItemFieldOfWorkEntity, 'fieldOfWorkId', 'FieldOfWork'),
      projects: ofNews(NewsItemProjectEntity, 'projectId', 'Project'),
      events: ofNews(NewsItemEventEntity, 'eventId', 'Event'),
    },
    found: {
      countries: ofNews(NewsItemCountryEntity, 'countryId', 'Country'),
      countryMentions: ofNews(CountryMention, 'countryId', 'Country'),
    },
  },
];

export const nounOf = (kind: NodeKind): Noun => nouns.find((noun) => noun.kind === kind)!;
