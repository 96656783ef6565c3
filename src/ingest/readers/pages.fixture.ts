/** Pages of the shapes that the organisation publishes, with invented content. */

/** A page from its lines. */
export function page(...lines: string[]): string {
  return lines.join('\n');
}

/** The states of the small gazetteer, as a menu prints them. */
export const MENU_STATES = [
  'Albania',
  'Austria',
  'Bosnia and Herzegovina',
  'Czechia',
  'Finland – OSCE Chairpersonship 2025',
  'Kyrgyzstan',
  'The Netherlands',
  'Türkiye',
];

/** The menu of the site, shortened to the small gazetteer. */
export function siteMenu({
  states = MENU_STATES,
  meetings = ['Review Conferences', 'Gender Equality Review Conferences', 'Human rights meetings'],
} = {}): string[] {
  const section = (heading: string, ...labels: string[]) => ['-', heading, ...labels.map((label) => `- ${label}`)];
  return [
    ...section('Our work'),
    ...section(
      'Fields of work',
      'Border management',
      'Countering terrorism',
      'Cyber/ICT Security',
      'Elections',
      'Policing',
      'Reform and co-operation in the security sector',
      'Youth',
      'Field operations',
      'Projects',
    ),
    ...section('Meetings and conferences', ...meetings, 'Partnerships'),
    ...section('Fields of work'),
    ...section('Countries', 'All'),
    ...section(
      'Participating States',
      ...states,
      'Asian Partners for Co-operation',
      'Mediterranean Partners for Co-operation',
    ),
    ...section('Structures and institutions', 'Chairpersonship'),
    ...section(
      'Secretariat',
      'Secretary General',
      'Conflict Prevention Centre',
      'Transnational Threats Department',
      'Department of Management and Finance',
      'Institutions',
    ),
    ...section(
      'Field operations',
      'Presence in Albania',
      'Programme Office in Bishkek',
      'Mission in Kosovo',
      'Closed field activities',
      'Parliamentary Assembly',
      'Organizational structure',
      'About us',
    ),
  ];
}

/** The menu of an institution's own site. */
export const INSTITUTION_MENU = [
  '- Home',
  '- About us',
  '-',
  'Our work',
  '- Elections',
  '- Hate crime',
  '- Roma and Sinti',
  '- News',
  '- Events',
];

export const LEAD = 'Judges from two valleys met on 4 and 5 June to compare how they keep court records.';

/** A news item of the site, below its menu. */
export function newsItem(menu: readonly string[] = siteMenu()): string {
  return page(
    ...menu,
    'News Item',
    'Mountain courts share their ways of keeping records',
    LEAD,
    '- Issued on:',
    '- Issued by:',
    '- OSCE Secretariat, Transnational Threats Department, OSCE Programme Office in Bishkek',
    '- Fields of work:',
    '- Policing',
    '- Youth',
    LEAD,
    'The registrars brought ledgers from three decades.',
    'The meeting was part of OSCE Project E-VIDENCE.',
  );
}
