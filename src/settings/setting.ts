/** What a setting is, and how a table of settings is read. Names, types and texts are all derived from the tables. */
import type { Parser, Refusal } from './parsers.js';

/** One entry of a table, under the name of its variable. */
export interface Setting {
  /** What it is called in the program; absent: the name of the variable in camel case, without `LIMIT_` or `COST_`. */
  readonly property?: string;
  /** What holds when the variable is absent or blank. */
  readonly default: unknown;
  /** The same in production, where it differs. */
  readonly inProduction?: unknown;
  /** The default in words, where its value does not tell it. */
  readonly defaultText?: string;
  readonly parse: Parser<unknown>;
  readonly description: string;
}
export type Table = Readonly<Record<string, Setting>>;

type Parsed<Entry extends Setting> = Exclude<ReturnType<Entry['parse']>, Refusal>;
type Value<Entry extends Setting> = Parsed<Entry> | Extract<Entry['default'], undefined>;

type PropertyOf<Name, Entry> = Entry extends { readonly property: infer Property extends string }
  ? Property
  : Name extends `${'LIMIT_' | 'COST_'}${infer Rest}`
    ? CamelCase<Rest>
    : CamelCase<Name>;
type CamelCase<Name> = Name extends `${infer First}_${infer Rest}`
  ? `${Lowercase<First>}${Capitalize<CamelCase<Rest>>}`
  : Lowercase<Name & string>;

/** What is read by a table. */
export type Settings<Entries extends Table> = {
  readonly [Name in keyof Entries as PropertyOf<Name, Entries[Name]>]: Value<Entries[Name]>;
};

/** Declares a table: every default is one of the values of its parser, or `undefined`. */
export function settings<const Entries extends Table>(
  entries: Entries & {
    readonly [Name in keyof Entries]: Readonly<Record<'default', Parsed<Entries[Name]> | undefined>> &
      Readonly<Partial<Record<'inProduction', Parsed<Entries[Name]>>>>;
  },
): Entries {
  return entries;
}

/** Reads every setting of a table, with a function that reads one. */
export function readTable<Entries extends Table>(
  table: Entries,
  read: (name: string, setting: Setting) => unknown,
): Settings<Entries> {
  return Object.freeze(
    Object.fromEntries(Object.entries(table).map(([name, entry]) => [propertyOf(name, entry), read(name, entry)])),
  ) as Settings<Entries>;
}

function propertyOf(name: string, { property }: Setting): string {
  const words = name.replace(/^(LIMIT|COST)_/, '').toLowerCase();
  return property ?? words.replace(/_(.)/g, (_, first: string) => first.toUpperCase());
}

/** The default of a setting in words. */
export function defaultText(setting: Setting): string {
  const text = setting.defaultText ?? inWords(setting.default);
  return 'inProduction' in setting ? `${text}; in production ${inWords(setting.inProduction)}` : text;
}

function inWords(value: unknown): string {
  const words = (Array.isArray(value) ? value : [value ?? '']).map(String).join(', ');
  return words === '' ? 'none' : words;
}
