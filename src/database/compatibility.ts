/** Whether a PostgreSQL can hold the graph: told before anything is written to it, and in detail by the doctor. */
import type { DataSource } from 'typeorm';

/** The oldest major version that is tested. */
export const oldestVersion = 15;

/** The database cannot hold the graph. Its message says what would. */
export class UnsupportedDatabaseError extends Error {
  override readonly name = 'UnsupportedDatabaseError';
}

/** What was found of one property, and what is asked for if that is not it. */
export interface Compatibility {
  readonly found: string;
  readonly lacks?: string;
}

/** The version must be one that has what the migrations use. */
export async function versionOf(source: DataSource): Promise<Compatibility> {
  const version = Number(await setting(source, 'server_version_num'));
  const found = await setting(source, 'server_version');
  return version >= oldestVersion * 10_000
    ? { found }
    : { found, lacks: `PostgreSQL ${found} is too old: version ${oldestVersion} or later is needed` };
}

/** Texts come in all scripts. */
export async function encodingOf(source: DataSource): Promise<Compatibility> {
  const found = await setting(source, 'server_encoding');
  return found === 'UTF8'
    ? { found }
    : { found, lacks: `it keeps texts in ${found}: make the database with ENCODING 'UTF8'` };
}

/** Capitals are folded by the locale of the database: C leaves those of Russian as they are, Turkish the Latin I. */
export async function lettersOf(source: DataSource): Promise<Pick<Compatibility, 'lacks'>> {
  // By number: other encodings than UTF-8 would not take the letters.
  const [row] = await source.query<{ folds: boolean }[]>(
    `SELECT lower('I' || chr(201) || chr(1046)) = 'i' || chr(233) || chr(1078) AS folds`,
  );
  if (row!.folds) return {};
  return {
    lacks: `its locale does not fold the capitals of all scripts, so that search overlooks words: make the database with LOCALE 'C.UTF-8'`,
  };
}

/**
 * Looks at a database before it is migrated.
 * @returns what should be better, though the graph can be served; in words for people
 * @throws {UnsupportedDatabaseError} if it cannot hold the graph
 */
export async function requireCompatibility(source: DataSource): Promise<string[]> {
  for (const { lacks } of [await versionOf(source), await encodingOf(source)]) {
    if (lacks) throw new UnsupportedDatabaseError(`The database is not fit: ${lacks}.`);
  }
  const { lacks } = await lettersOf(source);
  return lacks ? [`the database has a weakness: ${lacks}`] : [];
}

/** What the session with a database has as this setting. */
export async function setting(source: DataSource, name: string): Promise<string> {
  const [row] = await source.query<{ value: string }[]>('SELECT current_setting($1) AS value', [name]);
  return row!.value;
}
