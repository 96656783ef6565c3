/**
 * The fields of records: how content comes in and goes out. Each noun declares the fields of its record once; from them
 * come the check of a line, the published JSON Schema, the TypeScript type, what is written and what is exported.
 */
import type { EntityClass } from '../entity-columns.js';
import { maximalEntries } from './bounds.js';
import type { NodeKind } from './kind.js';

/** A JSON Schema of the few words that records need. */
export type Shape =
  | { type: 'string'; minLength?: number; pattern?: string; enum?: readonly string[]; format?: 'partial-date' }
  | { type: 'integer'; minimum: number; maximum: number }
  | { type: 'array'; items: Shape; maxItems: number }
  | {
      type: 'object';
      properties: Readonly<Record<string, Shape>>;
      required: readonly string[];
      additionalProperties: false;
    };

/** The nodes that a field names by their slugs. */
export interface NamedNodes {
  kind: NodeKind;
  /** The table of links, and its property of the far node; absent where the row of the node itself holds the id. */
  links?: { entity: EntityClass; far: string };
}

/** A field of a record. Without `names` it is the property of the row that is called like it. */
export interface RecordField<Value = unknown, Required extends boolean = boolean> {
  shape: Shape;
  isRequired: Required;
  names?: NamedNodes;
  /** For the compiler alone: the type of its value. */
  value?: Value;
}

export type RecordFields = Readonly<Record<string, RecordField>>;

type RequiredNames<Fields> = {
  [Name in keyof Fields]: Fields[Name] extends RecordField<unknown, true> ? Name : never;
}[keyof Fields];
type ValueOf<Field> = Field extends RecordField<infer Value> ? Value : never;
type Flat<Type> = { [Name in keyof Type]: Type[Name] };

/** The type of the records that have these fields. A node that was known by other slugs may keep the id of the first. */
export type RecordOf<Type extends string, Fields> = Flat<
  { type: Type } & { [Name in RequiredNames<Fields>]: ValueOf<Fields[Name]> } & {
    [Name in Exclude<keyof Fields, RequiredNames<Fields>>]?: ValueOf<Fields[Name]>;
  } & (Fields extends { formerSlugs: unknown } ? { id?: string } : unknown)
>;

const field = <Value>(shape: Shape): RecordField<Value, false> => ({ shape, isRequired: false });

/** A field that must be there. */
export const required = <Value>(optional: RecordField<Value, false>): RecordField<Value, true> => ({
  ...optional,
  isRequired: true,
});

const listOf = (items: Shape): Shape => ({ type: 'array', items, maxItems: maximalEntries });
const slug: Shape = { type: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' };
const someText: Shape = { type: 'string', minLength: 1 };
/** The largest number that PostgreSQL's `integer` holds. */
const largest = 2_147_483_647;

export const text = field<string>(someText);
/** A text that may be empty. */
export const anyText = field<string>({ type: 'string' });
export const texts = field<string[]>(listOf(someText));
/** A date of the precision that is known. */
export const date = field<string>({ type: 'string', format: 'partial-date' });
export const url = field<string>({ type: 'string', pattern: '^https?://' });
export const matching = (pattern: string) => field<string>({ type: 'string', pattern });
export const integer = (minimum: number, maximum = largest) => field<number>({ type: 'integer', minimum, maximum });
export const oneOf = <const Value extends string>(...values: Value[]) => field<Value>({ type: 'string', enum: values });

/** A node of a kind by its slug. The row holds its id in the property that is called like the field, with `Id`. */
export const one = (kind: NodeKind): RecordField<string, false> => ({ ...field<string>(slug), names: { kind } });

/** Nodes of a kind by their slugs, in order. @param far the property of the links that holds their ids */
export const many = (
  kind: NodeKind,
  entity: EntityClass,
  far = `${kind.charAt(0).toLowerCase()}${kind.slice(1)}Id`,
): RecordField<string[], false> => ({
  ...field<string[]>(listOf(slug)),
  names: { kind, links: { entity, far } },
});

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

const nameKinds = ['COMMON', 'OFFICIAL', 'FORMER', 'ABBREVIATION', 'VARIANT', 'LOCAL'] as const satisfies NameKind[];
const name = {
  type: 'object',
  properties: {
    name: someText,
    kind: { type: 'string', enum: nameKinds },
    from: date.shape,
    until: date.shape,
    language: someText,
  } satisfies Record<keyof NameRecord, Shape>,
  required: ['name', 'kind'],
  additionalProperties: false,
} as const;

/** The fields of whatever is known by a slug: `formerSlugs` are those under which it was known before, or is elsewhere. */
export const slugged = {
  slug: required(field<string>(slug)),
  formerSlugs: field<string[]>(listOf(slug)),
};

/** The fields of whatever has names: `name` is the present one, `note` what is uncertain or disputed. */
export const named = {
  ...slugged,
  name: required(text),
  names: field<NameRecord[]>(listOf(name)),
  note: text,
};

/** The place among the nodes of its kind, counted from 0; absent: the one that it has, or for a new one the last. */
export const position = integer(0);
