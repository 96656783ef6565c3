import type { NewsItemRecord } from '../../ingest/record.js';
import { unique } from '../../testing/unique.js';

/** A unique news item; pass only the fields that matter to the test. */
export function aNewsItem(given: Partial<NewsItemRecord> = {}): NewsItemRecord {
  const n = unique();
  return { type: 'NewsItem', slug: `item-${n}`, title: `Item ${n}`, issuedBy: [], fieldsOfWork: [], ...given };
}
