import DataLoader from 'dataloader';
import { alignToKeys, groupToKeys } from './batch.js';
import { keyedBySlug } from './catalogue.js';
import type { GraphContext } from './context.js';
import { column, list, name, sql, type Sql } from './sql.js';

/** Loads rows of one table by a unique text or id column. Unknown keys give undefined. */
export function rowByKey<Row extends object>(
  select: Sql,
  keyColumn: Sql,
  cast: 'uuid' | 'text',
  keyOf: (row: Row) => string,
) {
  const array = cast === 'uuid' ? sql`uuid[]` : sql`text[]`;
  return ({ reader }: GraphContext) =>
    new DataLoader<string, Row | undefined>(async (keys) => {
      const rows = await reader.rows<Row>(sql`${select} WHERE ${keyColumn} = ANY(${list(keys)}::${array})`);
      return alignToKeys(keys, rows, keyOf);
    });
}

/** Loads rows by slug, present or former. A present slug goes before a former one. */
export function rowBySlug<Row extends { slug: string; formerSlugs: string[] }>(select: Sql) {
  return ({ reader }: GraphContext) =>
    new DataLoader<string, Row | undefined>(async (slugs) => {
      const keys = sql`${list(slugs)}::text[]`;
      const rows = await reader.rows<Row>(sql`${select} WHERE slug = ANY(${keys}) OR former_slugs && ${keys}`);
      const bySlug = keyedBySlug(rows);
      return slugs.map((slug) => bySlug.get(slug));
    });
}

/** Loads ids at the far side of a link, in the order of the link, for each node at the near side. */
export function linkedIds(table: string, near: string, far: string) {
  return ({ reader }: GraphContext) =>
    new DataLoader<string, string[]>(async (ids) => {
      const links = await reader.rows<{ near: string; far: string }>(
        sql`SELECT ${column('l', near)} AS near, ${column('l', far)} AS far FROM ${name(table)} l
            WHERE ${column('l', near)} = ANY(${list(ids)}::uuid[]) ORDER BY l.position, ${column('l', far)}`,
      );
      return groupToKeys(ids, links, (link) => link.near).map((group) => group.map((link) => link.far));
    });
}
