/** Which nodes a record speaks of: the one that it is, and those that it names. */
import type { NodeKind } from '../../graph/node-id.js';
import type { ContentRecord } from '../record.js';

/** Kinds of node that records name, by slug. */
export type SluggedKind = Exclude<NodeKind, 'Chairpersonship' | 'NewsItem'>;

export type Reference = [SluggedKind, string];

/** The kind of node and the key of it that a record describes. */
export function subjectOf(record: ContentRecord): [NodeKind, string] {
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

/** The slugs under which others may name the node of a record. */
export function slugsOf(record: ContentRecord): Reference[] {
  const [kind, slug] = subjectOf(record);
  if (kind === 'Chairpersonship' || kind === 'NewsItem') return [];
  const former = 'formerSlugs' in record ? record.formerSlugs : undefined;
  return [slug, ...(former ?? [])].map((key): Reference => [kind, key]);
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
