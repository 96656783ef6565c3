import type { MigrationInterface, QueryRunner } from 'typeorm';
import { applyFunctions, restoreFunctions } from './functions.js';
import { watchTable, type WatchedTable } from './watch.js';

const number = 1763900000090;

/** All functions that there are, those that others are made of first. */
const functions = [
  ...['fold', 'address_key', 'title_key'],
  ...['notify_catalogue_changed', 'notify_names_changed'],
  ...['notify_content_changed', 'content_changed', 'news_item_state', 'news_item_content_changed'],
  ...['no_bits', 'one_bit', 'news_item_values'],
  ...['keep_bits_of_inserted', 'keep_bits_of_updated', 'keep_bits_of_deleted', 'clear_bits', 'clear_ids_of_links'],
  ...['search_stems', 'search_vector', 'search_whole_words', 'search_query', 'search_by_index', 'search_rare'],
  ...['learn_words', 'learn_title_words', 'make_searchable', 'make_all_unsearchable'],
  ...['make_items_searchable', 'make_news_searchable', 'make_changed_news_searchable', 'make_news_unsearchable'],
  'make_due_news_searchable',
];

/** All tables that there are. News have triggers of their own besides: they are written in bulk. */
const tables: readonly WatchedTable[] = [
  { table: 'country', kind: 'Country', reference: true, searched: true, named: true },
  { table: 'office', kind: 'Office', reference: true, searched: true, named: true },
  { table: 'office_predecessor', partOf: 'Office', id: 'office_id', reference: true },
  { table: 'field_of_work', kind: 'FieldOfWork', reference: true, searched: true, named: true },
  { table: 'event_series', kind: 'EventSeries', reference: true, searched: true, named: true },
  { table: 'chairpersonship', kind: 'Chairpersonship', reference: true },
  { table: 'event', kind: 'Event', searched: { date: 'starts_on' } },
  { table: 'event_field_of_work', partOf: 'Event', id: 'event_id' },
  { table: 'project', kind: 'Project', searched: true, named: true },
  { table: 'project_supporter', partOf: 'Project', id: 'project_id' },
  { table: 'news_item', kind: 'NewsItem', toldBy: 'news_item_content_changed' },
  { table: 'news_item_office', partOf: 'NewsItem', id: 'news_item_id', far: 'office_id', idsIn: 'office_ids' },
  {
    table: 'news_item_field_of_work',
    partOf: 'NewsItem',
    id: 'news_item_id',
    far: 'field_of_work_id',
    idsIn: 'field_of_work_ids',
  },
  { table: 'news_item_country', partOf: 'NewsItem', id: 'news_item_id', far: 'country_id', idsIn: 'country_ids' },
  { table: 'news_item_project', partOf: 'NewsItem', id: 'news_item_id', far: 'project_id' },
  { table: 'news_item_event', partOf: 'NewsItem', id: 'news_item_id', far: 'event_id' },
  { table: 'country_mention', partOf: 'NewsItem', id: 'news_item_id' },
];

/**
 * Every function as its file in `sql` has it, and every table with the triggers that `watchTable` derives: databases of any
 * age are the same from here on. New is that `make_searchable` is told the column of a date instead of knowing that of
 * events, so that it serves nouns that it has never heard of.
 */
export class FunctionsInFiles1763900000090 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await applyFunctions(runner, number, functions);
    for (const table of tables) await watchTable(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    await restoreFunctions(runner, number, functions);
    await watchTable(runner, { table: 'event', kind: 'Event', searched: true });
  }
}
