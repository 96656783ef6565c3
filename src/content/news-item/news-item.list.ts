import { edge } from '../../graph/edges.js';
import { columnFilters } from '../../graph/nouns/columns.js';
import type { NodeKind } from '../../graph/node-id.js';
import { connectionTypes } from '../../graph/pages/connection-types.js';
import type { ListDeclaration } from '../../graph/pages/list-declaration.js';
import { byColumn, byOwnText, byTextOfRelated, OrderDirection } from '../../graph/pages/order.js';
import { column, sql } from '../../graph/sql.js';
import { declareBitmaps, declareFilter, extendFilter, fullText, related } from '../../graph/where/declare.js';
import { newsItemColumns } from './news-item.columns.js';
import { NewsItem } from './news-item.entity.js';

/**
 * An edge from news. Its links copy the date of the item, so that the latest news of each node is one index range.
 * @param says verb phrases between the item and the node, and between the node and the item
 */
const newsEdge = (field: string, kind: NodeKind, table: string, column: string, says: readonly [string, string]) =>
  edge({
    table,
    ends: [
      { kind: 'NewsItem', column: 'news_item_id', field, many: true, says: says[0] },
      { kind, column, field: 'newsItems', many: true, says: says[1] },
    ],
    datedBy: 'issued_key',
  });

const [issuedBy, newsOfOffice] = newsEdge('issuedBy', 'Office', 'news_item_office', 'office_id', [
  'was issued by',
  'issued',
]);
const [fieldsOfWork, newsInField] = newsEdge(
  'fieldsOfWork',
  'FieldOfWork',
  'news_item_field_of_work',
  'field_of_work_id',
  ['belongs to the field of work', 'is the field of work of'],
);
const [countries, newsAboutCountry] = newsEdge('countries', 'Country', 'news_item_country', 'country_id', [
  'is about',
  'is what this is about:',
]);
const [projects, newsOfProject] = newsEdge('projects', 'Project', 'news_item_project', 'project_id', [
  'reports on the project',
  'is reported in',
]);
const [events, newsOfEvent] = newsEdge('events', 'Event', 'news_item_event', 'event_id', [
  'reports on',
  'is reported in',
]);
export { newsAboutCountry, newsInField, newsOfEvent, newsOfOffice, newsOfProject };

declareFilter(
  'NewsItem',
  {
    ...columnFilters(NewsItem),
    search: fullText('By title and lead.'),
    issuedBy: related('By the offices that issued it.', issuedBy),
    fieldsOfWork: related('By its fields of work.', fieldsOfWork),
    countries: related('By the countries it is about.', countries),
    projects: related('By the projects it reports on.', projects),
    events: related('By the events it reports on.', events),
  },
  { rows: 100_000, dateKey: 'issued_key' },
);
declareBitmaps('NewsItem', {
  table: 'news_item_bits',
  places: {
    table: 'news_item_place',
    node: 'news_item_id',
    date: { field: 'issuedOn', column: 'issued_on' },
  },
  fields: new Set(['kind', 'issuedBy', 'fieldsOfWork', 'countries']),
});
extendFilter('Office', { newsItems: related('By the news items it issued.', newsOfOffice) });
extendFilter('FieldOfWork', { newsItems: related('By its news items.', newsInField) });
extendFilter('Country', { newsItems: related('By the news items about it.', newsAboutCountry) });
extendFilter('Project', { newsItems: related('By its news items.', newsOfProject) });
extendFilter('Event', { newsItems: related('By its news items.', newsOfEvent) });

export const newsItemList: ListDeclaration<NewsItem> = {
  kind: 'NewsItem',
  table: 'news_item',
  columns: newsItemColumns,
  orders: {
    ISSUED_ON: byColumn('By the day of issue.', 'issued_on', 'text', 'issued_key'),
    TITLE: byOwnText('By title. Every item has one, so `nulls` has no effect.', 'title'),
    ISSUED_BY_NAME: byTextOfRelated(
      'By the current name of the first office that issued it.',
      { table: 'office', textColumn: 'name' },
      (alias) => sql`${column(alias, 'office_ids')}[1]`,
    ),
  },
  defaultOrder: [{ field: 'ISSUED_ON', direction: OrderDirection.DESC }],
  datedOrder: 'ISSUED_ON',
};

export const NewsItemPages = connectionTypes(() => NewsItem, newsItemList);
export const { Connection: NewsItemConnection } = NewsItemPages;
