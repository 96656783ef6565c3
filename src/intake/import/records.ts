/** From what a reader made of a page to the records that are written. */
import { createHash } from 'node:crypto';
import slugify from 'slugify';
import type { EventRecord, NewsItemRecord } from '../record.js';
import type { EventReading, Named, NewsReading, Reading } from '../readers/reading.js';

const longestSlug = 200;

/** A readable key made of a title. Of scripts that cannot be written in Latin letters a digest tells titles apart. */
export function slugOf(title: string): string {
  const slug = slugify(title, { lower: true, strict: true, locale: 'en' }).slice(0, longestSlug).replace(/-$/, '');
  const letters = title.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  if (slug.length * 2 >= Math.min(letters, longestSlug)) return slug;
  const digest = createHash('sha256').update(title.normalize('NFC')).digest('hex').slice(0, 12);
  return slug === '' ? digest : `${slug}-${digest}`;
}

/** The records of a reading; none for a refusal. */
export function recordsOf(reading: Reading): (NewsItemRecord | EventRecord)[] {
  if (reading.type === 'news') return [newsRecord(reading)];
  if (reading.type === 'list') return reading.items.map(newsRecord);
  return reading.type === 'event' ? [eventRecord(reading)] : [];
}

const known = (names: readonly Named[]) => names.flatMap(({ slug }) => slug ?? []);
const asPrinted = (names: readonly Named[]) => [
  ...new Set(names.flatMap(({ slug, text }) => (slug === undefined ? [text] : []))),
];

const filled = <Field extends string>(field: Field, names: string[]) =>
  (names.length > 0 ? { [field]: names } : {}) as Partial<Record<Field, string[]>>;

const newsRecord = (reading: NewsReading): NewsItemRecord => ({
  type: 'NewsItem',
  slug: slugOf(reading.title),
  title: reading.title,
  ...(reading.lead !== undefined && { lead: reading.lead }),
  ...(reading.body !== undefined && { body: reading.body }),
  ...(reading.issuedOn !== undefined && { issuedOn: reading.issuedOn }),
  ...(reading.kind !== undefined && { kind: reading.kind }),
  ...(reading.sourceUrl !== undefined && { sourceUrl: reading.sourceUrl }),
  ...(reading.sourceId !== undefined && { sourceId: reading.sourceId }),
  issuedBy: known(reading.issuers),
  ...filled('issuersAsText', asPrinted(reading.issuers)),
  fieldsOfWork: known(reading.fieldsOfWork),
  ...filled('subThemes', asPrinted(reading.fieldsOfWork)),
  projects: known(reading.projects),
});

const eventRecord = (reading: EventReading): EventRecord => ({
  type: 'Event',
  slug: slugOf(reading.title),
  title: reading.title,
  ...(reading.startsOn !== undefined && { startsOn: reading.startsOn }),
  ...(reading.endsOn !== undefined && { endsOn: reading.endsOn }),
  ...(reading.city !== undefined && { city: reading.city }),
  ...(reading.country?.slug !== undefined && { country: reading.country.slug }),
  ...(reading.sourceUrl !== undefined && { sourceUrl: reading.sourceUrl }),
});
