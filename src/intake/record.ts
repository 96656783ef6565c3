/**
 * The typed records in which content comes in: the project's own data files, and what the readers make of a page.
 * One record is one node with its edges; other nodes are named by slug. Dates are ISO 8601 of the precision known
 * (`2007`, `2007-06`, `2007-06-30`); what is not known is left out.
 */

/** What a name is, among the names of one node. */
export type NameKind = 'COMMON' | 'OFFICIAL' | 'FORMER' | 'ABBREVIATION' | 'VARIANT' | 'LOCAL';

/** One name of a node besides its present one, with the days on which it was in use. */
export interface NameRecord {
  name: string;
  kind: NameKind;
  /** First day of use; absent: from the beginning, or not known. */
  from?: string;
  /** Last day of use; absent: still in use, or not known. */
  until?: string;
  /** BCP 47 tag, for a name in another language than English. */
  language?: string;
}

/** What has a place of its own in the lists of its kind. */
interface PlacedRecord extends NamedRecord {
  /** The place, counted from 0; absent: the one that it has, or for a new one the last. */
  position?: number;
}

interface NamedRecord {
  slug: string;
  /** Id of the node, where it is not the one that its slug gives: a node keeps its id when its slug changes. */
  id?: string;
  /** Slugs under which the node was known before, or is known elsewhere. They find it still. */
  formerSlugs?: string[];
  /** The present name. */
  name: string;
  names?: NameRecord[];
  /** What is uncertain or disputed, in one or two sentences. */
  note?: string;
}

export interface CountryRecord extends PlacedRecord {
  type: 'ParticipatingState' | 'PartnerForCooperation';
  isoCode: string;
  isoCode3: string;
  capital: string;
  /** Day from which it takes part as a participating State. */
  joinedOn?: string;
  partnership?: 'ASIAN' | 'MEDITERRANEAN';
  partnerSince?: string;
  /** Last day as a Partner for Co-operation, for one that became a participating State. */
  partnerUntil?: string;
}

export interface OfficeRecord extends PlacedRecord {
  type: 'SecretariatDepartment' | 'Institution' | 'FieldOperation' | 'OrganizationBody';
  /** The usual abbreviation, such as ODIHR. */
  shortName?: string;
  status: 'ACTIVE' | 'CLOSED' | 'TRANSFORMED';
  establishedOn?: string;
  /** Last day. */
  closedOn?: string;
  city?: string;
  /** Slug of the country in which it works; absent where there is none (the Mission in Kosovo). */
  hostCountry?: string;
  /** Slug of the office of which it is a part: the Secretariat, for its departments. */
  parent?: string;
  /** Slugs of the offices that it continues. */
  predecessors?: string[];
}

export interface ChairpersonshipRecord {
  type: 'Chairpersonship';
  year: number;
  /** Slug of the State; absent where no present State held it (Czechoslovakia, 1992). */
  country?: string;
  /** Name of the holder as it was then. */
  heldBy: string;
  /** Chairpersons-in-Office of that year, in order. */
  chairs: string[];
  note?: string;
}

export interface FieldOfWorkRecord extends PlacedRecord {
  type: 'FieldOfWork';
  dimension: 'POLITICO_MILITARY' | 'ECONOMIC_AND_ENVIRONMENTAL' | 'HUMAN' | 'CROSS_DIMENSIONAL';
}

export interface EventSeriesRecord extends PlacedRecord {
  type: 'EventSeries';
}

export interface EventRecord {
  type: 'Event';
  slug: string;
  /** See {@link NamedRecord}. */
  id?: string;
  formerSlugs?: string[];
  title: string;
  startsOn?: string;
  endsOn?: string;
  city?: string;
  /** Slug of the country in which it took place. */
  country?: string;
  /** Slug of the event series. */
  series?: string;
  /** Which edition of its series it is: 7 for the seventh. */
  edition?: number;
  /** Slugs of the fields of work that it is about. */
  fieldsOfWork?: string[];
  sourceUrl?: string;
  note?: string;
}

export interface ProjectRecord extends NamedRecord {
  type: 'Project';
  /** Slugs of the countries that support it. */
  supportedBy: string[];
}

export type NewsItemKind =
  'NEWS' | 'PRESS_RELEASE' | 'PRESS_STATEMENT' | 'DAILY_REPORT' | 'SPOT_REPORT' | 'WEEKLY_REPORT';

export interface NewsItemRecord {
  type: 'NewsItem';
  slug: string;
  title: string;
  lead?: string;
  body?: string;
  issuedOn?: string;
  kind?: NewsItemKind;
  sourceUrl?: string;
  /** The organisation's own number of the item, such as the last part of its address. */
  sourceId?: string;
  /** Slugs of the issuing offices, in the order of the page. */
  issuedBy: string[];
  /** Issuers that the page prints and that no office is called, as they are printed. */
  issuersAsText?: string[];
  /** Slugs of fields of work, in the order of the page. */
  fieldsOfWork: string[];
  /** Themes that the page prints among its fields of work and that are none of them, as they are printed. */
  subThemes?: string[];
  projects?: string[];
  events?: string[];
}

export type ContentRecord =
  | CountryRecord
  | OfficeRecord
  | ChairpersonshipRecord
  | FieldOfWorkRecord
  | EventSeriesRecord
  | EventRecord
  | ProjectRecord
  | NewsItemRecord;
