/** Writes news items: the item, its links, and the countries that its text speaks of with the evidence for each. */
import type { EntityManager } from 'typeorm';
import type { Outcome } from './changes.js';
import { composeNews, type LinkedRecord } from './compose-news.js';
import type { Directory } from './directory.js';
import { recordChanges, type Origin } from './journal.js';
import { identifyNews, type SlugSource } from './known-news.js';
import type { Names } from './names.js';
import { compareNews, readNews, type NewsNode } from './news-node.js';
import { storeNews } from './store-news.js';

export interface NewsEntry extends LinkedRecord {
  /** Line of the file. */
  line?: number;
}

export interface NewsOptions {
  slugs: SlugSource;
  /** What becomes of items that are in the graph already: they stay as they are, or are completed. */
  ofStored: 'keep' | 'complete';
  /** Of which run the changes are; absent: of none, and they cannot be undone. */
  origin?: Origin;
}

/** An item in the course of the writing. */
interface State {
  before: NewsNode | undefined;
  after: NewsNode;
  line: number | undefined;
}

/** Writes news items, and tells what became of each entry. @throws UnknownSlugError if one names a node that is not there */
export async function writeNews(
  manager: EntityManager,
  all: readonly NewsEntry[],
  { slugs, ofStored, origin }: NewsOptions,
  directory: Directory,
  names: Names,
): Promise<Outcome[]> {
  const entries = slugs === 'made' ? withoutSharedNumbers(all) : all;
  const identities = await identifyNews(
    manager,
    entries.map(({ record }) => record),
    slugs,
  );
  const stored = await readNews(
    manager,
    identities.flatMap(({ id, isKnown }) => (isKnown ? [id] : [])),
  );
  const states = new Map<string, State>();
  const outcomes = entries.map((entry, i): Outcome => {
    const { id, slug, standing } = identities[i]!;
    const state = states.get(id);
    const prior = state?.after ?? stored.get(id);
    if (prior && ofStored === 'keep') return { id };
    const after = composeNews(entry, slug, standing, prior, directory, names);
    const change = compareNews(prior, after);
    if (!change) return { id };
    states.set(id, { before: state ? state.before : prior, after, line: entry.line });
    return { id, change };
  });
  const writings = [...states.values()];
  if (origin) {
    await recordChanges(
      manager,
      'NewsItem',
      writings.map(({ before, after, line }) => ({ id: after.id, line, isNew: !before })),
      origin,
    );
  }
  await storeNews(manager, writings);
  return outcomes;
}

/** A number that several items of one page have is that of the page, and of none of them. */
function withoutSharedNumbers(entries: readonly NewsEntry[]): NewsEntry[] {
  const counts = new Map<string | undefined, number>();
  for (const { record } of entries) counts.set(record.sourceId, (counts.get(record.sourceId) ?? 0) + 1);
  return entries.map((entry) => {
    const { sourceId, ...record } = entry.record;
    return sourceId !== undefined && counts.get(sourceId)! > 1 ? { ...entry, record } : entry;
  });
}
