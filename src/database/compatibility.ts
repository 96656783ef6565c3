/** Checks whether a PostgreSQL database is supported: before anything is written, and in detail by the doctor. */
import type { DataSource } from 'typeorm';

/** The oldest major version that is tested. */
export const oldestVersion = 15;

/** The database is not supported. The message says what is required. */
export class UnsupportedDatabaseError extends Error {
  override readonly name = 'UnsupportedDatabaseError';
}

/** A property as found, and what it lacks, if anything. */
export interface Compatibility {
  readonly found: string;
  readonly lacks?: string;
}

/** The version must support what the migrations use. */
export async function versionOf(source: DataSource): Promise<Compatibility> {
  const version = Number(await setting(source, 'server_version_num'));
  const found = await setting(source, 'server_version');
  return version >= oldestVersion * 10_000
    ? { found }
    : { found, lacks: `PostgreSQL ${found} is too old: version ${oldestVersion} or later is required` };
}

/** Texts come in all scripts. */
export async function encodingOf(source: DataSource): Promise<Compatibility> {
  const found = await setting(source, 'server_encoding');
  return found === 'UTF8'
    ? { found }
    : { found, lacks: `its encoding is ${found}: create the database with ENCODING 'UTF8'` };
}

/** The locale of the database lower-cases letters: C skips Cyrillic ones, Turkish the Latin I. */
export async function lettersOf(source: DataSource): Promise<Pick<Compatibility, 'lacks'>> {
  // By number: other encodings than UTF-8 would not take the letters.
  const [row] = await source.query<{ folds: boolean }[]>(
    `SELECT lower('I' || chr(201) || chr(1046)) = 'i' || chr(233) || chr(1078) AS folds`,
  );
  if (row!.folds) return {};
  return {
    lacks: `its locale does not lower-case all scripts, so that search misses words: create the database with LOCALE 'C.UTF-8'`,
  };
}

/**
 * Checks a database before it is migrated.
 * @returns warnings about a database that is supported with restrictions
 * @throws {UnsupportedDatabaseError} if it is not supported
 */
export async function requireCompatibility(source: DataSource): Promise<string[]> {
  for (const { lacks } of [await versionOf(source), await encodingOf(source)]) {
    if (lacks) throw new UnsupportedDatabaseError(`The database is not supported: ${lacks}.`);
  }
  const { lacks } = await lettersOf(source);
  return lacks ? [`the database is supported with restrictions: ${lacks}`] : [];
}

/** Returns a setting of the current session. */
export async function setting(source: DataSource, name: string): Promise<string> {
  const [row] = await source.query<{ value: string }[]>('SELECT current_setting($1) AS value', [name]);
  return row!.value;
}
