/** Converts the reading of a page to records. */
import { createHash } from 'node:crypto';
import slugify from 'slugify';
import { maximalEntries } from '../../graph/nouns/bounds.js';
import { nounOf } from '../../graph/nouns/declare.js';
import type { EventRecord, NewsItemRecord } from '../record.js';
import type { Named } from '../readers/names.js';
import type { EventReading, NewsReading, Reading } from '../readers/reading.js';

const longestSlug = 200;

/** Returns a readable slug for a title. For scripts without a Latin transliteration a digest makes it unique. */
export function slugOf(title: string): string {
  const slug = slugify(title, { lower: true, strict: true, locale: 'en' }).slice(0, longestSlug).replace(/-$/, '');
  const letters = title.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  if (slug.length * 2 >= Math.min(letters, longestSlug)) return slug;
  const digest = createHash('sha256').update(title.normalize('NFC')).digest('hex').slice(0, 12);
  return slug === '' ? digest : `${slug}-${digest}`;
}

/** Returns the records of a reading; none if it was rejected. */
export function recordsOf(reading: Reading): (NewsItemRecord | EventRecord)[] {
  if (reading.type === 'news') return [newsRecord(reading)];
  if (reading.type === 'list') return reading.items.map(newsRecord);
  return reading.type === 'event' ? [eventRecord(reading)] : [];
}

/** Why a record of a page has more entries than records may have; undefined if it has not. */
export function tooLongListOf(record: NewsItemRecord | EventRecord): string | undefined {
  const found = Object.entries(record).find(([, value]) => Array.isArray(value) && value.length > maximalEntries);
  return found && `Expected a page with at most ${maximalEntries} entries in "${found[0]}", but it has more.`;
}

const known = (names: readonly Named[]) => names.flatMap(({ slug }) => slug ?? []);
const asPrinted = (names: readonly Named[]) => [
  ...new Set(names.flatMap(({ slug, text }) => (slug === undefined ? [text] : []))),
];

const filled = <Field extends string>(field: Field, names: string[]) =>
  (names.length > 0 ? { [field]: names } : {}) as Partial<Record<Field, string[]>>;

/** The fields shared by a reading and a record; references are resolved separately. */
const sharedFields = (kind: 'NewsItem' | 'Event', reading: object) =>
  Object.fromEntries(
    Object.entries(nounOf(kind).record).flatMap(([field, { names }]) => {
      const value: unknown = Reflect.get(reading, field);
      return names || value === undefined ? [] : [[field, value]];
    }),
  );

const newsRecord = (reading: NewsReading): NewsItemRecord => ({
  ...sharedFields('NewsItem', reading),
  type: 'NewsItem',
  slug: slugOf(reading.title),
  title: reading.title,
  issuedBy: known(reading.issuers),
  ...filled('issuersAsText', asPrinted(reading.issuers)),
  fieldsOfWork: known(reading.fieldsOfWork),
  ...filled('subThemes', asPrinted(reading.fieldsOfWork)),
  projects: known(reading.projects),
});

const eventRecord = (reading: EventReading): EventRecord => ({
  ...sharedFields('Event', reading),
  type: 'Event',
  slug: slugOf(reading.title),
  title: reading.title,
  ...(reading.country?.slug !== undefined && { country: reading.country.slug }),
});
