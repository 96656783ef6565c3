import type { NewsItemRecord } from '../../ingest/record.js';
import { unique } from '../../testing/unique.js';

/** A news item of its own; give only what matters to the test. */
export function aNewsItem(given: Partial<NewsItemRecord> = {}): NewsItemRecord {
  const n = unique();
  return { type: 'NewsItem', slug: `item-${n}`, title: `Item ${n}`, issuedBy: [], fieldsOfWork: [], ...given };
}
