/**
 * Compares a menu with what the graph knows. Differences are for people to read: nothing is added or deleted for them,
 * since a menu leaves out closed offices and a crawler leaves out the end of pages.
 */
import type { Gazetteer, NamedNode } from '../gazetteer.js';
import { nameKey } from './names.js';
import { SECTIONS, nodesOf, type SectionName } from './navigation-outline.js';
import type { NavigationReading } from './navigation.js';

export interface NavigationDifference {
  section: SectionName;
  /** The label of the menu; for a missing one, the present name of the node. */
  label: string;
  /**
   * `unknown-label`: no node bears that name. `missing-label`: the menu does not list a node of a list that it prints
   * whole. `other-name`: the menu uses a former or other name.
   */
  kind: 'unknown-label' | 'missing-label' | 'other-name';
  slug?: string;
  /** For another name: the present one. */
  presentName?: string;
  line?: number;
}

/** Slugs of the offices that the menu ought to list; the gazetteer does not tell which offices are active. */
export type ListedOffices = Partial<Record<'secretariatDepartments' | 'fieldOperations', readonly string[]>>;

/** Differences in the order of the menu, those that are missing after the rest of their section. */
export function compareNavigation(
  navigation: NavigationReading,
  gazetteer: Gazetteer,
  listedOffices: ListedOffices = {},
): NavigationDifference[] {
  const differences: NavigationDifference[] = [];
  for (const section of SECTIONS) {
    const printed = navigation.sections[section];
    if (!printed || printed.entries.length === 0) continue;
    const nodes = new Map(nodesOf(section, gazetteer).map((node) => [node.slug, node]));
    const listed = new Set<string>();
    for (const { label, slug, line } of printed.entries) {
      const node = slug === undefined ? undefined : nodes.get(slug);
      if (!node) {
        if (!isWholeList(section, label)) differences.push({ section, label, kind: 'unknown-label', line });
        continue;
      }
      listed.add(node.slug);
      if (nameKey(label) !== nameKey(node.name)) {
        differences.push({ section, label, kind: 'other-name', slug: node.slug, presentName: node.name, line });
      }
    }
    if (!printed.complete) continue;
    for (const node of expectedNodes(section, gazetteer, listedOffices)) {
      if (!listed.has(node.slug))
        differences.push({ section, label: node.name, kind: 'missing-label', slug: node.slug });
    }
  }
  return differences;
}

/** `All` leads to the list itself. */
function isWholeList(section: SectionName, label: string): boolean {
  return section === 'participatingStates' && nameKey(label) === 'all';
}

function expectedNodes(section: SectionName, gazetteer: Gazetteer, offices: ListedOffices): readonly NamedNode[] {
  switch (section) {
    case 'participatingStates':
      return gazetteer.countries.filter((country) => country.isParticipatingState);
    case 'secretariatDepartments':
    case 'fieldOperations': {
      const slugs = new Set(offices[section]);
      return gazetteer.offices.filter((office) => slugs.has(office.slug));
    }
    default:
      return nodesOf(section, gazetteer);
  }
}
