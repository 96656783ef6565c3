import DataLoader from 'dataloader';
import { alignToKeys, batchFor, groupToKeys } from './batch.js';
import { keyedBySlug } from './catalogue.js';
import type { GraphContext } from './context.js';
import { selectColumns, type FieldColumns } from './pages/columns.js';
import { column, join, list, name, sql, type Sql } from './sql.js';

/** Loads rows of a table by id. Returns undefined for unknown ids. */
export function rowById<Row extends { id: string }>(select: Sql) {
  return ({ reader, dependencies }: GraphContext) =>
    new DataLoader<string, Row | undefined>(async (ids) => {
      for (const id of ids) dependencies.ids.add(id);
      const rows = await reader.rows<Row>(sql`${select} WHERE id = ANY(${list(ids)}::uuid[])`);
      dependencies.nodes(rows.map(({ id }) => id));
      return alignToKeys(ids, rows, ({ id }) => id);
    });
}

/**
 * Loads rows of a table by a unique column, and only the columns that the query selects. `fields` are GraphQL fields;
 * without them, all columns are read. Calls with the same fields share a statement. Returns undefined for unknown keys.
 */
export function selectedRowByKey<Row extends { id: string }>(
  table: string,
  columns: FieldColumns,
  keyColumn: string,
  cast: 'uuid' | 'text',
) {
  const array = cast === 'uuid' ? sql`uuid[]` : sql`text[]`;
  const key = column('t', keyColumn);
  const many = (keys: readonly string[]) => sql`${key} = ANY(${list(keys)}::${array})`;
  // One key has its own statement: for a list, whose length it does not know, PostgreSQL plans anew each time.
  const one = (value: string) => (cast === 'uuid' ? sql`${key} = ${value}::uuid` : sql`${key} = ${value}::text`);
  return (context: GraphContext) => (value: string, fields?: ReadonlySet<string>) => {
    const { reader, dependencies } = context;
    const named = fields ? [...fields].filter((field) => field in columns).sort() : ['*'];
    const loader = batchFor<string, Row | undefined>(
      context,
      `${table} ${keyColumn} ${named.join(' ')}`,
      async (keys) => {
        for (const each of keys) (cast === 'uuid' ? dependencies.ids : dependencies.slugs).add(each);
        const selected = join([sql`t.id`, sql`${key} AS key`, ...selectColumns(columns, 't', fields)]);
        const rows = await reader.rows<Row & { key: string }>(
          sql`SELECT ${selected} FROM ${name(table)} t WHERE ${keys.length === 1 ? one(keys[0]!) : many(keys)}`,
        );
        dependencies.nodes(rows.map(({ id }) => id));
        return alignToKeys<string, Row & { key: string }>(keys, rows, (row) => row.key);
      },
    );
    return loader.load(value);
  };
}

/** Loads rows by current or former slug. A current slug takes precedence. */
export function rowBySlug<Row extends { id: string; slug: string; formerSlugs: string[] }>(select: Sql) {
  return ({ reader, dependencies }: GraphContext) =>
    new DataLoader<string, Row | undefined>(async (slugs) => {
      for (const slug of slugs) dependencies.slugs.add(slug);
      const keys = sql`${list(slugs)}::text[]`;
      const rows = await reader.rows<Row>(sql`${select} WHERE slug = ANY(${keys}) OR former_slugs && ${keys}`);
      dependencies.nodes(rows.map(({ id }) => id));
      const bySlug = keyedBySlug(rows);
      return slugs.map((slug) => bySlug.get(slug));
    });
}

/** Loads ids at the far side of a link, in the order of the link, for each node at the near side. */
export function linkedIds(table: string, near: string, far: string) {
  return ({ reader, dependencies }: GraphContext) =>
    new DataLoader<string, string[]>(async (ids) => {
      dependencies.nodes(ids);
      const links = await reader.rows<{ near: string; far: string }>(
        sql`SELECT ${column('l', near)} AS near, ${column('l', far)} AS far FROM ${name(table)} l
            WHERE ${column('l', near)} = ANY(${list(ids)}::uuid[]) ORDER BY l.position, ${column('l', far)}`,
      );
      return groupToKeys(ids, links, (link) => link.near).map((group) => group.map((link) => link.far));
    });
}
