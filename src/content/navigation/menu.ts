/** The organisation's menu, in the order of its website, built from the rows of the catalogue. */
import type { Catalogue } from '../../graph/catalogue.js';
import type { NodeRow } from '../../graph/node-id.js';
import type { NavigationEntry } from './navigation.type.js';

const heading = (label: string, children: NavigationEntry[], node: NodeRow | null = null): NavigationEntry => ({
  label,
  node,
  children,
});
const leaf = (node: NodeRow & { name: string }, label = node.name): NavigationEntry => ({ label, node, children: [] });
const leaves = (nodes: readonly (NodeRow & { name: string })[] = []) => nodes.map((node) => leaf(node));

/**
 * The menu in a year. The chair is labelled as on the website: `Finland – OSCE Chairpersonship 2025`.
 */
export function menu(catalogue: Catalogue, year: number): NavigationEntry[] {
  return [
    heading('Our work', [
      heading('Fields of work', leaves(catalogue.rows.fieldsOfWork)),
      heading('Meetings and conferences', leaves(catalogue.rows.eventSeries)),
    ]),
    heading('Countries', countries(catalogue, year)),
    heading('Structures and institutions', structures(catalogue)),
  ];
}

function countries({ rows, chairpersonshipByYear }: Catalogue, year: number): NavigationEntry[] {
  const chair = chairpersonshipByYear.get(year)?.countryId;
  const states = rows.countries.filter(({ type }) => type === 'ParticipatingState');
  const partners = rows.countries.filter(({ type }) => type === 'PartnerForCooperation');
  return [
    heading(
      'Participating States',
      states.map((state) =>
        leaf(state, state.id === chair ? `${state.name} – OSCE Chairpersonship ${year}` : state.name),
      ),
    ),
    heading('Asian Partners for Co-operation', leaves(partners.filter(({ partnership }) => partnership === 'ASIAN'))),
    heading(
      'Mediterranean Partners for Co-operation',
      leaves(partners.filter(({ partnership }) => partnership === 'MEDITERRANEAN')),
    ),
  ];
}

function structures({ officesByType, officeBySlug }: Catalogue): NavigationEntry[] {
  const operations = officesByType.get('FieldOperation') ?? [];
  const closed = operations.filter(({ status }) => status !== 'ACTIVE');
  const secretariat = officeBySlug.get('secretariat') ?? null;
  const others = (officesByType.get('OrganizationBody') ?? []).filter(
    ({ slug, status }) => status === 'ACTIVE' && slug !== 'secretariat',
  );
  return [
    heading('Secretariat', leaves(officesByType.get('SecretariatDepartment')), secretariat),
    heading('Institutions', leaves(officesByType.get('Institution'))),
    heading('Field operations', [
      ...leaves(operations.filter(({ status }) => status === 'ACTIVE')),
      heading('Closed field activities', leaves(closed)),
    ]),
    ...leaves(others),
  ];
}
