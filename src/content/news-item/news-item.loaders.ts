import type { LoaderFactories, LoadersOf } from '../../graph/context.js';
import { linkedIds, rowByKey } from '../../graph/rows.js';
import { sql } from '../../graph/sql.js';
import type { NewsItem } from './news-item.entity.js';

const select = sql`
  SELECT id, slug, title, lead, body, issued_on AS "issuedOn", kind, source_url AS "sourceUrl",
    source_id AS "sourceId", issuers_as_text AS "issuersAsText", sub_themes AS "subThemes",
    office_ids AS "officeIds", field_of_work_ids AS "fieldOfWorkIds", country_ids AS "countryIds"
  FROM news_item`;

export const newsItemLoaders = {
  newsItemById: rowByKey<NewsItem>(select, sql`id`, 'uuid', ({ id }) => id),
  newsItemBySlug: rowByKey<NewsItem>(select, sql`slug`, 'text', ({ slug }) => slug),
  projectIdsByNewsItemId: linkedIds('news_item_project', 'news_item_id', 'project_id'),
  eventIdsByNewsItemId: linkedIds('news_item_event', 'news_item_id', 'event_id'),
} satisfies LoaderFactories;

declare module '../../graph/context.js' {
  interface Loaders extends LoadersOf<typeof newsItemLoaders> {}
}
