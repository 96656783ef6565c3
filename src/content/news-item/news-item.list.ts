import { edge } from '../../graph/edges.js';
import type { NodeKind } from '../../graph/node-id.js';
import { connectionTypes } from '../../graph/pages/connection-types.js';
import type { ListDeclaration } from '../../graph/pages/list.js';
import { byColumn, byOwnText, byTextOfRelated, OrderDirection } from '../../graph/pages/order.js';
import { column, sql } from '../../graph/sql.js';
import {
  date,
  declareBits,
  declareFilter,
  extendFilter,
  fullText,
  id,
  indexed,
  key,
  longText,
  oneOf,
  related,
  text,
} from '../../graph/where/declare.js';
import { newsItemColumns } from './news-item.columns.js';
import { NewsItem, NewsItemKind } from './news-item.entity.js';

/** An edge from news: its link carries the date of the item, so that each node has its latest news at hand. */
const newsEdge = (field: string, kind: NodeKind, table: string, column: string) =>
  edge({
    table,
    ends: [
      { kind: 'NewsItem', column: 'news_item_id', field, many: true },
      { kind, column, field: 'newsItems', many: true },
    ],
    datedBy: 'issued_key',
  });

const [issuedBy, newsOfOffice] = newsEdge('issuedBy', 'Office', 'news_item_office', 'office_id');
const [fieldsOfWork, newsInField] = newsEdge(
  'fieldsOfWork',
  'FieldOfWork',
  'news_item_field_of_work',
  'field_of_work_id',
);
const [countries, newsAboutCountry] = newsEdge('countries', 'Country', 'news_item_country', 'country_id');
const [projects, newsOfProject] = newsEdge('projects', 'Project', 'news_item_project', 'project_id');
const [events, newsOfEvent] = newsEdge('events', 'Event', 'news_item_event', 'event_id');
export { newsAboutCountry, newsInField, newsOfEvent, newsOfOffice, newsOfProject };

declareFilter(
  'NewsItem',
  'news_item',
  'news items',
  {
    search: fullText('By title and lead.'),
    id: id('By id.'),
    slug: key('By slug.', 'slug'),
    title: indexed(text('By title.', 'title')),
    lead: indexed(longText('By lead.', 'lead')),
    issuedOn: date('By the day of issue.', 'issued_on'),
    kind: oneOf('By kind.', 'kind', 'NewsItemKind', NewsItemKind),
    issuedBy: related('By the offices that issued it.', issuedBy),
    fieldsOfWork: related('By its fields of work.', fieldsOfWork),
    countries: related('By the countries that it is about.', countries),
    projects: related('By the projects on which it reports.', projects),
    events: related('By the events on which it reports.', events),
  },
  100_000,
);
declareBits('NewsItem', {
  table: 'news_item_bits',
  places: {
    table: 'news_item_place',
    node: 'news_item_id',
    date: { field: 'issuedOn', column: 'issued_on' },
  },
  fields: new Set(['kind', 'issuedBy', 'fieldsOfWork', 'countries']),
});
extendFilter('Office', { newsItems: related('By the news items that it issued.', newsOfOffice) });
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
    TITLE: byOwnText('By title. There is always one, so that `nulls` changes nothing.', 'title'),
    ISSUED_BY_NAME: byTextOfRelated(
      'By the present name of the first office that issued it.',
      { table: 'office', textColumn: 'name' },
      (alias) => sql`${column(alias, 'office_ids')}[1]`,
    ),
  },
  defaultOrder: [{ field: 'ISSUED_ON', direction: OrderDirection.DESC }],
  datedOrder: 'ISSUED_ON',
};

export const NewsItemPages = connectionTypes(() => NewsItem, newsItemList, 'news items');
export const { Connection: NewsItemConnection, Args: NewsItemArgs } = NewsItemPages;
