import { linkedRowsOf, type FieldColumns } from '../../graph/pages/columns.js';
import { mentionsOfRow } from '../country-mention/country-mention.entity.js';
import { eventShape } from '../event/event.entity.js';
import { projectShape } from '../project/project.entity.js';

const link = (table: string, far: string) => ({ link: table, near: 'news_item_id', far });

/** What the fields of news items need. Projects, events and mentions come with the row: no statement more. */
export const newsItemColumns: FieldColumns = {
  slug: { column: 'slug', as: 'slug' },
  title: { column: 'title', as: 'title' },
  lead: { column: 'lead', as: 'lead' },
  body: { column: 'body', as: 'body' },
  issuedOn: { column: 'issued_on', as: 'issuedOn' },
  kind: { column: 'kind', as: 'kind' },
  sourceUrl: { column: 'source_url', as: 'sourceUrl' },
  issuersAsText: { column: 'issuers_as_text', as: 'issuersAsText' },
  subThemes: { column: 'sub_themes', as: 'subThemes' },
  issuedBy: { column: 'office_ids', as: 'officeIds' },
  fieldsOfWork: { column: 'field_of_work_ids', as: 'fieldOfWorkIds' },
  countries: { column: 'country_ids', as: 'countryIds' },
  projects: {
    beside: linkedRowsOf(link('news_item_project', 'project_id'), 'project', projectShape),
    as: 'projectRows',
  },
  events: { beside: linkedRowsOf(link('news_item_event', 'event_id'), 'event', eventShape), as: 'eventRows' },
  countryMentions: { beside: mentionsOfRow, as: 'mentionRows' },
};
