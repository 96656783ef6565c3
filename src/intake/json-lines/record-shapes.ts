/**
 * How each type of record looks: the one declaration by which lines are checked, and from which the published JSON
 * Schema is made. The compiler compares it with the record types: a field cannot be in the one and not in the other.
 */
import { nodeKinds, type NodeKind } from '../../graph/node-id.js';
import type { ContentRecord, NameRecord } from '../record.js';
import { faultOf, type Shape } from './shape.js';

const text = { type: 'string', minLength: 1 } as const;
const texts = { type: 'array', items: text } as const;
const anyText = { type: 'string' } as const;
const slug = { type: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' } as const;
const slugs = { type: 'array', items: slug } as const;
const date = { type: 'string', format: 'partial-date' } as const;
const url = { type: 'string', pattern: '^https?://' } as const;
const place = { type: 'integer', minimum: 0, maximum: 2_147_483_647 } as const;
const year = { type: 'integer', minimum: 1991, maximum: 9999 } as const;
const edition = { type: 'integer', minimum: 1, maximum: 2_147_483_647 } as const;
const oneOf = (...values: string[]) => ({ type: 'string', enum: values }) as const;
const idOf = (kind: NodeKind) =>
  ({
    type: 'string',
    pattern: `^${nodeKinds[kind]}[0-9a-f]{6}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`,
  }) as const;

type RequiredKeys<T> = { [Key in keyof T]-?: object extends Pick<T, Key> ? never : Key }[keyof T];
type Fields<T> = { readonly [Key in keyof T]-?: Shape };

/** A record type as a shape: fields that must be there, and fields that may. */
function shapeOf<T>(
  required: readonly (RequiredKeys<T> & string)[],
  properties: Fields<T>,
): Shape & { type: 'object' } {
  return {
    type: 'object',
    properties: properties as Record<string, Shape>,
    required,
    additionalProperties: false,
  };
}

type RecordOf<Type extends ContentRecord['type']> = Extract<ContentRecord, { type: Type }>;

const names = {
  type: 'array',
  items: shapeOf<NameRecord>(['name', 'kind'], {
    name: text,
    kind: oneOf('COMMON', 'OFFICIAL', 'FORMER', 'ABBREVIATION', 'VARIANT', 'LOCAL'),
    from: date,
    until: date,
    language: text,
  }),
} as const;

const named = (kind: NodeKind) => ({ slug, id: idOf(kind), formerSlugs: slugs, name: text, names, note: text });

const country = shapeOf<RecordOf<'ParticipatingState' | 'PartnerForCooperation'>>(
  ['type', 'slug', 'name', 'isoCode', 'isoCode3', 'capital'],
  {
    type: oneOf('ParticipatingState', 'PartnerForCooperation'),
    ...named('Country'),
    position: place,
    isoCode: { type: 'string', pattern: '^[A-Z]{2}$' },
    isoCode3: { type: 'string', pattern: '^[A-Z]{3}$' },
    capital: anyText,
    joinedOn: date,
    partnership: oneOf('ASIAN', 'MEDITERRANEAN'),
    partnerSince: date,
    partnerUntil: date,
  },
);

const office = shapeOf<RecordOf<'SecretariatDepartment' | 'Institution' | 'FieldOperation' | 'OrganizationBody'>>(
  ['type', 'slug', 'name', 'status'],
  {
    type: oneOf('SecretariatDepartment', 'Institution', 'FieldOperation', 'OrganizationBody'),
    ...named('Office'),
    position: place,
    shortName: text,
    status: oneOf('ACTIVE', 'CLOSED', 'TRANSFORMED'),
    establishedOn: date,
    closedOn: date,
    city: text,
    hostCountry: slug,
    parent: slug,
    predecessors: slugs,
  },
);

/** The shape of each type of record. */
export const recordShapes: Readonly<Record<ContentRecord['type'], Shape & { type: 'object' }>> = {
  ParticipatingState: country,
  PartnerForCooperation: country,
  SecretariatDepartment: office,
  Institution: office,
  FieldOperation: office,
  OrganizationBody: office,
  FieldOfWork: shapeOf<RecordOf<'FieldOfWork'>>(['type', 'slug', 'name', 'dimension'], {
    type: oneOf('FieldOfWork'),
    ...named('FieldOfWork'),
    position: place,
    dimension: oneOf('POLITICO_MILITARY', 'ECONOMIC_AND_ENVIRONMENTAL', 'HUMAN', 'CROSS_DIMENSIONAL'),
  }),
  EventSeries: shapeOf<RecordOf<'EventSeries'>>(['type', 'slug', 'name'], {
    type: oneOf('EventSeries'),
    ...named('EventSeries'),
    position: place,
  }),
  Chairpersonship: shapeOf<RecordOf<'Chairpersonship'>>(['type', 'year', 'heldBy', 'chairs'], {
    type: oneOf('Chairpersonship'),
    year,
    country: slug,
    heldBy: text,
    chairs: texts,
    note: text,
  }),
  Event: shapeOf<RecordOf<'Event'>>(['type', 'slug', 'title'], {
    type: oneOf('Event'),
    slug,
    id: idOf('Event'),
    formerSlugs: slugs,
    title: text,
    startsOn: date,
    endsOn: date,
    city: text,
    country: slug,
    series: slug,
    edition,
    fieldsOfWork: slugs,
    sourceUrl: url,
    note: text,
  }),
  Project: shapeOf<RecordOf<'Project'>>(['type', 'slug', 'name', 'supportedBy'], {
    type: oneOf('Project'),
    ...named('Project'),
    supportedBy: slugs,
  }),
  NewsItem: shapeOf<RecordOf<'NewsItem'>>(['type', 'slug', 'title', 'issuedBy', 'fieldsOfWork'], {
    type: oneOf('NewsItem'),
    slug,
    title: text,
    lead: anyText,
    body: anyText,
    issuedOn: date,
    kind: oneOf('NEWS', 'PRESS_RELEASE', 'PRESS_STATEMENT', 'DAILY_REPORT', 'SPOT_REPORT', 'WEEKLY_REPORT'),
    sourceUrl: url,
    sourceId: text,
    issuedBy: slugs,
    issuersAsText: texts,
    fieldsOfWork: slugs,
    subThemes: texts,
    projects: slugs,
    events: slugs,
  }),
};

const typed: Shape = {
  type: 'string',
  enum: Object.keys(recordShapes),
};

/** The record that a JSON value is, or why it is none. */
export function asRecord(value: unknown): { record: ContentRecord } | { fault: string } {
  const type: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'type') : undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { fault: faultOf(value, recordShapes.NewsItem)! };
  }
  if (type === undefined) return { fault: 'Expected the field "type", but it is not there.' };
  const fault = faultOf(type, typed, 'type') ?? faultOf(value, recordShapes[type as ContentRecord['type']]);
  return fault === undefined ? { record: value as ContentRecord } : { fault };
}

/** The JSON Schema of a line, as it is published. */
export const recordSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'A record of the OSCE content graph: one line of a JSON Lines file',
  oneOf: [...new Set(Object.values(recordShapes))].map((shape) => withoutOwnWords(shape)),
};

/** Validators of JSON Schema do not know our dates: the pattern says nearly the same, and the importer the rest. */
function withoutOwnWords(shape: Shape): object {
  if (shape.type === 'array') return { ...shape, items: withoutOwnWords(shape.items) };
  if (shape.type === 'object') {
    const properties = Object.entries(shape.properties).map(([name, inner]) => [name, withoutOwnWords(inner)]);
    return { ...shape, properties: Object.fromEntries(properties) as object };
  }
  if (shape.type !== 'string' || !shape.format) return shape;
  return { type: 'string', pattern: '^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$' };
}
