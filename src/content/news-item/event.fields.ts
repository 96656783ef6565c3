import { connectionField } from '../../graph/pages/connection-field.js';
import { Event } from '../event/event.entity.js';
import { newsItemList, NewsItemPages, newsOfEvent } from './news-item.list.js';

export const EventNewsFields = connectionField({
  on: () => Event,
  direction: newsOfEvent,
  list: newsItemList,
  types: NewsItemPages,
  description: 'News items on the event, the latest first.',
});
