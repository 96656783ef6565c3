/** A hash of each table's content, independent of row order: equal graphs have equal hashes. */
import type { DataSource } from 'typeorm';

/**
 * Tables that describe the database, not the graph, and tables that depend on the order of writes: the bitmap positions
 * of items, and the words ever indexed.
 */
const apart = ['schema_migration', 'loaded_content', 'news_item_place', 'news_item_bits', 'search_word'];

export async function contentHash(dataSource: DataSource): Promise<Record<string, string>> {
  const tables = await dataSource.query<{ name: string }[]>(
    `SELECT tablename AS name FROM pg_tables
     WHERE schemaname = 'public' AND tablename <> ALL ($1) AND tablename NOT LIKE 'import\\_%' ORDER BY 1`,
    [apart],
  );
  const hashes: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await dataSource.query<{ hash: string }[]>(
      `SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, E'\\n' ORDER BY t::text COLLATE "C")), '') AS hash
       FROM ${dataSource.driver.escape(name)} AS t`,
    );
    hashes[name] = row!.hash;
  }
  return hashes;
}
