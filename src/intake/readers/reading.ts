/**
 * What the readers make of a page: one typed reading, or a refusal that tells an editor why the page gives nothing.
 * Names stay as the page prints them; a slug is added where the gazetteer knows the name.
 */
import type { NewsItemKind } from '../record.js';
import type { NavigationReading } from './navigation.js';

/** One page, as text. */
export interface Source {
  /** File name or address; it appears in reports, and becomes `sourceUrl` where it is a web address. */
  name: string;
  text: string;
}

export type ShapeName =
  | 'site-page'
  | 'institution-page'
  | 'newsroom-print'
  | 'bare-text'
  | 'list-page'
  | 'event-page'
  | 'feed'
  | 'overview'
  | 'navigation-only';

/** A name as printed, with the slug of the node that bears it where the gazetteer knows one. */
export interface Named {
  text: string;
  slug?: string;
}

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
  shape: ShapeName;
  /** From 0 to 1: how sure the shape is that the page is of its kind. */
  confidence: number;
  /** The menu printed above the content. */
  navigation?: NavigationReading;
  remarks: Remark[];
}

export interface NewsReading extends ReadingBase {
  type: 'news';
  title: string;
  lead?: string;
  /** Paragraphs separated by a blank line. Lead and body together are the page's text: nothing twice, nothing lost. */
  body?: string;
  /** ISO 8601 of the precision known. */
  issuedOn?: string;
  dateSource?: DateSource;
  kind?: NewsItemKind;
  issuers: Named[];
  fieldsOfWork: Named[];
  projects: Named[];
  sourceUrl?: string;
  /** The organisation's own number of the item: the last part of its address. */
  sourceId?: string;
  /** Line of the title. */
  line: number;
}

export interface EventReading extends ReadingBase {
  type: 'event';
  title: string;
  body?: string;
  startsOn?: string;
  endsOn?: string;
  city?: string;
  country?: Named;
  organizers: Named[];
  sourceUrl?: string;
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
  shape?: ShapeName;
  confidence: number;
  title?: string;
  navigation?: NavigationReading;
  remarks: Remark[];
}

export type Reading = NewsReading | EventReading | ListReading | Refusal;
