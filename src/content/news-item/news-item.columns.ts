import { fieldColumns } from '../../graph/entity-columns.js';
import { linkedRowsOf, type FieldColumns } from '../../graph/pages/columns.js';
import { mentionsOfRow } from '../country-mention/country-mention.entity.js';
import { eventShape } from '../event/event.entity.js';
import { projectShape } from '../project/project.entity.js';
import { NewsItem } from './news-item.entity.js';

const link = (table: string, far: string) => ({ link: table, near: 'news_item_id', far });

/** The columns of news item fields. Projects, events and mentions are read with the row, without further statements. */
export const newsItemColumns: FieldColumns = fieldColumns(NewsItem, {
  issuedBy: ['officeIds'],
  fieldsOfWork: ['fieldOfWorkIds'],
  countries: ['countryIds'],
  projects: {
    beside: linkedRowsOf(link('news_item_project', 'project_id'), 'project', projectShape),
    as: 'projectRows',
  },
  events: { beside: linkedRowsOf(link('news_item_event', 'event_id'), 'event', eventShape), as: 'eventRows' },
  countryMentions: { beside: mentionsOfRow, as: 'mentionRows' },
});
