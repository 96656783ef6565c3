/**
 * What the readers make of a page: one typed reading, or a refusal that tells an editor why the page gives nothing.
 * Names stay as the page prints them; a slug is added where the gazetteer knows the name.
 */
import type { EventRecord, NewsItemRecord } from '../record.js';
import type { Named } from './names.js';
import type { NavigationReading } from './navigation.js';

/** One page, as text. */
export interface Source {
  /** File name or address; it appears in reports, and becomes `sourceUrl` where it is a web address. */
  name: string;
  text: string;
}

export type PageLayoutName =
  | 'site-page'
  | 'institution-page'
  | 'newsroom-print'
  | 'bare-text'
  | 'list-page'
  | 'event-page'
  | 'feed'
  | 'overview'
  | 'navigation-only';

export type RemarkCode =
  | 'unknown-issuer'
  | 'unknown-field-of-work'
  | 'unknown-project'
  | 'unknown-label'
  | 'unknown-content-type'
  | 'invalid-date'
  | 'date-without-year'
  | 'dates-differ'
  | 'inferred'
  | 'missing-value'
  | 'too-long'
  | 'left-out'
  | 'unsure'
  | 'cut';

/** Something an editor may want to know about a reading. It never stops the reading. */
export interface Remark {
  code: RemarkCode;
  message: string;
  /** Line of the page, from 1. */
  line?: number;
}

/** Where the date of a news item was found, from the most to the least trusted. */
export type DateSource = 'issued-on' | 'publishing-date' | 'date-line' | 'dateline' | 'title';

interface ReadingBase {
  shape: PageLayoutName;
  /** From 0 to 1: how sure the shape is that the page is of its kind. */
  confidence: number;
  /** The menu printed above the content. */
  navigation?: NavigationReading;
  remarks: Remark[];
}

/** The fields of a record, without those that name other nodes or follow from those that the page prints. */
type NewsFields = Omit<
  NewsItemRecord,
  'type' | 'slug' | 'issuedBy' | 'issuersAsText' | 'fieldsOfWork' | 'subThemes' | 'projects' | 'events'
>;

/** Lead and body together are the page's text: nothing twice, nothing lost. */
export interface NewsReading extends ReadingBase, NewsFields {
  type: 'news';
  dateSource?: DateSource;
  issuers: Named[];
  fieldsOfWork: Named[];
  projects: Named[];
  /** Line of the title. */
  line: number;
}

type EventFields = Omit<EventRecord, 'type' | 'id' | 'slug' | 'formerSlugs' | 'country' | 'series' | 'fieldsOfWork'>;

export interface EventReading extends ReadingBase, EventFields {
  type: 'event';
  body?: string;
  country?: Named;
  organizers: Named[];
}

/** A page of teasers; each item has its teaser as lead. */
export interface ListReading extends ReadingBase {
  type: 'list';
  items: NewsReading[];
}

/** What a refused page is, as far as that can be told. */
export type PageType =
  | 'event'
  | 'field-operation-overview'
  | 'mandate'
  | 'overview'
  | 'navigation'
  | 'empty'
  | 'markup'
  | 'unreadable'
  | 'unrecognised';

export interface Refusal {
  type: 'refusal';
  /** For people: what was expected and what came. */
  reason: string;
  pageType: PageType;
  shape?: PageLayoutName;
  confidence: number;
  title?: string;
  navigation?: NavigationReading;
  remarks: Remark[];
}

export type Reading = NewsReading | EventReading | ListReading | Refusal;
