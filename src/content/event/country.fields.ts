import { connectionField } from '../../graph/pages/connection-field.js';
import { Country } from '../country/country.type.js';
import { eventList, EventPages, eventsInCountry } from './event.list.js';

export const CountryEventFields = connectionField({
  on: () => Country,
  direction: eventsInCountry,
  list: eventList,
  types: EventPages,
  description: 'Events that took place there, the latest first.',
});
