/** Seeds the news of the benchmark's database. */
import type { Client } from 'pg';
import type { NodeKind } from '../../src/graph/node-id.js';
import type { NewsItemRecord } from '../../src/ingest/record.js';
import { copyNews } from './copy-news';
import type { Composer } from './news-rows';

/** The required modules of the product, passed by the caller: tests run its sources, the benchmark its build. */
export type ProductParts = Pick<Composer, 'nodeId' | 'linker'>;

/**
 * Adds news items to a database with the seed data.
 * @throws if an item refers to a missing node, or already exists
 */
export async function seedNews(
  client: Client,
  items: Iterable<NewsItemRecord>,
  { nodeId, linker }: ProductParts,
  onCommit?: (done: number) => void,
): Promise<void> {
  const ids = await idsBySlug(client);
  const { rows } = await client.query<{ id: string; host: string }>(
    `SELECT id, host_country_id AS host FROM office WHERE type = 'FieldOperation' AND host_country_id IS NOT NULL`,
  );
  const idOf = (kind: NodeKind, slug: string) => {
    const id = ids.get(`${kind} ${slug}`);
    if (id === undefined) throw new Error(`The database has no ${kind} with the slug "${slug}".`);
    return id;
  };
  const hosts = new Map(rows.map(({ id, host }) => [id, host]));
  await copyNews(client, items, { nodeId, linker, idOf, hosts }, onCommit);
}

async function idsBySlug(client: Client): Promise<ReadonlyMap<string, string>> {
  const { rows } = await client.query<{ key: string; id: string }>(`
    SELECT 'Country ' || slug AS key, id FROM country
    UNION ALL SELECT 'Office ' || slug, id FROM office
    UNION ALL SELECT 'FieldOfWork ' || slug, id FROM field_of_work
    UNION ALL SELECT 'Project ' || slug, id FROM project
    UNION ALL SELECT 'Event ' || slug, id FROM event`);
  return new Map(rows.map(({ key, id }) => [key, id]));
}
