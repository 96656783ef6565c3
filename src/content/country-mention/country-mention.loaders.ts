import DataLoader from 'dataloader';
import { groupToKeys } from '../../graph/batch.js';
import type { ViewFactories, ViewsOf } from '../../graph/catalogue.js';
import { rowColumns } from '../../graph/entity-columns.js';
import type { GraphContext, LoaderFactories, LoadersOf } from '../../graph/context.js';
import { list, sql } from '../../graph/sql.js';
import { gazetteerOf } from '../../ingest/gazetteer.js';
import { createLinker } from '../../ingest/linker/index.js';
import { CountryMention, firstMentions, mentionOrder } from './country-mention.entity.js';

export const countryMentionViews = {
  /** The linker for the names of this snapshot. Created on first use, because it takes some tens of milliseconds. */
  countryLinker: ({ rows }) => createLinker(gazetteerOf(rows)),
} satisfies ViewFactories;

export const countryMentionLoaders = {
  countryMentionsByNewsItemId: ({ reader, dependencies }: GraphContext) =>
    new DataLoader<string, CountryMention[]>(async (ids) => {
      dependencies.nodes(ids);
      const mentions = await reader.rows<CountryMention>(sql`
        SELECT ${rowColumns(CountryMention)}
        FROM unnest(${list(ids)}::uuid[]) AS item(id) CROSS JOIN LATERAL (${firstMentions(sql`item.id`)}) AS t
        ORDER BY ${mentionOrder}`);
      return groupToKeys(ids, mentions, ({ newsItemId }) => newsItemId);
    }),
} satisfies LoaderFactories;

declare module '../../graph/catalogue.js' {
  interface CatalogueViews extends ViewsOf<typeof countryMentionViews> {}
}
declare module '../../graph/context.js' {
  interface Loaders extends LoadersOf<typeof countryMentionLoaders> {}
}
