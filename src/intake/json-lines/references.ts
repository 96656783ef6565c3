/** Which nodes a record speaks of: the one that it is, and those that it names. */
import type { ContentRecord } from '../record.js';
import type { SluggedKind } from '../writer/directory.js';

type Reference = [SluggedKind, string];

/** The kind of node and the key of it that a record describes. */
export function subjectOf(record: ContentRecord): [SluggedKind | 'Chairpersonship' | 'NewsItem', string] {
  switch (record.type) {
    case 'ParticipatingState':
    case 'PartnerForCooperation':
      return ['Country', record.slug];
    case 'SecretariatDepartment':
    case 'Institution':
    case 'FieldOperation':
    case 'OrganizationBody':
      return ['Office', record.slug];
    case 'Chairpersonship':
      return ['Chairpersonship', String(record.year)];
    default:
      return [record.type, record.slug];
  }
}

/** The nodes that a record names. */
export function referencesOf(record: ContentRecord): Reference[] {
  switch (record.type) {
    case 'SecretariatDepartment':
    case 'Institution':
    case 'FieldOperation':
    case 'OrganizationBody':
      return [
        ...to('Country', record.hostCountry),
        ...to('Office', record.parent),
        ...to('Office', ...(record.predecessors ?? [])),
      ];
    case 'Chairpersonship':
      return to('Country', record.country);
    case 'Event':
      return [
        ...to('Country', record.country),
        ...to('EventSeries', record.series),
        ...to('FieldOfWork', ...(record.fieldsOfWork ?? [])),
      ];
    case 'Project':
      return to('Country', ...record.supportedBy);
    case 'NewsItem':
      return [
        ...to('Office', ...record.issuedBy),
        ...to('FieldOfWork', ...record.fieldsOfWork),
        ...to('Project', ...(record.projects ?? [])),
        ...to('Event', ...(record.events ?? [])),
      ];
    default:
      return [];
  }
}

const to = (kind: SluggedKind, ...slugs: (string | undefined)[]) =>
  slugs.flatMap((slug): Reference[] => (slug === undefined ? [] : [[kind, slug]]));
