/** Steps of paths as sentences. */
import type { NodeRow } from '../../graph/slice.js';
import { kindOfId } from '../../graph/node-id.js';

/** What stands between the names of two nodes, by kind and field of the first. */
const verbs: Record<string, string> = {
  'NewsItem.issuedBy': 'was issued by',
  'NewsItem.fieldsOfWork': 'belongs to the field of work',
  'NewsItem.countries': 'is about',
  'NewsItem.projects': 'reports on the project',
  'NewsItem.events': 'reports on',
  'Office.newsItems': 'issued',
  'Office.hostCountry': 'works in',
  'Office.partOf': 'is part of',
  'Office.parts': 'has as a part',
  'Office.predecessors': 'continues',
  'Office.successors': 'is continued by',
  'Country.newsItems': 'is what this is about:',
  'Country.offices': 'is host of',
  'Country.events': 'was the place of',
  'Country.supportedProjects': 'supports the project',
  'Country.chairpersonships': 'held the',
  'FieldOfWork.newsItems': 'is the field of work of',
  'FieldOfWork.events': 'is what this event is about:',
  'EventSeries.events': 'has the edition',
  'Event.series': 'is an edition of',
  'Event.country': 'took place in',
  'Event.fieldsOfWork': 'is about',
  'Event.newsItems': 'is reported in',
  'Project.supportedBy': 'is supported by',
  'Project.newsItems': 'is reported in',
  'Chairpersonship.country': 'was held by',
};

/** Whether a step can be told; a test asks it of every edge of the graph. */
export const hasVerb = (kind: string, field: string) => `${kind}.${field}` in verbs;

const labelOf = ({ name, title, year }: NodeRow & { name?: string; title?: string; year?: number }) =>
  name ?? (title === undefined ? `Chairpersonship of ${year}` : `“${title}”`);

/** A step as a sentence: `Mission to Moldova works in Moldova.` */
export const sentenceOf = (from: NodeRow, field: string, to: NodeRow): string =>
  `${labelOf(from)} ${verbs[`${kindOfId(from.id)}.${field}`] ?? 'is joined to'} ${labelOf(to)}.`;
