/** The registry: the content of the graph, one line for each noun. */
import { chairpersonship } from './content/chairpersonship/index.js';
import { country } from './content/country/index.js';
import { countryMention } from './content/country-mention/index.js';
import { coverage } from './content/coverage/index.js';
import { event } from './content/event/index.js';
import { eventSeries } from './content/event-series/index.js';
import { fieldOfWork } from './content/field-of-work/index.js';
import { navigation } from './content/navigation/index.js';
import { newsItem } from './content/news-item/index.js';
import { node } from './content/node/index.js';
import { office } from './content/office/index.js';
import { organization } from './content/organization/index.js';
import { path } from './content/path/index.js';
import { project } from './content/project/index.js';
import { search } from './content/search/index.js';
import type { Slice } from './graph/slice.js';

export const slices: readonly Slice[] = [
  node,
  country,
  office,
  fieldOfWork,
  eventSeries,
  chairpersonship,
  event,
  project,
  newsItem,
  countryMention,
  organization,
  navigation,
  search,
  path,
  coverage,
];
