/**
 * The functions of the database stand in `sql/`, one file for each, named as the function: what is there is what a
 * migrated database has. A migration names the functions that it applies.
 *
 * To change a function: move its file to `sql/before-<number of the new migration>/`, write the new one, and let the
 * migration call {@link applyFunctions} in `up` and {@link restoreFunctions} in `down`. Migrations before it go on to apply
 * the text that stands in the folder. See docs/adr/0034.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { QueryRunner } from 'typeorm';

const folder = join(__dirname, 'sql');

/** Makes functions, or replaces them, as they are from this migration on. @param migration its number */
export async function applyFunctions(runner: QueryRunner, migration: number, names: readonly string[]): Promise<void> {
  for (const name of names) await runner.query(textOf(name, migration));
}

/** Makes functions, or replaces them, as they were before this migration. @param migration its number */
export async function restoreFunctions(
  runner: QueryRunner,
  migration: number,
  names: readonly string[],
): Promise<void> {
  for (const name of names) await runner.query(textOf(name, migration - 1));
}

/**
 * The text of a function from a migration on: until the next migration that changed it, or as it is today.
 * @throws if neither has a file
 */
function textOf(name: string, migration: number): string {
  const until = readdirSync(folder)
    .filter((entry) => entry.startsWith('before-'))
    .map((entry) => Number(entry.slice('before-'.length)))
    .filter((number) => number > migration && existsSync(join(folder, `before-${number}`, `${name}.sql`)));
  const path = until.length > 0 ? join(`before-${Math.min(...until)}`, `${name}.sql`) : `${name}.sql`;
  return readFileSync(join(folder, path), 'utf8');
}
