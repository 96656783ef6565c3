/** Which item of the graph a record is of: one item may come in several shapes, under several addresses. */
import slugify from 'slugify';
import type { EntityManager } from 'typeorm';
import { nodeId } from '../../graph/node-id.js';
import type { NewsItemRecord } from '../record.js';
import type { Standing } from './compose-news.js';

/** Where the slug of a record comes from. */
export type SlugSource =
  /** From who wrote the record: it is the identity of the item. */
  | 'given'
  /** From its title: other items may have the same, and the same item another. */
  | 'made';

export interface Identity {
  id: string;
  slug: string;
  standing: Standing;
  /** Whether the item is there, or comes with an earlier record of this writing. */
  isKnown: boolean;
}

interface KnownItem {
  id: string;
  slug: string;
  sourceId: string | null;
  address: string | null;
  title: string;
  issuedOn: string | null;
}

interface Keys {
  address: string | null;
  title: string;
}

/** Tells the items of records, in their order. */
export async function identifyNews(
  manager: EntityManager,
  records: readonly NewsItemRecord[],
  slugs: SlugSource,
): Promise<Identity[]> {
  const known = await KnownNews.open(manager, records, slugs);
  return records.map((record, i) => known.identify(record, i));
}

class KnownNews {
  private readonly byId = new Map<string, KnownItem>();
  private readonly bySourceId = new Map<string, KnownItem>();
  private readonly byAddress = new Map<string, KnownItem[]>();
  private readonly byTitle = new Map<string, KnownItem[]>();

  private constructor(
    private readonly slugs: SlugSource,
    private readonly keys: readonly Keys[],
  ) {}

  static async open(manager: EntityManager, records: readonly NewsItemRecord[], slugs: SlugSource) {
    const keys = await keysOf(manager, records, slugs);
    const known = new KnownNews(slugs, keys);
    const ids = records.flatMap((record) => slugsFor(record, slugs).map((slug) => nodeId('NewsItem', slug)));
    const rows = await findBy(manager, [
      ['id', 'uuid', ids],
      ['source_id', 'text', records.flatMap(({ sourceId }) => sourceId ?? [])],
      ['source_url IS NOT NULL AND address_key(source_url)', 'bigint', keys.flatMap(({ address }) => address ?? [])],
      ['title_key(title)', 'bigint', slugs === 'made' ? keys.map(({ title }) => title) : []],
    ]);
    for (const row of rows) known.add(row);
    return known;
  }

  identify(record: NewsItemRecord, index: number): Identity {
    const keys = this.keys[index]!;
    const own = this.byId.get(nodeId('NewsItem', record.slug));
    const found = (this.slugs === 'given' ? own : undefined) ?? this.find(record, keys);
    if (found) {
      this.complete(found, record, keys);
      const standing = this.slugs === 'given' && found === own ? 'statement' : 'shape';
      return { id: found.id, slug: found.slug, standing, isKnown: true };
    }
    const slug = slugsFor(record, this.slugs).find((one) => !this.byId.has(nodeId('NewsItem', one))) ?? record.slug;
    const id = nodeId('NewsItem', slug);
    this.add({ id, slug, sourceId: record.sourceId ?? null, ...keys, issuedOn: record.issuedOn ?? null });
    return { id, slug, standing: this.slugs === 'given' ? 'statement' : 'shape', isKnown: false };
  }

  private find(record: NewsItemRecord, { address, title }: Keys): KnownItem | undefined {
    const numbered = record.sourceId === undefined ? undefined : this.bySourceId.get(record.sourceId);
    if (numbered) return numbered;
    const mayBe = (item: KnownItem) =>
      isSameDay(item.issuedOn, record.issuedOn) && !differ(item.sourceId, record.sourceId);
    const placed = (address === null ? [] : (this.byAddress.get(address) ?? [])).filter(mayBe);
    // Several items of one list may carry its address: where slugs are given, they are not taken for one.
    if (this.slugs === 'given') return placed.find((item) => item.title === title);
    if (placed.length > 0) return placed[0];
    const own = slugsFor(record, 'made').flatMap((slug) => this.byId.get(nodeId('NewsItem', slug)) ?? []);
    return [...own, ...(this.byTitle.get(title) ?? [])].find(mayBe);
  }

  private add(item: KnownItem): void {
    this.byId.set(item.id, item);
    if (item.sourceId !== null) this.bySourceId.set(item.sourceId, item);
    if (item.address !== null) push(this.byAddress, item.address, item);
    push(this.byTitle, item.title, item);
  }

  /** What a further shape tells of an item helps to know the next one. */
  private complete(item: KnownItem, { sourceId, issuedOn }: NewsItemRecord, { address }: Keys): void {
    if (item.sourceId === null && sourceId !== undefined) this.bySourceId.set((item.sourceId = sourceId), item);
    if (item.address === null && address !== null) push(this.byAddress, (item.address = address), item);
    item.issuedOn ??= issuedOn ?? null;
  }
}

/**
 * The slugs that an item of a record may have. Items of one title but of different days (reports come daily) are
 * different items: the later one gets its date, and if that is not enough its number.
 */
function slugsFor({ slug, issuedOn, sourceId }: NewsItemRecord, source: SlugSource): string[] {
  if (source === 'given') return [slug];
  const number = sourceId === undefined ? '' : slugify(sourceId, { lower: true, strict: true });
  const dated = issuedOn === undefined ? [] : [`${slug}-${issuedOn}`];
  return [slug, ...dated, ...(number === '' ? [] : [slug, ...dated].map((one) => `${one}-${number}`))];
}

const planning = ['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin'];
const byIndexes = [
  ...planning.map((name) => `SET LOCAL ${name} = off`),
  'SET LOCAL max_parallel_workers_per_gather = 0',
].join(';');
const asUsual = [...planning, 'max_parallel_workers_per_gather']
  .map((name) => `SET LOCAL ${name} TO DEFAULT`)
  .join(';');

/** The items that have one of the keys; keys that nobody asks for cost nothing. */
async function findBy(
  manager: EntityManager,
  asked: readonly (readonly [expression: string, type: string, keys: readonly string[]])[],
): Promise<KnownItem[]> {
  const some = asked.filter(([, , keys]) => keys.length > 0);
  const ids = some.map(
    ([expression, type], i) => `SELECT id FROM news_item WHERE ${expression} = ANY ($${i + 1}::${type}[])`,
  );
  // While a table grows PostgreSQL knows nothing of how its keys are spread, and would rather read all of it: with a
  // million items that was seconds for each thousand.
  await manager.query(byIndexes);
  const rows = await manager.query<KnownItem[]>(
    `SELECT id, slug, source_id AS "sourceId", address_key(source_url)::text AS address,
       title_key(title)::text AS title, issued_on AS "issuedOn"
     FROM news_item WHERE id IN (${ids.join(' UNION ')}) ORDER BY id`,
    some.map(([, , keys]) => keys),
  );
  await manager.query(asUsual);
  return rows;
}

/** Whether two dates, each of its own precision or not known, may be of one day. */
const isSameDay = (a: string | null, b: string | undefined) =>
  a === null || b === undefined || a.startsWith(b) || b.startsWith(a);

const differ = (a: string | null, b: string | undefined) => a !== null && b !== undefined && a !== b;

function push<Item>(map: Map<string, Item[]>, key: string, item: Item): void {
  const items = map.get(key);
  if (items) items.push(item);
  else map.set(key, [item]);
}

/** An address that several records of one page have is that of the page, and of none of them. */
async function keysOf(manager: EntityManager, records: readonly NewsItemRecord[], slugs: SlugSource): Promise<Keys[]> {
  if (slugs === 'given' && records.every(({ sourceUrl }) => sourceUrl === undefined)) {
    return records.map(() => ({ address: null, title: '' }));
  }
  const rows = await manager.query<Keys[]>(
    `SELECT address_key(url)::text AS address, title_key(title)::text AS title
     FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS said (url, title, number) ORDER BY number`,
    [records.map(({ sourceUrl }) => sourceUrl ?? null), records.map(({ title }) => title)],
  );
  if (slugs === 'given') return rows;
  const isShared = (address: string | null) => rows.filter((row) => row.address === address).length > 1;
  return rows.map(({ address, title }) => ({ address: isShared(address) ? null : address, title }));
}
