/**
 * What is known of the menu that the organisation prints above its pages. The text of a page has lost the indentation, so
 * that the end of a section shows only in what follows it.
 */
import type { Gazetteer, NamedNode } from '../gazetteer.js';
import { nameKey, namesOf } from './names.js';

/** The sections whose labels are nodes of the graph. */
export const SECTIONS = [
  'fieldsOfWork',
  'meetings',
  'participatingStates',
  'secretariatDepartments',
  'fieldOperations',
] as const;
export type SectionName = (typeof SECTIONS)[number];

interface SectionOutline {
  heading: string;
  /** Heading of the part of the menu to which the section belongs. */
  parent: string;
  /** Labels that come after the section, on the level above it. */
  closers: readonly string[];
}

const OUTLINE: Record<SectionName, SectionOutline> = {
  fieldsOfWork: { heading: 'Fields of work', parent: 'Our work', closers: ['Field operations', 'Projects'] },
  meetings: { heading: 'Meetings and conferences', parent: 'Our work', closers: ['Partnerships'] },
  participatingStates: {
    heading: 'Participating States',
    parent: 'Countries',
    closers: [
      'Asian Partners for Co-operation',
      'Mediterranean Partners for Co-operation',
      'Partners for Co-operation',
    ],
  },
  secretariatDepartments: {
    heading: 'Secretariat',
    parent: 'Structures and institutions',
    closers: ['Institutions', 'Field operations'],
  },
  fieldOperations: {
    heading: 'Field operations',
    parent: 'Structures and institutions',
    closers: [
      'Closed field activities',
      'Closed field operations',
      'Parliamentary Assembly',
      'Court of Conciliation and Arbitration',
      'Organizational structure',
    ],
  },
};

const SECTION_BY_HEADING = new Map(SECTIONS.map((section) => [nameKey(OUTLINE[section].heading), section]));
const PARENTS = new Set(SECTIONS.map((section) => nameKey(OUTLINE[section].parent)));
const CLOSERS = new Map(SECTIONS.map((section) => [section, new Set(OUTLINE[section].closers.map(nameKey))]));
/** Entries of the uppermost level, wherever they stand. */
const UPPERMOST = new Set(['Home', 'About us', 'News', 'Events', 'Resources', 'Newsroom', 'Contacts'].map(nameKey));

export function sectionHeaded(heading: string): SectionName | undefined {
  return SECTION_BY_HEADING.get(nameKey(heading));
}

export function parentOf(section: SectionName): string {
  return nameKey(OUTLINE[section].parent);
}

export function headingOf(section: SectionName): string {
  return OUTLINE[section].heading;
}

export function isCloser(section: SectionName, label: string): boolean {
  return CLOSERS.get(section)!.has(nameKey(label));
}

export function isUppermost(label: string): boolean {
  return UPPERMOST.has(nameKey(label));
}

/** Whether a line is a heading of the menu even where the dash before it was lost. */
export function isKnownHeading(label: string): boolean {
  const key = nameKey(label);
  return SECTION_BY_HEADING.has(key) || PARENTS.has(key);
}

const MENU_LABELS = new Set(
  SECTIONS.flatMap((section) => [OUTLINE[section].heading, OUTLINE[section].parent, ...OUTLINE[section].closers]).map(
    nameKey,
  ),
);

/** Whether the menu of the site has a label of these words that is no node. */
export function isMenuLabel(label: string): boolean {
  return label.length <= 80 && MENU_LABELS.has(nameKey(label));
}

/** Whether a label of the menu begins so and goes on: what a cut leaves of it. */
export function isBeginningOfALabel(start: string): boolean {
  const key = nameKey(start);
  const labels = SECTIONS.flatMap((section) => [
    OUTLINE[section].heading,
    OUTLINE[section].parent,
    ...OUTLINE[section].closers,
  ]);
  return labels.some((label) => nameKey(label).startsWith(key) && nameKey(label) !== key);
}

/** The nodes that a section lists. */
export function nodesOf(section: SectionName, gazetteer: Gazetteer): readonly NamedNode[] {
  switch (section) {
    case 'fieldsOfWork':
      return gazetteer.fieldsOfWork;
    case 'meetings':
      return gazetteer.eventSeries;
    case 'participatingStates':
      return gazetteer.countries;
    case 'secretariatDepartments':
    case 'fieldOperations':
      return gazetteer.offices;
  }
}

/** How field operations are called; the gazetteer has one list for all offices. */
const FIELD_OPERATION =
  /^(?:OSCE )?(?:Presence|Centre|Programme Office|Office|Mission|Project Co-ordinator|Special Monitoring Mission) (?:in|to) /i;

/** The section in whose list a label is known; where a menu lost its middle, this tells which part goes on. */
export function sectionListing(label: string, gazetteer: Gazetteer): SectionName | undefined {
  const sections = FIELD_OPERATION.test(label)
    ? (['fieldOperations'] as const)
    : (['fieldsOfWork', 'meetings', 'participatingStates', 'secretariatDepartments'] as const);
  return sections.find((section) => namesOf(nodesOf(section, gazetteer)).find(label));
}
