import { connectionField } from '../../graph/pages/connection-field.js';
import { FieldOfWork } from '../field-of-work/field-of-work.entity.js';
import { eventList, EventPages, eventsInField } from './event.list.js';

export const FieldOfWorkEventFields = connectionField({
  on: () => FieldOfWork,
  direction: eventsInField,
  list: eventList,
  types: EventPages,
  description: 'Events about it, the latest first.',
});
