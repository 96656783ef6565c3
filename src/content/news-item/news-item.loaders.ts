import type { LoaderFactories, LoadersOf } from '../../graph/context.js';
import { linkedIds, selectedRowByKey } from '../../graph/rows.js';
import { newsItemColumns } from './news-item.columns.js';
import type { NewsItemRow } from './news-item.entity.js';

export const newsItemLoaders = {
  newsItemById: selectedRowByKey<NewsItemRow>('news_item', newsItemColumns, 'id', 'uuid'),
  newsItemBySlug: selectedRowByKey<NewsItemRow>('news_item', newsItemColumns, 'slug', 'text'),
  projectIdsByNewsItemId: linkedIds('news_item_project', 'news_item_id', 'project_id'),
  eventIdsByNewsItemId: linkedIds('news_item_event', 'news_item_id', 'event_id'),
} satisfies LoaderFactories;

declare module '../../graph/context.js' {
  interface Loaders extends LoadersOf<typeof newsItemLoaders> {}
}
